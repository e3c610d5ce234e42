/// Finds numbers that can be a BSN in free text: no BSN is ever stored (P-DAT-6).
///
/// Nine digits that stand alone, written together or in the usual groups (`1112.22.333`, `111 222 333`, `111-222-333`,
/// `1112 22 333`), with spaces and dashes as word processors make them too, that pass the eleven test. About one in
/// eleven other numbers of nine digits passes it; the sentence that refuses one says how to write it.
package enum BSNDetector {
    /// The lengths of the groups that nine digits are written in.
    private static let groupings = [[9], [4, 2, 3], [3, 3, 3]]

    /// Where the first one in `text` stands, or nil.
    package static func first(in text: String) -> Range<String.Index>? {
        var text = text
        let found: Range<Int>? = text.withUTF8 { bytes in unsafe first(in: bytes) }
        guard let found else { return nil }
        let utf8 = text.utf8
        return utf8.index(
            utf8.startIndex, offsetBy: found.lowerBound)..<utf8.index(utf8.startIndex, offsetBy: found.upperBound)
    }

    private static func first(in bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        var index = 0
        while index + 9 <= bytes.count {
            guard unsafe isDigit(bytes[index]) else {
                index += 1
                continue
            }
            if unsafe standsAlone(before: index, bytes) {
                for groups in groupings {
                    if let end = unsafe end(of: groups, from: index, bytes), unsafe passes(bytes[index..<end]) {
                        return index..<end
                    }
                }
            }
            // The rest of this run of digits does not begin a number.
            while unsafe index < bytes.count && isDigit(bytes[index]) { index += 1 }
        }
        return nil
    }

    /// Whether no digit, nor a digit and a full stop, stands before.
    private static func standsAlone(before index: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard index > 0 else { return true }
        return unsafe !isDigit(bytes[index - 1]) && !(bytes[index - 1] == UInt8(ascii: "."))
    }

    /// Where the digits end that begin at `start` and are grouped so, with nothing of a number after them.
    private static func end(of groups: [Int], from start: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var index = start
        for (number, group) in groups.enumerated() {
            if number > 0 {
                let separator = unsafe separatorBytes(bytes, at: index)
                guard separator > 0 else { return nil }
                index += separator
            }
            guard index + group <= bytes.count, unsafe bytes[index..<index + group].allSatisfy(isDigit) else {
                return nil
            }
            index += group
        }
        guard index < bytes.count else { return index }
        if unsafe isDigit(bytes[index]) { return nil }
        let isDecimal = unsafe bytes[index] == UInt8(ascii: ".") && index + 1 < bytes.count && isDigit(bytes[index + 1])
        return isDecimal ? nil : index
    }

    /// How many bytes the separator at `index` has; 0 when none stands there.
    private static func separatorBytes(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        guard index < bytes.count else { return 0 }
        if unsafe " .-".utf8.contains(bytes[index]) { return 1 }
        return typeset.first { unsafe bytes[index...].starts(with: $0) }?.count ?? 0
    }

    /// Spaces that do not break, narrow spaces, and dashes, in UTF-8.
    private static let typeset: [[UInt8]] = [
        "\u{A0}", "\u{2009}", "\u{202F}", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}",
    ].map { Array($0.utf8) }

    /// The eleven test: weights 9 to 2 and -1; nine zeros are no number.
    private static func passes(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let digits = unsafe bytes.filter(isDigit).map { Int($0) - 48 }
        let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1]
        let sum = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
        return sum % 11 == 0 && digits.contains { $0 != 0 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
