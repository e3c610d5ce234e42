import Crypto
package import Domain
package import Foundation

/// `public-keys.json`: the public halves of a party's signing and sealing key, for the registry.
///
/// ```json
/// {"bewijs": "...", "oin": "...", "ondertekening": "...", "verzegeling": "..."}
/// ```
///
/// Keys are base64url: P-256 as x963, X25519 raw. `bewijs` is the signing key's signature (ES256, r and s) over OIN and
/// both keys: whoever sends the file has the signing key and meant these two keys for this OIN. It does not prove that
/// the file is that party's; a fingerprint over a second channel does.
package struct PublicKeysFile: Hashable, Sendable {
    /// Why a file is not taken.
    package enum Invalid: Error, Hashable, CustomStringConvertible {
        case unreadable
        case notAnOIN
        case key(String)
        case noProof

        package var description: String {
            switch self {
            case .unreadable: "it is not the JSON that 'hallowerk certs request' writes"
            case .notAnOIN: "its 'oin' is not an OIN"
            case .key(let name): "its '\(name)' is no public key of the kind that is asked"
            case .noProof: "its 'bewijs' is not by the key in 'ondertekening'"
            }
        }
    }

    private struct Document: Codable {
        let oin: String
        let ondertekening: String
        let verzegeling: String
        let bewijs: String
    }

    package let oin: OIN
    package let keys: Registry.PartyKeys

    /// - Throws: `Invalid`, the first that applies.
    package init(_ json: Data) throws(Invalid) {
        guard let document = try? JSONDecoder().decode(Document.self, from: json) else { throw .unreadable }
        guard let oin = try? OIN(document.oin) else { throw .notAnOIN }
        guard let signing = Base64URL.decode(document.ondertekening),
            let key = try? P256.Signing.PublicKey(x963Representation: signing)
        else { throw .key("ondertekening") }
        guard let sealing = Base64URL.decode(document.verzegeling), sealing.count == 32 else {
            throw .key("verzegeling")
        }
        guard let proof = Base64URL.decode(document.bewijs),
            let signature = try? P256.Signing.ECDSASignature(rawRepresentation: proof),
            key.isValidSignature(
                signature, for: Self.proven(document.oin, document.ondertekening, document.verzegeling))
        else { throw .noProof }
        self.oin = oin
        keys = Registry.PartyKeys(signing: signing, sealing: sealing)
    }

    /// The file of the party that has these keys.
    static func json(
        oin: OIN, signing: P256.Signing.PrivateKey, sealing: Curve25519.KeyAgreement.PrivateKey
    ) throws -> Data {
        let signingText = Base64URL.encode(signing.publicKey.x963Representation)
        let sealingText = Base64URL.encode(sealing.publicKey.rawRepresentation)
        let proof = try signing.signature(for: proven(oin.digits, signingText, sealingText))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(
            Document(
                oin: oin.digits, ondertekening: signingText, verzegeling: sealingText,
                bewijs: Base64URL.encode(proof.rawRepresentation)))
    }

    private static func proven(_ oin: String, _ signing: String, _ sealing: String) -> Data {
        Data("hallowerk public-keys\n\(oin)\n\(signing)\n\(sealing)\n".utf8)
    }
}
