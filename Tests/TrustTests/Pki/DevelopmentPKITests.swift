import Crypto
import Domain
import Foundation
import Testing
import X509

@testable import Trust

@Suite("Development PKI: what the federation asks of certificates, and nothing is made twice")
struct DevelopmentPKITests {
    @Test func `files are 0600 where they are secret, folders 0700, and nothing else is there`() throws {
        let pki = try TestPKI.made()
        let party = [
            "anchors.pem", "crl.pem", "registry-authority.pub", "sealing.key", "signing.key", "tls.key", "tls.pem",
        ]
        let authority = [
            "crl.pem", "issued.jsonl", "issuing.key", "issuing.pem", "registry.key", "registry.pub", "root.key",
            "root.pem",
        ]
        let expected =
            ["alfa", "authority", "gateway"] + party.flatMap { ["alfa/\($0)", "gateway/\($0)"] }
            + authority.map { "authority/\($0)" }
        let names = try FileManager.default.subpathsOfDirectory(atPath: pki.folder)
        #expect(names.sorted() == expected.sorted())
        #expect(try mode(of: pki.folder) == 0o700)
        for name in names {
            let bits = name.hasSuffix(".key") ? 0o600 : name.contains(".") ? 0o644 : 0o700
            #expect(try mode(of: "\(pki.folder)/\(name)") == bits, "\(name)")
        }
    }

