import Domain

/// What a mail may be.
package enum MailRules {
    /// Longest line of a subject, in characters (RFC 5322 §2.1.1).
    package static let lineLimit = 78
}
