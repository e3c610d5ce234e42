import Domain

/// What is asked of an identity provider (OIDC NLGov 1.0.1).
package enum ProviderRules {
    /// Bits of a state and a nonce at least.
    package static let randomBits = 128
}
