/// Host names that a party may have.
package enum HostName {
    /// Whether `text` is a DNS name of at least two labels in lower case (RFC 1123 §2.1), and no IP address.
    package static func isValid(_ text: String) -> Bool {
        guard (3...253).contains(text.utf8.count) else { return false }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy({ isLabel($0.utf8) }) else { return false }
        return labels.last?.utf8.contains { !isDigit($0) } ?? false
    }

    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        (1...63).contains(label.count) && label.first != 45 && label.last != 45
            && label.allSatisfy { (97...122).contains($0) || isDigit($0) || $0 == 45 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
