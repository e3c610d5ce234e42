import Crypto
import Foundation

/// HPKE (RFC 9180) in authenticated mode, X25519, HKDF-SHA-256, ChaCha20-Poly1305: only the recipient can read it, and
/// only the sender can have made it. What is sealed for one label or bound to other texts does not open.
struct AuthenticatedSeal: Sendable {
    struct Refusal: Error {}

    private static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly
    /// Bytes of the encapsulated key, which comes first.
    static let keyBytes = 32

    let label: String

    /// The encapsulated key and the ciphertext.
    ///
    /// - Parameter recipient: X25519 public key from the registry.
    func seal(
        _ plaintext: [UInt8], from sender: Curve25519.KeyAgreement.PrivateKey, to recipient: [UInt8],
        boundTo texts: [String]
    ) throws -> [UInt8] {
        var context = try HPKE.Sender(
            recipientKey: Curve25519.KeyAgreement.PublicKey(rawRepresentation: recipient), ciphersuite: Self.suite,
            info: Data(label.utf8), authenticatedBy: sender)
        let sealed = try context.seal(plaintext, authenticating: Self.bound(texts))
        return Array(context.encapsulatedKey) + Array(sealed)
    }

    func open(
        _ sealed: [UInt8], by recipient: Curve25519.KeyAgreement.PrivateKey, from sender: [UInt8],
        boundTo texts: [String]
    ) throws(Refusal) -> [UInt8] {
        guard sealed.count > Self.keyBytes else { throw Refusal() }
        do {
            var context = try HPKE.Recipient(
                privateKey: recipient, ciphersuite: Self.suite, info: Data(label.utf8),
                encapsulatedKey: Data(sealed[..<Self.keyBytes]),
                authenticatedBy: Curve25519.KeyAgreement.PublicKey(rawRepresentation: sender))
            return Array(
                try context.open(Array(sealed[Self.keyBytes...]), authenticating: Self.bound(texts)))
        } catch {
            throw Refusal()
        }
    }

    private static func bound(_ texts: [String]) -> [UInt8] {
        Array(texts.map { Array($0.utf8) }.joined(separator: [0]))
    }
}
