import Domain

/// What a message may be.
package enum MessageRules {
    /// Longest text, in characters.
    package static let textLimit = 4_000
}
