/// An Organisatie-identificatienummer: names one Dutch public body, and is how a peer of the federation is known.
///
/// Invariant: twenty ASCII digits; the first eight are a prefix of the register (`00000099` is reserved for tests).
/// Source: Logius, OIN-Stelsel.
package struct OIN: Hashable, Sendable, Comparable, CustomStringConvertible {
    package enum Invalid: Error, Hashable { case notTwentyDigits, unknownPrefix }

    package let digits: String
    package var description: String { digits }

    /// - Throws: `Invalid.notTwentyDigits`, or `Invalid.unknownPrefix` when the register issues no such prefix.
    package init(_ text: String) throws(Invalid) {
        guard text.utf8.count == 20, text.utf8.allSatisfy({ (48...57).contains($0) }) else { throw .notTwentyDigits }
        guard Self.prefixes.contains(String(text.prefix(8))) else { throw .unknownPrefix }
        digits = text
    }

    package static func < (left: OIN, right: OIN) -> Bool { left.digits < right.digits }

    /// The register's prefixes: RSIN, Fi, KVK, SubOIN, Logius, BRIN, foreign, UZI, TRR-BD, test.
    private static let prefixes: Set<String> = [
        "00000001", "00000002", "00000003", "00000004", "00000006", "00000007", "00000008", "00000009", "00000010",
        "00000099",
    ]
}