    @Test func `a leaf says who, for what, and nothing more`() throws {
        let pki = try TestPKI.made()
        let leaf = try KeyFolder.load(pki.alfaFolder).leaf
        let issuing = try DevelopmentAuthority.read(in: pki.folder).issuing
        #expect(try leaf.extensions.keyUsage == KeyUsage(digitalSignature: true))
        #expect(leaf.extensions[oid: .X509ExtensionID.keyUsage]?.critical == true)
        let usages = try #require(try leaf.extensions.extendedKeyUsage)
        #expect(Set(usages) == [.serverAuth, .clientAuth])
        #expect(try leaf.extensions.basicConstraints == .notCertificateAuthority)
        let names = try #require(try leaf.extensions.subjectAlternativeNames)
        #expect(Array(names) == pki.alfa.hosts.map { .dnsName($0) })
        #expect(
            try leaf.extensions.authorityKeyIdentifier?.keyIdentifier
                == issuing.extensions.subjectKeyIdentifier?.keyIdentifier)
        #expect(try leaf.extensions.subjectKeyIdentifier == SubjectKeyIdentifier(hash: leaf.publicKey))
        #expect(try issuing.extensions.basicConstraints == .isCertificateAuthority(maxPathLength: 0))
        #expect(KeyStrength(of: leaf.publicKey).description == "P-256")
    }

    @Test(arguments: ["sslserver", "sslclient"])
    func `openssl verifies a leaf for both purposes`(_ purpose: String) throws {
        let pki = try TestPKI()
        try DevelopmentPKI.make(in: pki.folder, parties: [pki.alfa], now: Date())
        let authority = pki.folder + "/authority"
        let verdict = try Tool.run([
            "openssl", "verify", "-x509_strict", "-CAfile", authority + "/root.pem", "-untrusted",
            authority + "/issuing.pem", "-purpose", purpose, "-verify_hostname", "alfa2.hallowerk.example",
            pki.alfaFolder + "/tls.pem",
        ])
        #expect(verdict.code == 0, "\(verdict.output)")
        let without = try Tool.run([
            "openssl", "verify", "-CAfile", authority + "/root.pem", "-purpose", purpose, pki.alfaFolder + "/tls.pem",
        ])
        #expect(without.code != 0, "without the issuing CA there is no chain")
    }

    @Test func `openssl finds OIN and organisation in the subject`() throws {
        let pki = try TestPKI.made()
        let told = try Tool.run(["openssl", "x509", "-in", pki.alfaFolder + "/tls.pem", "-noout", "-subject"])
        #expect(told.output.contains("serialNumber = 00000099100000001000"), "\(told.output)")
        #expect(told.output.contains("O = Arbeidsmarktregio Alfa"))
        #expect(told.output.contains("CN = alfa.hallowerk.example"))
    }

    @Test func `making again keeps every byte and adds who is missing`() throws {
        let pki = try TestPKI()
        let first = try DevelopmentPKI.make(in: pki.folder, parties: [pki.alfa], now: TestPKI.now)
        #expect(first.made == ["alfa"])
        let before = try content(of: pki)
        let second = try DevelopmentPKI.make(in: pki.folder, parties: [pki.alfa, pki.gateway], now: TestPKI.now + 60)
        #expect(second.kept == ["alfa"])
        #expect(second.made == ["gateway"])
        let after = try content(of: pki)
        for (name, content) in before where name != "authority/issued.jsonl" { #expect(after[name] == content) }
        #expect(try KeyFolder.load(pki.folder + "/gateway").anchors == KeyFolder.load(pki.alfaFolder).anchors)
    }

    @Test func `another host name gives a new certificate for the same keys`() throws {
        let pki = try TestPKI.made()
        let before = try KeyFolder.load(pki.alfaFolder)
        let moved = DevelopmentPKI.PartyRequest(
            folder: "alfa", oin: pki.alfa.oin, organisation: "Alfa", hosts: ["moved.hallowerk.example"])
        #expect(try DevelopmentPKI.make(in: pki.folder, parties: [moved], now: TestPKI.now).reissued == ["alfa"])
        let after = try KeyFolder.load(pki.alfaFolder)
        #expect(after.hosts == ["moved.hallowerk.example"])
        #expect(after.publicKeys == before.publicKeys)
        #expect(after.tlsKeyPEM == before.tlsKeyPEM)
    }

    @Test(arguments: [(59.0, false), (61.0, true), (100.0, true)])
    func `making again renews what has less than a third left`(_ days: Double, _ renewed: Bool) throws {
        let pki = try TestPKI.made()
        let later = TestPKI.now.addingTimeInterval(days * 86_400)
        let outcome = try DevelopmentPKI.make(in: pki.folder, parties: [pki.alfa], now: later)
        #expect(outcome.kept == (renewed ? [] : ["alfa"]))
        #expect(outcome.reissued == (renewed ? ["alfa"] : []))
        #expect(try KeyFolder.load(pki.alfaFolder).expires > later)
    }

    @Test func `another party's folder and another authority's are left alone`() throws {
        let pki = try TestPKI.made()
        let thief = DevelopmentPKI.PartyRequest(
            folder: "alfa", oin: try OIN("00000099100000009000"), organisation: "Alfa", hosts: pki.alfa.hosts)
        let before = try content(of: pki)
        let refusal = #expect(throws: DevelopmentPKI.Failure.self) {
            try DevelopmentPKI.make(in: pki.folder, parties: [thief], now: TestPKI.now)
        }
        #expect(refusal?.reason.contains("00000099100000001000") == true)
        #expect(try content(of: pki) == before)
        try FileManager.default.removeItem(atPath: pki.folder + "/authority")
        let foreign = #expect(throws: DevelopmentPKI.Failure.self) {
            try DevelopmentPKI.make(in: pki.folder, parties: [pki.alfa], now: TestPKI.now)
        }
        #expect(foreign?.reason.contains("another authority") == true)
    }

    @Test(arguments: ["issuing.key", "registry.key"])
    func `an authority whose key others can read is refused`(_ name: String) throws {
        let pki = try TestPKI.made()
        try setMode(0o644, of: "\(pki.folder)/authority/\(name)")
        let refusal = #expect(throws: DevelopmentPKI.Failure.self) {
            try DevelopmentPKI.make(in: pki.folder, parties: [pki.alfa], now: TestPKI.now)
        }
        #expect(refusal?.remedy == "type: chmod 600 \(pki.folder)/authority/\(name)")
    }

    @Test(arguments: [
        ("Alfa", "alfa.hallowerk.example", "Alfa", "folder's"),
        ("../alfa", "alfa.hallowerk.example", "Alfa", "folder's"),
        ("authority", "alfa.hallowerk.example", "Alfa", "folder's"),
        ("alfa", "alfa.hallowerk.example", "", "organisation"),
        ("alfa", "alfa.hallowerk.example", String(repeating: "a", count: 65), "organisation"),
        ("alfa", "127.0.0.1", "Alfa", "DNS name"), ("alfa", "localhost", "Alfa", "DNS name"),
        ("alfa", "Alfa.example", "Alfa", "DNS name"), ("alfa", "a b.example", "Alfa", "DNS name"),
        ("alfa", String(repeating: "a", count: 60) + ".example", "Alfa", "64 characters"),
    ])
    func `a request that no certificate can be made of is refused before anything is written`(
        _ folder: String, _ host: String, _ organisation: String, _ says: String
    ) throws {
        let pki = try TestPKI()
        let request = DevelopmentPKI.PartyRequest(
            folder: folder, oin: pki.alfa.oin, organisation: organisation, hosts: [host])
        let refusal = #expect(throws: DevelopmentPKI.Failure.self) {
            try DevelopmentPKI.make(in: pki.folder, parties: [request], now: TestPKI.now)
        }
        #expect(refusal?.reason.contains(says) == true)
        #expect(try pki.scratch.names().isEmpty)
    }

    @Test func `one folder or one OIN for two parties is refused`() throws {
        let pki = try TestPKI()
        let twin = DevelopmentPKI.PartyRequest(
            folder: "beta", oin: pki.alfa.oin, organisation: "Beta", hosts: ["beta.hallowerk.example"])
        for parties in [[pki.alfa, pki.alfa], [pki.alfa, twin]] {
            #expect(throws: DevelopmentPKI.Failure.self) {
                try DevelopmentPKI.make(in: pki.folder, parties: parties, now: TestPKI.now)
            }
        }
    }

    @Test func `only certificates that end within the days are renewed, with the same keys`() throws {
        let pki = try TestPKI()
        try DevelopmentPKI.make(in: pki.folder, parties: [pki.alfa], now: TestPKI.now, leafDays: 20)
        try DevelopmentPKI.make(in: pki.folder, parties: [pki.gateway], now: TestPKI.now, leafDays: 40)
        let before = try KeyFolder.load(pki.alfaFolder)
        let later = TestPKI.now.addingTimeInterval(1)
        #expect(try DevelopmentPKI.renewExpiring(in: pki.folder, now: later, within: 19) == [])
        #expect(try DevelopmentPKI.renewExpiring(in: pki.folder, now: later, within: 20) == ["alfa"])
        let after = try KeyFolder.load(pki.alfaFolder)
        #expect(after.expires == later.addingTimeInterval(90 * 86_400))
        #expect(after.thumbprint != before.thumbprint)
        #expect(after.tlsKeyPEM == before.tlsKeyPEM)
        #expect(after.publicKeys == before.publicKeys)
        #expect(after.hosts == before.hosts)
    }

    @Test func `no leaf outlives the issuing CA`() throws {
        let pki = try TestPKI.made()
        let late = TestPKI.now.addingTimeInterval(Double((DevelopmentAuthority.issuingDays - 89) * 86_400))
        let refusal = #expect(throws: DevelopmentPKI.Failure.self) {
            try DevelopmentPKI.renewExpiring(in: pki.folder, now: late, within: 1)
        }
        #expect(refusal?.subject == "the issuing CA")
    }

    @Test func `many at once make one authority`() async throws {
        let pki = try TestPKI()
        let folder = pki.folder
        let parties = try (1...8).map { index in
            DevelopmentPKI.PartyRequest(
                folder: "party-\(index)", oin: try OIN("0000009910000000\(index)000"), organisation: "Party \(index)",
                hosts: ["party\(index).hallowerk.example"])
        }
        try await withThrowingTaskGroup { group in
            for party in parties {
                group.addTask { _ = try DevelopmentPKI.make(in: folder, parties: [party], now: TestPKI.now) }
            }
            try await group.waitForAll()
        }
        let roots = try Set(parties.map { try KeyFolder.load("\(folder)/\($0.folder)").anchors })
        #expect(roots.count == 1)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(!names.contains { $0.hasPrefix(".") })
    }

    /// Every file's content by name.
    private func content(of pki: TestPKI) throws -> [String: Data] {
        var content: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: pki.folder) where name.contains(".") {
            content[name] = try Data(contentsOf: URL(filePath: "\(pki.folder)/\(name)"))
        }
        return content
    }
}
