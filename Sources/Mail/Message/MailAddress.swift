/// An address that mail can be sent to: `local@domain`, both of the plain kind (RFC 5321 §4.1.2: dot-atoms of ASCII).
///
/// Invariant: no quotes, spaces, control characters or angle brackets, so that it can stand in a command and in a
/// header field as it is.
package struct MailAddress: Hashable, Sendable, CustomStringConvertible {
    package enum Invalid: Error, Hashable { case notAnAddress, tooLong }

    /// Bytes of the part before the `@` and of the whole (RFC 5321 §4.5.3.1).
    private static let localBytes = 64
    private static let allBytes = 254
    private static let atoms = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+/=?^_`{|}~-".utf8)
    private static let labels = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-".utf8)

    package let text: String
    package var domain: String { String(text[text.index(after: text.lastIndex(of: "@") ?? text.startIndex)...]) }
    package var description: String { text }

    package init(_ text: String) throws(Invalid) {
        guard text.utf8.count <= Self.allBytes else { throw .tooLong }
        let sides = text.split(separator: "@", omittingEmptySubsequences: false)
        guard sides.count == 2, sides[0].utf8.count <= Self.localBytes, Self.isDotted(sides[0], Self.atoms),
            Self.isDotted(sides[1], Self.labels),
            sides[1].split(separator: ".").allSatisfy({ !$0.hasPrefix("-") && !$0.hasSuffix("-") })
        else { throw .notAnAddress }
        self.text = text
    }

    /// One or more parts of `characters`, none empty, with full stops between.
    private static func isDotted(_ text: Substring, _ characters: Set<UInt8>) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(characters.contains) }
    }
}
