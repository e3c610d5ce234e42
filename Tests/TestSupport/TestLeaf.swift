import Crypto
package import Foundation
import SwiftASN1
package import X509

/// A certificate that a federation's authority would not give out, or would: each test changes one thing.
package struct TestLeaf {
    package var oin = "00000099100000001000"
    package var names: [GeneralName] = [.dnsName("alfa.hallowerk.example")]
    package var usages: [ExtendedKeyUsage.Usage] = [.serverAuth, .clientAuth]
    package var begins = Date.now.addingTimeInterval(-3_600)
    package var ends = Date.now.addingTimeInterval(86_400)
    /// 2,048 bits instead of P-256.
    package var weakKey = false

    package init() {}

    package static let serverOnly: [ExtendedKeyUsage.Usage] = [.serverAuth]
    package static let clientOnly: [ExtendedKeyUsage.Usage] = [.clientAuth]

    /// The `iPAddress` 127.0.0.1 as a subject alternative name.
    package static let loopback = GeneralName.ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))

    /// Signs it with the issuing CA of the PKI in `folder` and writes `<name>.pem` (with that CA's) and `<name>.key`
    /// there.
    package func write(in folder: String, as name: String = "test-leaf") throws -> (certificate: String, key: String) {
        let issuing = try Certificate(
            pemEncoded: String(contentsOfFile: folder + "/authority/issuing.pem", encoding: .utf8))
        let issuingKey = try Certificate.PrivateKey(
            pemEncoded: String(contentsOfFile: folder + "/authority/issuing.key", encoding: .utf8))
        let key = weakKey ? try Certificate.PrivateKey(pemEncoded: Self.weakKeyPEM()) : .init(P256.Signing.PrivateKey())
        let organisation = RelativeDistinguishedName(
            .init(type: .RDNAttributeType.organizationName, value: .init(utf8String: "Proef")))
        let serial = RelativeDistinguishedName(.init(type: [2, 5, 4, 5], value: try .init(printableString: oin)))
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: key.publicKey, notValidBefore: begins, notValidAfter: ends,
            issuer: issuing.subject, subject: DistinguishedName([organisation, serial]),
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage(usages)
                SubjectAlternativeNames(names)
                AuthorityKeyIdentifier(keyIdentifier: SubjectKeyIdentifier(hash: issuing.publicKey).keyIdentifier)
            }, issuerPrivateKey: issuingKey)
        let pem = try certificate.serializeAsPEM().pemString + "\n" + issuing.serializeAsPEM().pemString + "\n"
        let paths = (certificate: "\(folder)/\(name).pem", key: "\(folder)/\(name).key")
        try Data(pem.utf8).write(to: URL(filePath: paths.certificate))
        try Data(key.serializeAsPEM().pemString.utf8).write(to: URL(filePath: paths.key))
        return paths
    }

    private static func weakKeyPEM() throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl", "genrsa", "-traditional", "2048"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }
}
