package import Crypto

/// Seals what a home region answers to the asking one alone, such as an opened profile; bound to the search's
/// transaction id and the handle. The gateway can neither read nor replace it.
package enum DetailSealing {
    /// Bytes that are not sealed by that sender to this recipient for that transaction and handle.
    package struct Refusal: Error, Hashable {}

    private static let seal = AuthenticatedSeal(label: "hallowerk profiel 1")

    /// The encapsulated key and the ciphertext.
    ///
    /// - Parameters:
    ///   - recipient: X25519 public key from the registry.
    ///   - search: the `jti` of the verklaring that asked for it.
    ///   - handle: of the profile; the path of a sealed call that is no profile.
    package static func seal(
        _ plaintext: [UInt8], from sender: Curve25519.KeyAgreement.PrivateKey, to recipient: [UInt8],
        search: String, handle: String
    ) throws -> [UInt8] {
        try seal.seal(plaintext, from: sender, to: recipient, boundTo: [search, handle])
    }

    /// The plaintext, if `sender` sealed it to `recipient` for this transaction and handle.
    package static func open(
        _ sealed: [UInt8], by recipient: Curve25519.KeyAgreement.PrivateKey, from sender: [UInt8], search: String,
        handle: String
    ) throws(Refusal) -> [UInt8] {
        do throws(AuthenticatedSeal.Refusal) {
            return try seal.open(sealed, by: recipient, from: sender, boundTo: [search, handle])
        } catch {
            throw Refusal()
        }
    }
}
