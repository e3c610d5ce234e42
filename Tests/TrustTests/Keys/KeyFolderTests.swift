import Crypto
import Domain
import Foundation
import SwiftASN1
import Testing
import Trust
import X509

@Suite("Key folder: all of it fits together, or it is refused with the remedy")
struct KeyFolderTests {
    /// A change to a good folder, the file it is refused for, and words of reason and remedy.
    struct Case: CustomTestStringConvertible, Sendable {
        let what: String
        let file: String
        let says: String
        let change: @Sendable (TestPKI) throws -> Void
        var testDescription: String { what }
    }

    @Test func `a made folder loads with everything in it`() throws {
        let pki = try TestPKI.made()
        let keys = try KeyFolder.load(pki.alfaFolder)
        #expect(keys.oin == pki.alfa.oin)
        #expect(keys.organisation == pki.alfa.organisation)
        #expect(keys.hosts == pki.alfa.hosts)
        #expect(keys.certificateChain.count == 2)
        #expect(keys.certificateChain.first == keys.leaf)
        #expect(keys.anchors.count == 1)
        #expect(keys.expires == TestPKI.now.addingTimeInterval(90 * 86_400))
        #expect(keys.publicKeys.signing.count == 65)
        #expect(keys.publicKeys.sealing == Array(keys.sealingKey.publicKey.rawRepresentation))
        #expect(Base64URL.decode(keys.thumbprint)?.count == 32)
    }

    @Test func `the thumbprint is what openssl computes`() throws {
        let pki = try TestPKI.made()
        let told = try Tool.run([
            "openssl", "x509", "-in", pki.alfaFolder + "/tls.pem", "-noout", "-fingerprint", "-sha256",
        ])
        let hex = told.output.split(separator: "=").last.map { $0.filter(\.isHexDigit).lowercased() } ?? ""
        let thumbprint = try #require(Base64URL.decode(try KeyFolder.load(pki.alfaFolder).thumbprint))
        #expect(thumbprint.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == hex)
    }

    static let modes = ["tls.key", "signing.key", "sealing.key"].flatMap { name in
        [0o644, 0o640, 0o604].map { bits in
            Case(what: "\(name) \(String(bits, radix: 8))", file: name, says: "type: chmod 600 ") { pki in
                try setMode(bits, of: "\(pki.alfaFolder)/\(name)")
            }
        }
    }

    static let missing = [
        "tls.pem", "tls.key", "signing.key", "sealing.key", "anchors.pem", "registry-authority.pub",
    ].flatMap { name in
        [
            Case(what: "no \(name)", file: name, says: "missing") { pki in
                try FileManager.default.removeItem(atPath: "\(pki.alfaFolder)/\(name)")
            },
            Case(what: "\(name) is not PEM", file: name, says: "PEM form") { pki in
                try OwnerOnlyFile.write(Array("hello\n".utf8), to: "\(pki.alfaFolder)/\(name)")
            },
            Case(what: "\(name) is not text", file: name, says: "not text") { pki in
                try OwnerOnlyFile.write([0xff, 0xfe, 0x00], to: "\(pki.alfaFolder)/\(name)")
            },
        ]
    }

    static let certificates = [
        Case(what: "no OIN", file: "tls.pem", says: "no OIN in subject.serialNumber") { pki in
            try pki.replaceLeaf(.init(oins: []))
        },
        Case(what: "two OINs", file: "tls.pem", says: "more than one subject.serialNumber") { pki in
            try pki.replaceLeaf(.init(oins: ["00000099100000001000", "00000099100000002000"]))
        },
        Case(what: "no such OIN", file: "tls.pem", says: "'12345' is not an OIN") { pki in
            try pki.replaceLeaf(.init(oins: ["12345"]))
        },
        Case(what: "no organisation", file: "tls.pem", says: "no organisation (O)") { pki in
            try pki.replaceLeaf(.init(organisation: nil))
        },
        Case(what: "no host", file: "tls.pem", says: "no DNS name") { pki in try pki.replaceLeaf(.init(names: [])) },
        Case(what: "an IP address", file: "tls.pem", says: "an IP address") { pki in
            try pki.replaceLeaf(
                .init(names: [.dnsName("alfa.hallowerk.example"), .ipAddress(.init(contentBytes: [127, 0, 0, 1]))]))
        },
        Case(what: "another's key", file: "tls.key", says: "not the key of the certificate") { pki in
            try OwnerOnlyFile.write(
                Array(P256.Signing.PrivateKey().pemRepresentation.utf8), to: pki.alfaFolder + "/tls.key")
        },
        Case(what: "chain out of order", file: "tls.pem", says: "not followed by its issuer's") { pki in
            let root = try pki.scratch.text(of: "certs/authority/root.pem")
            let chain = try pki.scratch.text(of: "certs/alfa/tls.pem")
            let end = "-----END CERTIFICATE-----\n"
            let leaf = try #require(chain.range(of: end)).upperBound
            try pki.scratch.write(chain[..<leaf] + root, to: "certs/alfa/tls.pem")
        },
        Case(what: "anchors that others can change", file: "anchors.pem", says: "type: chmod 644") { pki in
            try setMode(0o664, of: pki.alfaFolder + "/anchors.pem")
        },
    ]

    @Test(arguments: modes + missing + certificates)
    func refuses(_ example: Case) throws {
        let pki = try TestPKI.made()
        try example.change(pki)
        let refusal = #expect(throws: KeyFolderInvalid.self) { try KeyFolder.load(pki.alfaFolder) }
        let problem = try #require(refusal?.problems.first)
        #expect(refusal?.problems.count == 1)
        #expect(problem.file == "\(pki.alfaFolder)/\(example.file)")
        #expect(problem.description.contains(example.says), "\(problem)")
        #expect(!problem.remedy.isEmpty)
    }

    @Test func `everything that is wrong is said at once`() throws {
        let pki = try TestPKI.made()
        try setMode(0o644, of: pki.alfaFolder + "/tls.key")
        try setMode(0o644, of: pki.alfaFolder + "/sealing.key")
        try FileManager.default.removeItem(atPath: pki.alfaFolder + "/anchors.pem")
        let refusal = #expect(throws: KeyFolderInvalid.self) { try KeyFolder.load(pki.alfaFolder) }
        #expect(refusal?.problems.count == 3)
    }

    @Test func `the chmod in the error is enough`() throws {
        let pki = try TestPKI.made()
        try setMode(0o644, of: pki.alfaFolder + "/signing.key")
        let refusal = #expect(throws: KeyFolderInvalid.self) { try KeyFolder.load(pki.alfaFolder) }
        let command = try #require(refusal?.problems.first?.remedy.split(separator: "type: ").last)
        #expect(try Tool.run(["sh", "-c", String(command)]).code == 0)
        #expect(throws: Never.self) { try KeyFolder.load(pki.alfaFolder) }
    }

    @Test func `a folder prints as its path, never its keys`() throws {
        let pki = try TestPKI.made()
        let keys = try KeyFolder.load(pki.alfaFolder)
        var dumped = ""
        dump([keys], to: &dumped)
        for text in ["\(keys)", String(reflecting: [keys]), dumped] {
            #expect(!text.contains("PRIVATE KEY"))
            #expect(!text.contains("tlsKeyPEM"))
        }
    }
}
