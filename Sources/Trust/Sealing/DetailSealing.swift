package import Crypto
import Foundation

/// Seals an opened profile from the home region to the asking one: HPKE (RFC 9180) in authenticated mode, X25519,
/// HKDF-SHA-256, ChaCha20-Poly1305; bound to the search's transaction id and the handle. The gateway can neither read
/// nor replace it.
package enum DetailSealing {
    /// Bytes that are not sealed by that sender to this recipient for that transaction and handle.
    package struct Refusal: Error, Hashable {}

    private static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly
    private static let label = Data("hallowerk profiel 1".utf8)
    /// Bytes of the encapsulated key, which comes first.
    private static let keyBytes = 32

    /// The encapsulated key and the ciphertext.
    ///
    /// - Parameters:
    ///   - recipient: X25519 public key from the registry.
    ///   - search: the `jti` of the verklaring that asked for it.
    package static func seal(
        _ plaintext: [UInt8], from sender: Curve25519.KeyAgreement.PrivateKey, to recipient: [UInt8],
        search: String, handle: String
    ) throws -> [UInt8] {
        var context = try HPKE.Sender(
            recipientKey: Curve25519.KeyAgreement.PublicKey(rawRepresentation: recipient), ciphersuite: suite,
            info: label,
            authenticatedBy: sender)
        let sealed = try context.seal(plaintext, authenticating: bound(search, handle))
        return Array(context.encapsulatedKey) + Array(sealed)
    }

    /// The plaintext, if `sender` sealed it to `recipient` for this transaction and handle.
    package static func open(
        _ sealed: [UInt8], by recipient: Curve25519.KeyAgreement.PrivateKey, from sender: [UInt8], search: String,
        handle: String
    ) throws(Refusal) -> [UInt8] {
        guard sealed.count > keyBytes else { throw Refusal() }
        do {
            var context = try HPKE.Recipient(
                privateKey: recipient, ciphersuite: suite, info: label, encapsulatedKey: Data(sealed[..<keyBytes]),
                authenticatedBy: Curve25519.KeyAgreement.PublicKey(rawRepresentation: sender))
            return Array(try context.open(Array(sealed[keyBytes...]), authenticating: bound(search, handle)))
        } catch {
            throw Refusal()
        }
    }

    private static func bound(_ search: String, _ handle: String) -> [UInt8] {
        Array(search.utf8) + [0] + Array(handle.utf8)
    }
}
