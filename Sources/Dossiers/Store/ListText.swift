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

    static func items(of text: String) -> [String] {
        text.utf8.split(separator: end, omittingEmptySubsequences: false).dropLast().map { String(Substring($0)) }
    }

    static func parts(of item: String) -> [String] {
        item.utf8.split(separator: between, omittingEmptySubsequences: false).map { String(Substring($0)) }
    }
}
