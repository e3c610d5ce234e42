import Crypto
import Foundation
import SwiftASN1
import TestSupport
import X509

@testable import Trust

/// A chain of root, CAs and leaf that a test changes one thing of, for us and for OpenSSL.
struct TestChain {
    /// What one certificate says.
    struct Link {
        var name: String
        var key: Certificate.PrivateKey = .init(P256.Signing.PrivateKey())
        var version = Certificate.Version.v3
        var serial = Certificate.SerialNumber()
        var begins = Date.now.addingTimeInterval(-3_600)
        var ends = Date.now.addingTimeInterval(86_400)
        var constraints: BasicConstraints? = .isCertificateAuthority(maxPathLength: nil)
        var constraintsAreCritical = true
        var keyUsage: KeyUsage? = KeyUsage(keyCertSign: true, cRLSign: true)
        var usages: [ExtendedKeyUsage.Usage]?
        var hosts: [String] = []
        var nameConstraints: NameConstraints?
        var hasSubjectIdentifier = true
        /// Of the issuer; nil for what is right, empty for none.
        var authorityIdentifier: [UInt8]?
        var more: [Certificate.Extension] = []
        /// Signs this certificate instead of its issuer's key.
        var signer: Certificate.PrivateKey?
        var algorithm: Certificate.SignatureAlgorithm = .ecdsaWithSHA256
        var oin: String?

        func subject() throws -> DistinguishedName {
            var parts = [
                RelativeDistinguishedName(
                    .init(type: .RDNAttributeType.organizationName, value: .init(utf8String: name)))
            ]
            if let oin {
                parts.append(
                    RelativeDistinguishedName(
                        .init(type: CertificateSubject.serialNumber, value: try .init(printableString: oin))))
            }
            return DistinguishedName(parts)
        }
    }

    var root = Link(name: "Root")
    /// From the root down.
    var authorities = [Link(name: "Issuing")]
    var leaf = Link(
        name: "Proef", constraints: .notCertificateAuthority, keyUsage: KeyUsage(digitalSignature: true),
        usages: [.serverAuth, .clientAuth], hosts: ["alfa.hallowerk.example"], oin: "00000099100000001000")
    /// What is shown; all CAs when nil.
    var shown: Int?

    /// Leaf first; the anchor is not among them.
    func made() throws -> (anchor: Certificate, chain: [Certificate]) {
        let anchor = try certificate(root, issuer: root)
        var chain: [Certificate] = []
        var issuer = root
        for link in authorities + [leaf] {
            chain.insert(try certificate(link, issuer: issuer), at: 0)
            issuer = link
        }
        return (anchor, Array(chain.prefix(1) + chain.dropFirst().prefix(shown ?? .max)))
    }

    private func certificate(_ link: Link, issuer: Link) throws -> Certificate {
        try Certificate(
            version: link.version, serialNumber: link.serial, publicKey: link.key.publicKey,
            notValidBefore: link.begins, notValidAfter: link.ends, issuer: issuer.subject(), subject: link.subject(),
            signatureAlgorithm: link.algorithm,
            extensions: link.version == .v1 ? Certificate.Extensions() : extensions(of: link, issuer: issuer),
            issuerPrivateKey: link.signer ?? issuer.key)
    }

    private func extensions(of link: Link, issuer: Link) throws -> Certificate.Extensions {
        var found = try Certificate.Extensions {
            if let constraints = link.constraints {
                if link.constraintsAreCritical { Critical(constraints) } else { constraints }
            }
            if let usage = link.keyUsage { Critical(usage) }
            if let usages = link.usages { try ExtendedKeyUsage(usages) }
            if !link.hosts.isEmpty { SubjectAlternativeNames(link.hosts.map { .dnsName($0) }) }
            if let names = link.nameConstraints { Critical(names) }
            if link.hasSubjectIdentifier { SubjectKeyIdentifier(hash: link.key.publicKey) }
        }
        let right = Array(SubjectKeyIdentifier(hash: issuer.key.publicKey).keyIdentifier)
        let named = link.authorityIdentifier ?? right
        if !named.isEmpty {
            try found.append(
                AuthorityKeyIdentifier(keyIdentifier: named[...]).makeCertificateExtension())
        }
        for more in link.more { try found.append(more) }
        return found
    }

    /// An RSA key, by OpenSSL.
    static func rsa(_ bits: Int) throws -> Certificate.PrivateKey {
        try Certificate.PrivateKey(
            pemEncoded: Tool.run(["sh", "-c", "openssl genrsa -traditional \(bits) 2>/dev/null"]).output)
    }
}

/// OpenSSL's verdict on a chain.
enum OpenSSLVerdict {
    /// Whether `openssl verify` accepts, and what it said.
    ///
    /// - Parameter purpose: `sslclient` or `sslserver`.
    static func on(
        _ chain: [Certificate], anchor: Certificate, purpose: String, lists: [RevocationList] = []
    ) throws -> (accepts: Bool, output: String) {
        let scratch = try ScratchFolder()
        func write(_ certificates: [Certificate], _ name: String) throws {
            try scratch.write(
                certificates.map { try $0.serializeAsPEM().pemString + "\n" }.joined(), to: name)
        }
        try write([anchor], "root.pem")
        try write(Array(chain.dropFirst()), "untrusted.pem")
        try write([chain[0]], "leaf.pem")
        try scratch.write(lists.map(\.pem).joined(), to: "crl.pem")
        var arguments = ["openssl", "verify", "-CAfile", scratch.file("root.pem"), "-purpose", purpose]
        if chain.count > 1 { arguments += ["-untrusted", scratch.file("untrusted.pem")] }
        if !lists.isEmpty { arguments += ["-crl_check_all", "-CRLfile", scratch.file("crl.pem")] }
        let verdict = try Tool.run(arguments + [scratch.file("leaf.pem")])
        return (verdict.code == 0, verdict.output)
    }
}
