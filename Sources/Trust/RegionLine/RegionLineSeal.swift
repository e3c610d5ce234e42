package import Crypto
package import Domain
import Synchronization

/// Authenticates a region's line from the region that answers to the one that asked, so that a gateway between them can
/// neither alter nor invent one (design.md §5).
///
/// A seal is an HMAC-SHA-256 over the line under a key that only the two regions can make: HKDF-SHA-256 (RFC 5869) of
/// their X25519 keys in the registry, bound to who answers and who asked. The line names its search, so none fits
/// another.
package final class RegionLineSeal: Sendable {
    /// One end of a line: an OIN with its X25519 public key.
    package struct Party: Hashable, Sendable {
        let oin: OIN
        let sealing: [UInt8]

        /// - Parameter sealing: X25519, raw.
        package init(oin: OIN, sealing: [UInt8]) {
            self.oin = oin
            self.sealing = sealing
        }

        package init(_ member: Registry.Member) {
            self.init(oin: member.region.oin, sealing: member.keys.sealing)
        }
    }

    private struct Pair: Hashable {
        let answering: Party
        let asking: Party
    }

    private static let label = "hallowerk regioregel 1 "
    /// Keys kept: both directions to every region, and those of the last rotation.
    private static let kept = 512

    private let keys = Mutex<[Pair: SymmetricKey]>([:])

    package init() {}

    /// The seal of `line` as base64url, made by the region that answers.
    ///
    /// - Parameters:
    ///   - own: the answering region's private key, that of `answering`.
    /// - Returns: nil when a key is none.
    package func seal(
        _ line: some Sequence<UInt8>, by own: Curve25519.KeyAgreement.PrivateKey, of answering: OIN, to asking: Party
    ) -> String? {
        let answering = Party(oin: answering, sealing: Array(own.publicKey.rawRepresentation))
        guard let key = key(Pair(answering: answering, asking: asking), own, other: asking) else { return nil }
        return Base64URL.encode(HMAC<SHA256>.authenticationCode(for: Array(line), using: key))
    }

    /// Whether `answering` sealed `line` to this region.
    ///
    /// - Parameter own: the asking region's private key.
    package func isGenuine(
        _ seal: String, of line: some Sequence<UInt8>, by answering: Party,
        to own: Curve25519.KeyAgreement.PrivateKey, of asking: OIN
    ) -> Bool {
        let asking = Party(oin: asking, sealing: Array(own.publicKey.rawRepresentation))
        guard let code = Base64URL.decode(seal),
            let key = key(Pair(answering: answering, asking: asking), own, other: answering)
        else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array(line), using: key)
    }

    private func key(_ pair: Pair, _ own: Curve25519.KeyAgreement.PrivateKey, other: Party) -> SymmetricKey? {
        if let key = keys.withLock({ $0[pair] }) { return key }
        guard let theirs = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: other.sealing),
            let secret = try? own.sharedSecretFromKeyAgreement(with: theirs), !Self.isZero(secret)
        else { return nil }
        let key = secret.hkdfDerivedSymmetricKey(
            using: SHA256.self, salt: [UInt8](),
            sharedInfo: Array("\(Self.label)\(pair.answering.oin) \(pair.asking.oin)".utf8), outputByteCount: 32)
        keys.withLock { keys in
            if keys.count >= Self.kept { keys = [:] }
            keys[pair] = key
        }
        return key
    }

    /// What comes of a point of low order, whatever the other key: everybody knows it (RFC 7748 §6.1).
    private static func isZero(_ secret: SharedSecret) -> Bool {
        unsafe secret.withUnsafeBytes { unsafe $0.allSatisfy { $0 == 0 } }
    }
}
