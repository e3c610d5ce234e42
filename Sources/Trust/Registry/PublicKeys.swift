import Crypto

/// What may stand for a public key in the registry.
enum PublicKeys {
    /// Whether `bytes` are a point of P-256 in X9.63 uncompressed form.
    static func isP256(_ bytes: [UInt8]) -> Bool {
        bytes.count == 65 && (try? P256.Signing.PublicKey(x963Representation: bytes)) != nil
    }
}
