import Foundation

/// Splits text into words and folds them, so that "Élan", "élan" and "elan" are one word.
enum Analyzer {
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

    /// Calls `body` with each folded word of `text`; as `words(in:)`, without the places.
    static func forEachWord(in text: String, _ body: (String) -> Void) {
        for word in words(in: text) { body(word.folded) }
    }

    /// The words that a query looks for: each once, at most `limit`, without stop words unless there is nothing else.
    static func queryWords(_ text: String, limit: Int) -> [String] {
        var seen: Set<String> = []
        let all = words(in: text).map(\.folded).filter { seen.insert($0).inserted }
        let telling = all.filter { !StopWords.dutch.contains($0) }
        return Array((telling.isEmpty ? all : telling).prefix(limit))
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
