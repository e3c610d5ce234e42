import Crypto
import Foundation
import X509

/// Makes a party's keys on its own machine, and what it sends away: a request for a certificate and its public keys.
/// No private key leaves the folder.
package enum KeyRequest {
    /// What was done.
    package struct Outcome: Hashable, Sendable {
        package var made: [String] = []
        package var kept: [String] = []
        /// The key that the request is for: `tls.key`, or `tls.key.new` while another is in use.
        package var keyFile = "tls.key"
    }

    package static let requestFile = "request.pem"
    package static let publicKeysFile = "public-keys.json"
    /// A TLS key that waits for its certificate, beside the one in use.
    static let nextKeyFile = "tls.key.new"

    /// Makes in `folder` the keys that it lacks, `request.pem` and `public-keys.json`.
    ///
    /// - Parameters:
    ///   - party: who asks; nil for whom the folder's certificate names.
    ///   - newKey: makes `tls.key.new` for the request; one that waits already is kept, for its request may be
    ///     on its way.
    /// - Throws: `DevelopmentPKI.Failure`: no party, a party of which no certificate can be made or that is not the
    ///   folder's, a key that others can read or that is none, a disk that refuses.
    package static func make(
        in folder: String, for party: DevelopmentPKI.PartyRequest?, newKey: Bool
    ) throws -> Outcome {
        let party = try self.party(in: folder, party)
        try DevelopmentPKI.check([party])
        try DevelopmentPKI.attempt(folder) { () throws(OwnerOnlyFile.Fault) in try OwnerOnlyFile.makeFolder(folder) }
        var outcome = Outcome()
        outcome.keyFile = newKey ? nextKeyFile : "tls.key"
        let tls = try key(outcome.keyFile, in: folder, &outcome) { P256.Signing.PrivateKey().pemRepresentation }
        let signing = try key("signing.key", in: folder, &outcome) { P256.Signing.PrivateKey().pemRepresentation }
        let sealing = try key("sealing.key", in: folder, &outcome) {
            X25519Key.pem(Curve25519.KeyAgreement.PrivateKey())
        }
        guard let tlsKey = try? Certificate.PrivateKey(pemEncoded: tls) else { throw none(outcome.keyFile, in: folder) }
        guard let signingKey = try? P256.Signing.PrivateKey(pemRepresentation: signing) else {
            throw none("signing.key", in: folder)
        }
        guard let sealingKey = X25519Key.parse(pem: sealing) else { throw none("sealing.key", in: folder) }
        let strength = KeyStrength(of: tlsKey.publicKey)
        guard strength.isSufficient else {
            throw DevelopmentPKI.Failure(
                subject: "\(folder)/\(outcome.keyFile)", reason: "the key (\(strength)) is too weak",
                remedy: "ask for a certificate for a new one with --new-key")
        }
        try write(CertificateRequest.pem(for: party, key: tlsKey), to: "\(folder)/\(requestFile)")
        let json = try PublicKeysFile.json(oin: party.oin, signing: signingKey, sealing: sealingKey)
        try write(String(decoding: json, as: UTF8.self) + "\n", to: "\(folder)/\(publicKeysFile)")
        return outcome
    }

    /// SHA-256 of a file that is sent, in hexadecimal, to be read out over another channel.
    ///
    /// - Throws: `DevelopmentPKI.Failure`.
    package static func fingerprint(ofFile path: String) throws -> String {
        let bytes = try DevelopmentPKI.attempt(path) { () throws(OwnerOnlyFile.Fault) in
            try OwnerOnlyFile.read(path, rights: .everyoneReads)
        }
        return Hexadecimal.text(SHA256.hash(data: bytes))
    }

    private static func party(
        in folder: String, _ asked: DevelopmentPKI.PartyRequest?
    ) throws -> DevelopmentPKI.PartyRequest {
        var reader = KeyFolderReader(path: folder)
        let held =
            FileManager.default.fileExists(atPath: folder + "/tls.pem")
            ? reader.certificates(in: "tls.pem")?.first.flatMap { try? CertificateSubject(of: $0) } : nil
        if let asked {
            if let held, held.oin != asked.oin {
                throw DevelopmentPKI.Failure(
                    subject: folder, reason: "it holds a certificate of OIN \(held.oin), not of \(asked.oin)",
                    remedy: "use another folder for another party")
            }
            return asked
        }
        guard let held else {
            throw DevelopmentPKI.Failure(
                subject: folder, reason: "it has no certificate that says who the party is",
                remedy: "say so with --oin, --organisation and --host")
        }
        return DevelopmentPKI.PartyRequest(
            folder: "party", oin: held.oin, organisation: held.organisation, hosts: held.hosts)
    }

    private static func key(
        _ name: String, in folder: String, _ outcome: inout Outcome, make: () -> String
    ) throws -> String {
        let path = "\(folder)/\(name)"
        if FileManager.default.fileExists(atPath: path) {
            outcome.kept.append(name)
            let bytes = try DevelopmentPKI.attempt(path) { () throws(OwnerOnlyFile.Fault) in
                try OwnerOnlyFile.read(path)
            }
            return String(decoding: bytes, as: UTF8.self)
        }
        let text = make()
        let content = text.hasSuffix("\n") ? text : text + "\n"
        try DevelopmentPKI.attempt(path) { () throws(OwnerOnlyFile.Fault) in
            try OwnerOnlyFile.write(content.utf8, to: path)
        }
        outcome.made.append(name)
        return content
    }

    private static func write(_ text: String, to path: String) throws {
        try DevelopmentPKI.attempt(path) { () throws(OwnerOnlyFile.Fault) in
            try OwnerOnlyFile.write(text.utf8, to: path, rights: .everyoneReads)
        }
    }

    private static func none(_ name: String, in folder: String) -> DevelopmentPKI.Failure {
        DevelopmentPKI.Failure(
            subject: "\(folder)/\(name)", reason: "it is no private key of its kind in PEM form without a password",
            remedy: "put the right key back, or remove it to have one made")
    }
}
