import Crypto
import Domain
import Foundation
import SwiftASN1
import X509

@testable import Trust

/// A development PKI in a folder of its own, at a moment of its own.
struct TestPKI {
    static let now = Date(timeIntervalSince1970: 1_795_000_000)

    let scratch: ScratchFolder
    let alfa: DevelopmentPKI.PartyRequest
    let gateway: DevelopmentPKI.PartyRequest

    var folder: String { scratch.file("certs") }
    var alfaFolder: String { folder + "/alfa" }

    init() throws {
        scratch = try ScratchFolder()
        alfa = DevelopmentPKI.PartyRequest(
            folder: "alfa", oin: try OIN("00000099100000001000"), organisation: "Arbeidsmarktregio Alfa",
            hosts: ["alfa.hallowerk.example", "alfa2.hallowerk.example"])
        gateway = DevelopmentPKI.PartyRequest(
            folder: "gateway", oin: try OIN("00000099300000001000"), organisation: "HalloWerk gateway",
            hosts: ["gateway.hallowerk.example"])
    }

    /// A PKI with both parties.
    static func made() throws -> TestPKI {
        let pki = try TestPKI()
        try DevelopmentPKI.make(in: pki.folder, parties: [pki.alfa, pki.gateway], now: now)
        return pki
    }

    /// What a certificate should say; each test changes one thing.
    struct Leaf {
        var oins = ["00000099100000001000"]
        var organisation: String? = "Arbeidsmarktregio Alfa"
        var names: [GeneralName] = [.dnsName("alfa.hallowerk.example")]
        var usages: [ExtendedKeyUsage.Usage]? = [.serverAuth, .clientAuth]
        var keyUsage = KeyUsage(digitalSignature: true)
        var issuer: Certificate?
        var issuerKey: P256.Signing.PrivateKey?
        var notBefore = TestPKI.now
        var notAfter = TestPKI.now.addingTimeInterval(86_400)
    }

    /// Puts a certificate of the test's own in alfa's folder, for alfa's own key.
    func replaceLeaf(_ leaf: Leaf) throws {
        let authority = try DevelopmentAuthority.read(in: folder)
        let issuer = leaf.issuer ?? authority.issuing
        let key = try Certificate.PrivateKey(pemEncoded: scratch.text(of: "certs/alfa/tls.key"))
        var names: [RelativeDistinguishedName] = []
        if let organisation = leaf.organisation {
            names.append(
                RelativeDistinguishedName(
                    .init(type: .RDNAttributeType.organizationName, value: .init(utf8String: organisation))))
        }
        for oin in leaf.oins {
            names.append(
                RelativeDistinguishedName(
                    .init(type: CertificateSubject.serialNumber, value: try .init(printableString: oin))))
        }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: key.publicKey, notValidBefore: leaf.notBefore,
            notValidAfter: leaf.notAfter, issuer: issuer.subject, subject: DistinguishedName(names),
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(leaf.keyUsage)
                if let usages = leaf.usages { try ExtendedKeyUsage(usages) }
                if !leaf.names.isEmpty { SubjectAlternativeNames(leaf.names) }
                AuthorityKeyIdentifier(keyIdentifier: SubjectKeyIdentifier(hash: issuer.publicKey).keyIdentifier)
            }, issuerPrivateKey: Certificate.PrivateKey(leaf.issuerKey ?? authority.issuingKey))
        try scratch.write(
            certificate.serializeAsPEM().pemString + "\n" + authority.issuing.serializeAsPEM().pemString + "\n",
            to: "certs/alfa/tls.pem")
    }
}
