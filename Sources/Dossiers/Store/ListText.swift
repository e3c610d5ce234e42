/// A list as text in one column: each item ends with U+001F, parts of an item are held apart by U+001E.
///
/// Read faster than JSON, and unambiguous, because no stored text may hold a control character (`DossierRow.encode`).
enum ListText {
    private static let end: UInt8 = 0x1F
    private static let between: UInt8 = 0x1E

    static func text(of items: [String]) -> String {
        items.reduce(into: "") { text, item in text += item + "\u{1F}" }
    }

    static func text(ofParts parts: [String]) -> String { parts.joined(separator: "\u{1E}") }

    static func items(of text: String) -> [String] { pieces(of: text, at: end).dropLast() }

    static func parts(of item: String) -> [String] { pieces(of: item, at: between) }

    /// What stands before, between and after each `separator`.
    private static func pieces(of text: String, at separator: UInt8) -> [String] {
        var text = text
        return text.withUTF8 { bytes in
            var pieces: [String] = []
            var start = 0
            for index in bytes.indices where unsafe bytes[index] == separator {
                unsafe pieces.append(String(decoding: bytes[start..<index], as: UTF8.self))
                start = index + 1
            }
            unsafe pieces.append(String(decoding: bytes[start...], as: UTF8.self))
            return pieces
        }
    }
}
