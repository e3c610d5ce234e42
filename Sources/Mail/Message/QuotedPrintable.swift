/// Text as lines of ASCII of at most 76 characters that every mail server passes on unchanged (RFC 2045 §6.7).
enum QuotedPrintable {
    /// Characters of a line, the `=` that joins it to the next included.
    static let lineCharacters = 76
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// `text` encoded, its lines ended by CRLF; so is the last.
    static func encode(_ text: String) -> String {
        let plain = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        return plain.split(separator: "\n", omittingEmptySubsequences: false).map { encode(line: $0) + "\r\n" }.joined()
    }

    private static func encode(line: Substring) -> String {
        var (encoded, current): ([UInt8], Int) = ([], 0)
        let bytes = Array(line.utf8)
        for (place, byte) in bytes.enumerated() {
            let isLast = place == bytes.count - 1
            let piece = piece(byte, isLast: isLast)
            // Room for the `=` that goes on, unless the line ends here.
            if current + piece.count > lineCharacters - 1, !(isLast && current + piece.count <= lineCharacters) {
                encoded += Array("=\r\n".utf8)
                current = 0
            }
            encoded += piece
            current += piece.count
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// A blank at the end of a line would be lost on the way.
    private static func piece(_ byte: UInt8, isLast: Bool) -> [UInt8] {
        let isBlank = byte == 0x20 || byte == 0x09
        let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") || isBlank && !isLast
        return isPlain ? [byte] : [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
