import Crypto
package import X509

/// The kind of a public key, and whether it is strong enough (NCSC-NL 2025-05: RSA from 3072 bits, P-256 or better,
/// Ed25519).
package struct KeyStrength: Hashable, Sendable, CustomStringConvertible {
    /// `P-256`, `RSA 3072`.
    package let description: String
    package let isSufficient: Bool

    package init(of key: Certificate.PublicKey) {
        if P256.Signing.PublicKey(key) != nil {
            self.init("P-256", true)
        } else if P384.Signing.PublicKey(key) != nil {
            self.init("P-384", true)
        } else if P521.Signing.PublicKey(key) != nil {
            self.init("P-521", true)
        } else if Curve25519.Signing.PublicKey(key) != nil {
            self.init("Ed25519", true)
        } else if let bits = Self.rsaBits(key) {
            self.init("RSA \(bits)", bits >= 3_072)
        } else {
            self.init("unknown", false)
        }
    }

    private init(_ description: String, _ isSufficient: Bool) {
        self.description = description
        self.isSufficient = isSufficient
    }

    /// The modulus's length, which swift-certificates tells in the key's description only (`RSA3072.PublicKey`).
    private static func rsaBits(_ key: Certificate.PublicKey) -> Int? {
        let text = key.description
        guard text.hasPrefix("RSA") else { return nil }
        return Int(text.dropFirst(3).prefix { $0.isASCII && $0.isNumber })
    }
}
