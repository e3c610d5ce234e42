import Crypto
import Foundation
import SwiftASN1
import X509

/// Reads the files of one key folder and gathers what is wrong with them.
struct KeyFolderReader {
    static let revocationFile = KeyFolder.revocationFile

    let path: String
    private(set) var problems: [KeyFolderInvalid.Problem] = []

    init(path: String) { self.path = path }

    mutating func text(
        of name: String, rights: OwnerOnlyFile.Rights, limit: Int = OwnerOnlyFile.limit
    ) -> String? {
        do throws(OwnerOnlyFile.Fault) {
            let bytes = try OwnerOnlyFile.read(file(name), rights: rights, limit: limit)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                refuse(name, "it is not text", "put the PEM file in its place")
                return nil
            }
            return text
        } catch {
            let (reason, remedy) = error.explained(at: file(name))
            refuse(name, reason, remedy)
            return nil
        }
    }

    /// The certificates of a PEM file, at least one.
    mutating func certificates(in name: String) -> [Certificate]? {
        guard let text = text(of: name, rights: .everyoneReads) else { return nil }
        guard
            let certificates = try? PEMDocument.parseMultiple(pemString: text).map({ try Certificate(pemDocument: $0) }
            ),
            !certificates.isEmpty
        else {
            refuse(name, "it holds no certificates in PEM form", "put the certificates, one after the other, in it")
            return nil
        }
        return certificates
    }

    mutating func signingKey(in name: String) -> P256.Signing.PrivateKey? {
        guard let text = text(of: name, rights: .owner) else { return nil }
        guard let key = try? P256.Signing.PrivateKey(pemRepresentation: text) else {
            refuse(name, "it is not a P-256 private key in PEM form without a password", "put that key in its place")
            return nil
        }
        return key
    }

    mutating func sealingKey(in name: String) -> Curve25519.KeyAgreement.PrivateKey? {
        guard let text = text(of: name, rights: .owner) else { return nil }
        guard let key = X25519Key.parse(pem: text) else {
            refuse(name, "it is not an X25519 private key in PEM form without a password", "put that key in its place")
            return nil
        }
        return key
    }

    mutating func publicKey(in name: String) -> P256.Signing.PublicKey? {
        guard let text = text(of: name, rights: .everyoneReads) else { return nil }
        guard let key = try? P256.Signing.PublicKey(pemRepresentation: text) else {
            refuse(
                name, "it is not a P-256 public key in PEM form", "put the registry authority's public key in its place"
            )
            return nil
        }
        return key
    }

    /// The lists of `crl.pem`; none when there is no such file.
    ///
    /// - Parameter issuers: the CAs whose lists must be signed with their keys.
    mutating func revocations(issuers: [Certificate]) -> RevocationLists {
        guard FileManager.default.fileExists(atPath: file(Self.revocationFile)) else { return .none }
        guard let text = text(of: Self.revocationFile, rights: .everyoneReads, limit: RevocationList.limit * 4 / 3)
        else { return .none }
        let remedy = "fetch the CA's list anew and put it there in PEM form (X509 CRL)"
        guard let blocks = try? PEMDocument.parseMultiple(pemString: text), !blocks.isEmpty else {
            refuse(Self.revocationFile, "it holds no revocation list in PEM form", remedy)
            return .none
        }
        var lists: [RevocationList] = []
        for (index, block) in blocks.enumerated() {
            guard block.discriminator == RevocationList.pemType else {
                refuse(Self.revocationFile, "block \(index + 1) is of type '\(block.discriminator)'", remedy)
                continue
            }
            do throws(RevocationList.Invalid) {
                let list = try RevocationList(der: block.derBytes)
                let known = issuers.filter { $0.subject == list.issuer }
                if known.isEmpty || known.contains(where: { list.isSigned(by: $0) }) {
                    lists.append(list)
                } else {
                    refuse(Self.revocationFile, "the list of \(list.issuer) is not signed with that CA's key", remedy)
                }
            } catch {
                refuse(Self.revocationFile, "list \(index + 1): \(error)", remedy)
            }
        }
        return RevocationLists(lists, issuers: issuers)
    }

    /// Each certificate must be issued under the name of the next.
    mutating func checkOrder(of chain: [Certificate]) {
        for (certificate, issuer) in zip(chain, chain.dropFirst()) where certificate.issuer != issuer.subject {
            refuse(
                "tls.pem", "the certificate of \(certificate.subject) is not followed by its issuer's",
                "put the party's certificate first and after each one its issuer's")
        }
    }

    mutating func check(_ tlsKeyPEM: String, belongsTo leaf: Certificate) {
        guard let key = try? Certificate.PrivateKey(pemEncoded: tlsKeyPEM) else {
            refuse("tls.key", "it is not a private key in PEM form without a password", "put that key in its place")
            return
        }
        guard key.publicKey != leaf.publicKey else { return }
        refuse(
            "tls.key", "it is not the key of the certificate in tls.pem",
            "put the key in its place that tls.pem was issued for, or have a certificate issued for this key")
    }

    mutating func subject(of leaf: Certificate) -> CertificateSubject? {
        do throws(CertificateSubject.Invalid) {
            return try CertificateSubject(of: leaf)
        } catch {
            refuse(
                "tls.pem", error.description, "have a certificate issued that says who this party is (certs/README.md)")
            return nil
        }
    }

    private mutating func refuse(_ name: String, _ reason: String, _ remedy: String) {
        problems.append(KeyFolderInvalid.Problem(file: file(name), reason: reason, remedy: remedy))
    }

    private func file(_ name: String) -> String { path + "/" + name }
}
