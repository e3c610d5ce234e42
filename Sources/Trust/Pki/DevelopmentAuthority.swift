import Crypto
import Domain
import Foundation
import SwiftASN1
import X509

/// The certificate authority of a development PKI: a root, an issuing CA under it, and the key that signs the registry.
struct DevelopmentAuthority {
    /// Its folder's name.
    static let name = "authority"
    static let rootDays = 3_650
    static let issuingDays = 1_825
    /// Certificates begin a little before now, for peers whose clocks are behind.
    static let leeway = 300.0

    /// The PKI's folder.
    let home: String
    let root: Certificate
    let rootKey: P256.Signing.PrivateKey
    let issuing: Certificate
    let issuingKey: P256.Signing.PrivateKey
    let registryKey: P256.Signing.PrivateKey

    /// The authority in `folder`, made when there is none.
    ///
    /// - Throws: `DevelopmentPKI.Failure`.
    static func open(in folder: String, now: Date) throws -> DevelopmentAuthority {
        if !FileManager.default.fileExists(atPath: folder + "/" + name) { try make(in: folder, now: now) }
        return try read(in: folder)
    }

    /// The authority in `folder`.
    ///
    /// - Throws: `DevelopmentPKI.Failure`.
    static func read(in folder: String) throws -> DevelopmentAuthority {
        let path = folder + "/" + name
        let issuing = try certificate(path + "/issuing.pem")
        let issuingKey = try key(path + "/issuing.key")
        guard Certificate.PublicKey(issuingKey.publicKey) == issuing.publicKey else {
            throw DevelopmentPKI.Failure(
                subject: path + "/issuing.key", reason: "it is not the key of issuing.pem",
                remedy: "put the right key back, or remove \(folder) and make all of it again")
        }
        return DevelopmentAuthority(
            home: folder, root: try certificate(path + "/root.pem"), rootKey: try key(path + "/root.key"),
            issuing: issuing,
            issuingKey: issuingKey, registryKey: try key(path + "/registry.key"))
    }

    /// Whether `keys` take the registry from this authority.
    func isRegistryAuthority(of keys: KeyFolder) -> Bool {
        keys.registryAuthority.x963Representation == registryKey.publicKey.x963Representation
    }

    /// A certificate for `party`'s key, recorded among the issued.
    ///
    /// - Throws: `DevelopmentPKI.Failure` when the issuing CA ends before `days` are over.
    func issue(
        for party: DevelopmentPKI.PartyRequest, key: Certificate.PublicKey, now: Date, days: Int
    ) throws -> Certificate {
        let end = now.addingTimeInterval(Double(days * 86_400))
        guard end <= issuing.notValidAfter else {
            throw DevelopmentPKI.Failure(
                subject: "the issuing CA", reason: "it ends at \(issuing.notValidAfter.ISO8601Format())",
                remedy: "make a new development PKI in an empty folder with 'hallowerk certs init'")
        }
        let issued = try Self.certificate(
            of: key, subject: CertificateSubject.name(of: party), from: now, until: end, issuer: issuing.subject,
            issuerKey: issuingKey,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth, .clientAuth])
                SubjectAlternativeNames(party.hosts.map { .dnsName($0) })
                SubjectKeyIdentifier(hash: key)
                AuthorityKeyIdentifier(keyIdentifier: SubjectKeyIdentifier(hash: issuing.publicKey).keyIdentifier)
            })
        try IssuedCertificates.record(issued, in: home)
        return issued
    }

    private static func make(in folder: String, now: Date) throws {
        let rootKey = P256.Signing.PrivateKey()
        let issuingKey = P256.Signing.PrivateKey()
        let registryKey = P256.Signing.PrivateKey()
        let rootName = try DistinguishedName {
            CommonName("HalloWerk development root")
            OrganizationName("HalloWerk development")
        }
        let rootPublic = Certificate.PublicKey(rootKey.publicKey)
        let rootIdentifier = SubjectKeyIdentifier(hash: rootPublic)
        let root = try certificate(
            of: rootPublic, subject: rootName, from: now, until: now.addingTimeInterval(Double(rootDays * 86_400)),
            issuer: rootName, issuerKey: rootKey,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 1))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                rootIdentifier
            })
        let issuingPublic = Certificate.PublicKey(issuingKey.publicKey)
        let issuing = try certificate(
            of: issuingPublic,
            subject: try DistinguishedName {
                CommonName("HalloWerk development issuing CA")
                OrganizationName("HalloWerk development")
            }, from: now, until: now.addingTimeInterval(Double(issuingDays * 86_400)), issuer: rootName,
            issuerKey: rootKey,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: issuingPublic)
                AuthorityKeyIdentifier(keyIdentifier: rootIdentifier.keyIdentifier)
            })
        try NewFolder.make(at: folder + "/" + name) { file in
            try file.secret("root.key", rootKey.pemRepresentation)
            try file.open("root.pem", try root.serializeAsPEM().pemString)
            try file.secret("issuing.key", issuingKey.pemRepresentation)
            try file.open("issuing.pem", try issuing.serializeAsPEM().pemString)
            try file.secret("registry.key", registryKey.pemRepresentation)
            try file.open("registry.pub", registryKey.publicKey.pemRepresentation)
        }
    }

    private static func certificate(
        of key: Certificate.PublicKey, subject: DistinguishedName, from now: Date, until end: Date,
        issuer: DistinguishedName, issuerKey: P256.Signing.PrivateKey, extensions: Certificate.Extensions
    ) throws -> Certificate {
        try Certificate(
            version: .v3, serialNumber: serialNumber(), publicKey: key,
            notValidBefore: now.addingTimeInterval(-leeway), notValidAfter: end, issuer: issuer, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions,
            issuerPrivateKey: Certificate.PrivateKey(issuerKey))
    }

    /// 126 random bits, of which the encoding is never over 20 bytes (RFC 5280 §4.1.2.2).
    private static func serialNumber() -> Certificate.SerialNumber {
        var bytes = [UInt8].random(16)
        bytes[0] = bytes[0] & 0x3f | 0x40
        return Certificate.SerialNumber(bytes: bytes)
    }

    private static func certificate(_ path: String) throws -> Certificate {
        let bytes = try DevelopmentPKI.attempt(path) { () throws(OwnerOnlyFile.Fault) in
            try OwnerOnlyFile.read(path, rights: .everyoneReads)
        }
        do { return try Certificate(pemEncoded: String(decoding: bytes, as: UTF8.self)) } catch {
            throw damaged(path, "a certificate")
        }
    }

    private static func key(_ path: String) throws -> P256.Signing.PrivateKey {
        let bytes = try DevelopmentPKI.attempt(path) { () throws(OwnerOnlyFile.Fault) in try OwnerOnlyFile.read(path) }
        do { return try P256.Signing.PrivateKey(pemRepresentation: String(decoding: bytes, as: UTF8.self)) } catch {
            throw damaged(path, "a P-256 private key")
        }
    }

    private static func damaged(_ path: String, _ expected: String) -> DevelopmentPKI.Failure {
        DevelopmentPKI.Failure(
            subject: path, reason: "it is not \(expected) in PEM form",
            remedy: "put the right file back, or make a new development PKI in an empty folder")
    }
}
