import Foundation

/// Splits text into words and folds them, so that "Élan", "élan" and "elan" are one word.
package enum Analyzer {
    /// One word of a text: folded, and where it stands.
    struct Word {
        let folded: String
        let range: Range<String.Index>
    }

    /// The words of `text` in order: runs of letters and digits, folded.
    static func words(in text: String) -> [Word] {
        var words: [Word] = []
        var start: String.Index?
        let scalars = text.unicodeScalars
        var index = scalars.startIndex
        while index < scalars.endIndex {
            if isWordPart(scalars[index]) {
                start = start ?? index
            } else if let from = start {
                words.append(Word(folded: fold(text[from..<index]), range: from..<index))
                start = nil
            }
            index = scalars.index(after: index)
        }
        if let from = start { words.append(Word(folded: fold(text[from...]), range: from..<text.endIndex)) }
        return words
    }

    /// The folded words of `text` in order; for what is found by name rather than by the index.
    package static func foldedWords(in text: String) -> [String] { words(in: text).map(\.folded) }

    /// Longer words are looked for by their beginning: this many bytes of UTF-8, once folded.
    static let wordBytes = 60

    /// Calls `body` with the bytes of each folded word of `text`, in order; as `words(in:)`, but cut at `wordBytes` and
    /// without the places: all texts of a region are read at every start.
    static func forEachWord(in text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        var text = text
        text.withUTF8 { bytes in
            unsafe forEachRun(in: bytes) { run, isLower in
                let word = unsafe UnsafeBufferPointer(rebasing: bytes[run])
                if isLower, run.count <= wordBytes { return unsafe body(word) }
                var folded = unsafe fold(String(decoding: word, as: UTF8.self)[...])
                folded = cut(folded)
                folded.withUTF8 { unsafe body($0) }
            }
        }
    }

    /// `word` as far as words are told apart.
    static func cut(_ word: String) -> String {
        guard word.utf8.count > wordBytes else { return word }
        var end = word.utf8.index(word.startIndex, offsetBy: wordBytes)
        while end.samePosition(in: word.unicodeScalars) == nil { end = word.utf8.index(before: end) }
        return String(word[..<end])
    }

    /// Calls `body` with the place of each run of letters and digits in bytes that are valid UTF-8, and whether it is
    /// folded as it stands: no more than small letters and digits of ASCII.
    static func forEachRun(in bytes: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>, _ isLower: Bool) -> Void) {
        var start = 0
        var index = 0
        var isLower = true
        while index < bytes.count {
            let byte = unsafe bytes[index]
            var length = 1
            var isPart = true
            switch byte {
            case 97...122, 48...57: break
            case 65...90: isLower = false
            case 0x80...:
                let (scalar, size) = unsafe Self.scalar(in: bytes, at: index)
                length = size
                isPart = isWordPart(scalar)
                isLower = isLower && !isPart
            default: isPart = false
            }
            if !isPart {
                if start < index { body(start..<index, isLower) }
                start = index + length
                isLower = true
            }
            index += length
        }
        if start < index { body(start..<index, isLower) }
    }

    /// The scalar that begins at `index` of bytes that are valid UTF-8, and how many bytes it has.
    private static func scalar(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (Unicode.Scalar, size: Int) {
        let first = unsafe bytes[index]
        let size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        var value = UInt32(first) & (0x7F >> UInt32(size))
        for next in index + 1..<index + size { value = value << 6 | UInt32(unsafe bytes[next] & 0x3F) }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", size)
    }

    /// Lower case without diacritics; ligatures and special letters as their plain letters.
    static func fold(_ text: Substring) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            return String(decoding: text.utf8.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
        }
        var folded = ""
        for scalar in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars
        where scalar.properties.generalCategory != .nonspacingMark {
            if let plain = plainLetters[scalar] { folded += plain } else { folded.unicodeScalars.append(scalar) }
        }
        return folded
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return (97...122).contains(scalar.value) || (65...90).contains(scalar.value)
                || (48...57).contains(scalar.value)
        }
        return scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
            || scalar.properties.numericType != nil
    }

    private static let plainLetters: [Unicode.Scalar: String] = [
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ĳ": "ij", "ð": "d", "þ": "th", "ı": "i",
    ]
}
