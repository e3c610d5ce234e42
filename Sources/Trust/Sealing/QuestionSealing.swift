package import Crypto

/// Seals what one region asks of another that only it may read, such as a message; bound to the path that it is sent
/// to. The verklaring is signed over the sealed bytes, so they go with one transaction only.
package enum QuestionSealing {
    /// Bytes that are not sealed by that sender to this recipient for that path.
    package struct Refusal: Error, Hashable {}

    private static let seal = AuthenticatedSeal(label: "hallowerk vraag 1")

    /// The encapsulated key and the ciphertext.
    ///
    /// - Parameter recipient: X25519 public key from the registry.
    package static func seal(
        _ plaintext: [UInt8], from sender: Curve25519.KeyAgreement.PrivateKey, to recipient: [UInt8], path: String
    ) throws -> [UInt8] {
        try seal.seal(plaintext, from: sender, to: recipient, boundTo: [path])
    }

    /// The plaintext, if `sender` sealed it to `recipient` for this path.
    package static func open(
        _ sealed: [UInt8], by recipient: Curve25519.KeyAgreement.PrivateKey, from sender: [UInt8], path: String
    ) throws(Refusal) -> [UInt8] {
        do throws(AuthenticatedSeal.Refusal) {
            return try seal.open(sealed, by: recipient, from: sender, boundTo: [path])
        } catch {
            throw Refusal()
        }
    }
}
