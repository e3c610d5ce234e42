/// Lower-case hexadecimal, as trace and span ids are written.
enum HexDigits {
    /// Whether `text` is an id of exactly `digits` lower-case digits that are not all zero (W3C Trace Context §3.2.2).
    static func isID(_ text: some StringProtocol, digits: Int) -> Bool {
        let bytes = text.utf8
        return bytes.count == digits && bytes.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
            && bytes.contains { $0 != 48 }
    }

    static func text(of bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
