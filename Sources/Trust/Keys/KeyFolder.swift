package import Crypto
package import Domain
package import Foundation
import SwiftASN1
package import X509

/// One party's keys and certificates, read from its folder and checked against each other.
///
/// | file | what | who may read it |
/// |---|---|---|
/// | `tls.pem` | the party's certificate, then the issuing CA's | everybody |
/// | `tls.key` | the key of that certificate | the owner |
/// | `signing.key` | P-256: signs verklaringen | the owner |
/// | `sealing.key` | X25519: opens and authenticates sealed profiles | the owner |
/// | `anchors.pem` | the root certificates that the federation trusts | everybody |
/// | `registry-authority.pub` | P-256: checks the signed registry | everybody |
/// | `crl.pem` | may be absent: the revocation lists of the CAs (`RevocationLists`) | everybody |
///
/// - Important: It holds private keys. It prints as its path only, also inside another value.
package struct KeyFolder: Sendable {
    package let path: String
    /// The party's own certificate first, then those that lead to an anchor, without the anchor.
    package let certificateChain: [Certificate]
    /// The party's own certificate.
    package let leaf: Certificate
    package let tlsKeyPEM: String
    package let signingKey: P256.Signing.PrivateKey
    package let sealingKey: Curve25519.KeyAgreement.PrivateKey
    /// At least one.
    package let anchors: [Certificate]
    package let registryAuthority: P256.Signing.PublicKey
    /// Those of `crl.pem`.
    package let revocations: RevocationLists
    /// As the certificate says it.
    package let subject: CertificateSubject
    /// SHA-256 of the certificate, base64url: `cnf.x5t#S256` (RFC 8705 §3.1).
    package let thumbprint: String

    package var oin: OIN { subject.oin }
    package var organisation: String { subject.organisation }
    package var hosts: [String] { subject.hosts }
    package var expires: Date { leaf.notValidAfter }
    /// Of the certificate, as `openssl x509 -serial` writes it.
    package var serial: String {
        leaf.serialNumber.bytes.drop { $0 == 0 }.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
            .joined()
    }
    /// What the registry says about this party.
    package var publicKeys: Registry.PartyKeys {
        Registry.PartyKeys(
            signing: Array(signingKey.publicKey.x963Representation),
            sealing: Array(sealingKey.publicKey.rawRepresentation))
    }

    /// May be absent.
    package static let revocationFile = "crl.pem"
    /// The files of a key folder.
    static let fileNames = [
        "tls.pem", "tls.key", "signing.key", "sealing.key", "anchors.pem", "registry-authority.pub",
    ]

    /// The files of the folder at `path`, whether they are there or not.
    package static func files(of path: String) -> [String] {
        (fileNames + [KeyFolderReader.revocationFile]).map { "\(path)/\($0)" }
    }

    /// Whether the folder at `path` is meant for a party: it holds at least one file of a key folder.
    static func isOne(_ path: String) -> Bool {
        fileNames.contains { FileManager.default.fileExists(atPath: "\(path)/\($0)") }
    }

    /// Reads and checks the folder at `path`. Whether the certificates are valid now is for `CertificateReport` and
    /// for the other side of each connection.
    ///
    /// - Throws: `KeyFolderInvalid` with all that is wrong: a file that is missing or cannot be read, a key that
    ///   others can read, anything that is not what its name says, a revocation list that
    ///   cannot be used or that its CA did not sign, a certificate without OIN, organisation or host
    ///   name or with an IP address, a key that is not the certificate's, a chain out of order.
    package static func load(_ path: String) throws(KeyFolderInvalid) -> KeyFolder {
        var reader = KeyFolderReader(path: path)
        let chain = reader.certificates(in: "tls.pem")
        let anchors = reader.certificates(in: "anchors.pem")
        let tlsKeyPEM = reader.text(of: "tls.key", rights: .owner)
        let signing = reader.signingKey(in: "signing.key")
        let sealing = reader.sealingKey(in: "sealing.key")
        let authority = reader.publicKey(in: "registry-authority.pub")
        let revocations = reader.revocations(issuers: (chain ?? []).dropFirst() + (anchors ?? []))
        if let chain { reader.checkOrder(of: chain) }
        if let leaf = chain?.first, let tlsKeyPEM { reader.check(tlsKeyPEM, belongsTo: leaf) }
        let subject = (chain?.first).flatMap { reader.subject(of: $0) }
        guard reader.problems.isEmpty, let chain, let leaf = chain.first, let anchors, let tlsKeyPEM, let signing,
            let sealing, let authority, let subject, let thumbprint = leaf.thumbprint
        else { throw KeyFolderInvalid(problems: reader.problems) }
        return KeyFolder(
            path: path, certificateChain: chain, leaf: leaf, tlsKeyPEM: tlsKeyPEM, signingKey: signing,
            sealingKey: sealing, anchors: anchors, registryAuthority: authority,
            revocations: revocations, subject: subject, thumbprint: thumbprint)
    }
}

extension KeyFolder: CustomStringConvertible, CustomReflectable {
    package var description: String { "KeyFolder(\(path))" }
    package var customMirror: Mirror { Mirror(self, children: ["path": path]) }
}

extension Certificate {
    /// SHA-256 of the certificate's DER, base64url; nil only for a certificate that cannot be written again.
    package var thumbprint: String? {
        var serializer = DER.Serializer()
        guard (try? serializer.serialize(self)) != nil else { return nil }
        return Base64URL.encode(SHA256.hash(data: serializer.serializedBytes))
    }
}
