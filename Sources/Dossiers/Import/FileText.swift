/// The two spellings of letters in which municipalities' systems export: UTF-8 and Windows-1252.
///
/// A field that is no UTF-8 is read as Windows-1252: of the two only UTF-8 can tell that it is not meant.
enum FileText {
    /// What a UTF-8 file may begin with.
    static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// `bytes` as text; nil for the five bytes that Windows-1252 does not define, and for control characters other than
    /// tab and line breaks.
    static func text(_ bytes: ArraySlice<UInt8>) -> String? {
        guard bytes.allSatisfy({ $0 >= 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) else { return nil }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = String.UnicodeScalarView()
        for byte in bytes {
            guard let scalar = scalar(byte) else { return nil }
            text.append(scalar)
        }
        return String(text)
    }

    private static func scalar(_ byte: UInt8) -> Unicode.Scalar? {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        let code = high[Int(byte) - 0x80]
        return code == 0 ? nil : Unicode.Scalar(code)
    }

    /// 0x80 to 0x9F; 0 where nothing is defined. Source: WHATWG Encoding Standard, index windows-1252.
    private static let high: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]
}
