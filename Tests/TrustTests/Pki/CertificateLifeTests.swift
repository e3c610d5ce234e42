import Crypto
import Domain
import Foundation
import SwiftASN1
import TestSupport
import Testing
import X509

@testable import Trust

@Suite("A certificate's life: asked for, issued, installed, renewed, revoked")
struct CertificateLifeTests {
    static let now = TestPKI.now

    private func request(_ pki: TestPKI, _ name: String = "beta", newKey: Bool = false) throws -> String {
        let folder = pki.scratch.file(name)
        let party = DevelopmentPKI.PartyRequest(
            folder: "party", oin: try OIN("00000099100000002000"), organisation: "Arbeidsmarktregio Beta",
            hosts: ["beta.hallowerk.example", "beta2.hallowerk.example"])
        _ = try KeyRequest.make(in: folder, for: party, newKey: newKey)
        return folder
    }

    private func issue(_ pki: TestPKI, for folder: String, at now: Date = now) throws -> String {
        let pem = try String(contentsOfFile: folder + "/request.pem", encoding: .utf8)
        return try DevelopmentPKI.issue(pem, authority: pki.folder, to: pki.scratch.file("issued"), now: now).serial
    }

    @Test func `from request to a folder that peers accept, and no private key travels`() async throws {
        let pki = try TestPKI.made()
        let folder = try request(pki)
        #expect(
            Set(try names(in: folder)) == [
                "public-keys.json", "request.pem", "sealing.key", "signing.key", "tls.key",
            ])
        for name in try names(in: folder) {
            #expect(try mode(of: "\(folder)/\(name)") == (name.hasSuffix(".key") ? 0o600 : 0o644), "\(name)")
        }
        let serial = try issue(pki, for: folder)
        let issued = pki.scratch.file("issued")
        #expect(try names(in: issued) == ["anchors.pem", "crl.pem", "registry-authority.pub", "tls.pem"])
        for name in try names(in: issued) {
            #expect(try !String(contentsOfFile: "\(issued)/\(name)", encoding: .utf8).contains("PRIVATE"))
        }
        let (subject, newKey) = try await CertificateInstall.install(from: issued, into: folder, now: Self.now)
        #expect(subject.oin.digits == "00000099100000002000")
        #expect(!newKey)
        let rows = try await CertificateReport.read(folder, now: Self.now)
        #expect(rows.map(\.verdict) == [.good])
        let keys = try KeyFolder.load(folder)
        #expect(keys.leaf.serialNumber.hexadecimal == serial)
        let sent = try PublicKeysFile(Data(contentsOf: URL(filePath: folder + "/public-keys.json")))
        #expect(sent.keys == keys.publicKeys)
        #expect(sent.oin == keys.oin)
        let line = try require(IssuedCertificates.read(in: pki.folder).last)
        #expect(line.serial == serial && line.thumbprint == keys.thumbprint && line.hosts == keys.hosts)
        #expect(line.oin == keys.oin.digits && line.notAfter == keys.expires)
    }

    @Test func `openssl reads the request, and asking again keeps the keys`() throws {
        let pki = try TestPKI.made()
        let folder = try request(pki)
        let told = try Tool.run(["openssl", "req", "-in", folder + "/request.pem", "-noout", "-text", "-verify"])
        #expect(told.code == 0)
        for text in ["verify OK", "00000099100000002000", "DNS:beta2.hallowerk.example", "Arbeidsmarktregio Beta"] {
            #expect(told.output.contains(text), "\(text) in \(told.output)")
        }
        let before = try keyTexts(in: folder)
        _ = try request(pki)
        #expect(try keyTexts(in: folder) == before)
    }

    @Test func `a new key does not disturb the one in use until its certificate is there`() async throws {
        let pki = try TestPKI.made()
        let before = try KeyFolder.load(pki.alfaFolder)
        let outcome = try KeyRequest.make(in: pki.alfaFolder, for: nil, newKey: true)
        #expect(outcome.made == ["tls.key.new"])
        #expect(try KeyFolder.load(pki.alfaFolder).thumbprint == before.thumbprint)
        let waiting = try pki.scratch.text(of: "certs/alfa/tls.key.new")
        _ = try KeyRequest.make(in: pki.alfaFolder, for: nil, newKey: true)
        #expect(try pki.scratch.text(of: "certs/alfa/tls.key.new") == waiting, "its request may be on its way")
        let serial = try issue(pki, for: pki.alfaFolder)
        let issued = pki.scratch.file("issued")
        #expect(try await CertificateInstall.install(from: issued, into: pki.alfaFolder, now: Self.now).newKey)
        let after = try KeyFolder.load(pki.alfaFolder)
        #expect(after.leaf.serialNumber.hexadecimal == serial)
        #expect(after.tlsKeyPEM == waiting)
        #expect(after.publicKeys == before.publicKeys)
        #expect(!FileManager.default.fileExists(atPath: pki.alfaFolder + "/tls.key.new"))
        #expect(!(try names(in: pki.alfaFolder)).contains { $0.hasPrefix(".") })
    }

    @Test func `an installation that was cut short is mended by doing it again`() async throws {
        let pki = try TestPKI.made()
        _ = try KeyRequest.make(in: pki.alfaFolder, for: nil, newKey: true)
        _ = try issue(pki, for: pki.alfaFolder)
        // The new key has its place, the certificate not yet.
        try pki.scratch.write(pki.scratch.text(of: "certs/alfa/tls.key.new"), to: "certs/alfa/tls.key")
        try setMode(0o600, of: pki.alfaFolder + "/tls.key")
        #expect(throws: KeyFolderInvalid.self) { try KeyFolder.load(pki.alfaFolder) }
        _ = try await CertificateInstall.install(from: pki.scratch.file("issued"), into: pki.alfaFolder, now: Self.now)
        _ = try KeyFolder.load(pki.alfaFolder)
    }

    @Test func `renewed with the authority at hand: new certificate, new key, same party`() async throws {
        let pki = try TestPKI.made()
        let before = try KeyFolder.load(pki.alfaFolder)
        let later = Self.now + 60 * 86_400
        let serial = try await DevelopmentPKI.renew(pki.alfaFolder, authority: pki.folder + "/authority", now: later)
        let after = try KeyFolder.load(pki.alfaFolder)
        #expect(after.leaf.serialNumber.hexadecimal == serial)
        #expect(after.tlsKeyPEM != before.tlsKeyPEM)
        #expect(after.subject == before.subject)
        #expect(after.expires == later + 90 * 86_400)
    }

    /// What is done to what was issued, and what the refusal says.
    @Test(arguments: [
        ("another's certificate", "none of the keys"), ("other anchors", "anchors.pem that"),
        ("an ended one", "expired"), ("revoked", "revoked"), ("cut short", "does not hold"),
    ])
    func `what peers would refuse is not installed, and nothing changes`(_ what: String, _ says: String) async throws {
        let pki = try TestPKI.made()
        _ = try KeyRequest.make(in: pki.alfaFolder, for: nil, newKey: true)
        let serial = try issue(pki, for: pki.alfaFolder)
        let issued = pki.scratch.file("issued")
        var now = Self.now
        switch what {
        case "another's certificate": _ = try issue(pki, for: request(pki))
        case "other anchors":
            try pki.scratch.write(TestPKI.made().scratch.text(of: "certs/alfa/anchors.pem"), to: "issued/anchors.pem")
        case "an ended one": now += 91 * 86_400
        case "revoked":
            _ = try DevelopmentPKI.revoke(.serial(serial), reason: .superseded, authority: pki.folder, now: now)
            try pki.scratch.write(pki.scratch.text(of: "certs/authority/crl.pem"), to: "issued/crl.pem")
        default:
            let chain = try PEMDocument.parseMultiple(pemString: pki.scratch.text(of: "issued/tls.pem"))
            try pki.scratch.write(chain[0].pemString + "\n", to: "issued/tls.pem")
        }
        let before = try keyTexts(in: pki.alfaFolder) + [pki.scratch.text(of: "certs/alfa/tls.pem")]
        let refusal = await #expect(throws: DevelopmentPKI.Failure.self) {
            try await CertificateInstall.install(from: issued, into: pki.alfaFolder, now: now)
        }
        #expect(refusal?.description.contains(says) == true, "\(String(describing: refusal))")
        #expect(try keyTexts(in: pki.alfaFolder) + [pki.scratch.text(of: "certs/alfa/tls.pem")] == before)
    }

    @Test(arguments: ["serial", "folder", "OIN", "certificate"])
    func `revoked by any of its names, for good, in every folder`(_ by: String) async throws {
        let pki = try TestPKI.made()
        let leaf = try KeyFolder.load(pki.alfaFolder).leaf
        let serial = leaf.serialNumber.hexadecimal
        let which: DevelopmentPKI.Which =
            switch by {
            case "serial": .serial(serial.uppercased())
            case "folder": .party("alfa")
            case "OIN": .party(pki.alfa.oin.digits)
            default: .certificate(pki.alfaFolder + "/tls.pem")
            }
        let told = try DevelopmentPKI.revoke(which, reason: .keyCompromise, authority: pki.folder, now: Self.now)
        #expect(told.serials == [serial] && told.number == "0x02")
        for moment in [Self.now, Self.now + 2 * 86_400] {
            try DevelopmentPKI.make(in: pki.folder, parties: [pki.gateway], now: moment)
            let keys = try KeyFolder.load(pki.folder + "/gateway")
            let refusal = keys.revocations.refusal(of: CertificateReference(of: leaf), at: moment)
            #expect(refusal == .revoked(serial: serial, reason: .keyCompromise))
        }
        let rows = try await CertificateReport.read(pki.folder, now: Self.now + 2 * 86_400)
        let row = try require(rows.first { $0.folder == "alfa" })
        #expect(!row.isGood && row.verdict.reasons.contains { $0.contains("has been revoked (keyCompromise)") })
        let lists = try CertificateReport.lists(in: pki.folder, now: Self.now + 2 * 86_400)
        #expect(lists.map(\.revoked) == [[serial], []])
        #expect(lists.map(\.number) == ["0x03", "0x03"])
    }

    @Test func `nothing that the authority did not issue is revoked`() throws {
        let (pki, other) = (try TestPKI.made(), try TestPKI.made())
        let wrong: [DevelopmentPKI.Which] = [
            .serial("00ff"), .serial("xyz"), .party("nobody"), .party("00000099100000009000"),
            .certificate(other.alfaFolder + "/tls.pem"), .certificate(pki.folder + "/none.pem"),
        ]
        for which in wrong {
            #expect(throws: DevelopmentPKI.Failure.self, "\(which)") {
                try DevelopmentPKI.revoke(which, reason: .superseded, authority: pki.folder, now: Self.now)
            }
        }
        let authority = try DevelopmentAuthority.read(in: pki.folder)
        #expect(try AuthorityLists.read(in: pki.folder, by: authority)?.issuing.number == [1])
    }

    @Test(arguments: [
        (91.0, 3), (88.1, 3), (88.0, 2), (75.1, 2), (75.0, 1), (59.1, 1), (59.0, 0), (0.0, 0),
    ])
    func `how soon somebody must act`(_ days: Double, _ code: Int32) async throws {
        let pki = try TestPKI.made()
        let moment = Self.now.addingTimeInterval(days * 86_400)
        let authority = try DevelopmentAuthority.read(in: pki.folder)
        try AuthorityLists.give(.renewed(in: pki.folder, by: authority, now: moment), toPartiesIn: pki.folder)
        let rows = try await CertificateReport.read(pki.alfaFolder, now: moment)
        #expect(CertificateReport.urgency(of: rows) == code, "\(rows)")
    }

    @Test func `the certificates of others are judged as peers'`() async throws {
        let (pki, stranger) = (try TestPKI.made(), try TestPKI.made())
        let peers = pki.scratch.file("peers")
        try FileManager.default.createDirectory(atPath: peers, withIntermediateDirectories: true)
        try pki.scratch.write(pki.scratch.text(of: "certs/gateway/tls.pem"), to: "peers/gateway.pem")
        try pki.scratch.write(stranger.scratch.text(of: "certs/alfa/tls.pem"), to: "peers/stranger.pem")
        try pki.scratch.write("nothing", to: "peers/nothing.pem")
        let rows = try await CertificateReport.readPeers(in: peers, asSeenBy: pki.alfaFolder, now: Self.now)
        #expect(rows.map(\.folder) == ["gateway.pem", "nothing.pem", "stranger.pem"])
        #expect(rows.map(\.isGood) == [true, false, false])
    }

    private func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    private func keyTexts(in folder: String) throws -> [String] {
        try names(in: folder).filter { $0.contains(".key") }
            .map { try $0 + String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
    }
}

@Suite("A request for a certificate: refused for the right reason")
struct CertificateRequestTests {
    /// Arguments of `openssl req`, and what the refusal says.
    @Test(arguments: [
        ("P-256", "/O=Beta/serialNumber=00000099100000002000", "DNS:beta.example", ""),
        ("P-256", "/O=Beta", "DNS:beta.example", "no OIN"),
        ("P-256", "/O=Beta/serialNumber=123", "DNS:beta.example", "not an OIN"),
        ("P-256", "/O=Beta/serialNumber=00000099100000009000", "DNS:beta.example", "was expected"),
        ("P-256", "/serialNumber=00000099100000002000", "DNS:beta.example", "no organisation"),
        ("P-256", "/O=Beta/serialNumber=00000099100000002000", nil, "no DNS name"),
        ("P-256", "/O=Beta/serialNumber=00000099100000002000", "DNS:beta.example,IP:10.0.0.1", "IP address"),
        ("P-256", "/O=Beta/serialNumber=00000099100000002000", "DNS:*.beta.example", "no DNS name in lower case"),
        ("P-256", "/O=Beta/serialNumber=00000099100000002000", "DNS:beta.example,DNS:10.0.0.1", "no DNS name in lower"),
        ("rsa:2048", "/O=Beta/serialNumber=00000099100000002000", "DNS:beta.example", "RSA 2048"),
        ("rsa:3072", "/O=Beta/serialNumber=00000099100000002000", "DNS:beta.example", ""),
        ("sha1", "/O=Beta/serialNumber=00000099100000002000", "DNS:beta.example", "SHA-256 or better"),
    ])
    func judges(_ key: String, _ subject: String, _ names: String?, _ says: String) throws {
        let scratch = try ScratchFolder()
        var arguments = ["openssl", "req", "-new", "-nodes", "-keyout", scratch.file("key"), "-subj", subject]
        switch key {
        case "P-256": arguments += ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        case "sha1": arguments += ["-newkey", "rsa:3072", "-sha1"]
        default: arguments += ["-newkey", key]
        }
        if let names { arguments += ["-addext", "subjectAltName=" + names] }
        _ = try Tool.run(arguments + ["-out", scratch.file("request.pem")])
        let pem = try scratch.text(of: "request.pem")
        let expected = try OIN("00000099100000002000")
        if says.isEmpty {
            #expect(try CertificateRequest(pem: pem, expecting: expected).subject.hosts == ["beta.example"])
            return
        }
        let refusal = #expect(throws: CertificateRequest.Invalid.self) {
            try CertificateRequest(pem: pem, expecting: expected)
        }
        #expect(refusal?.description.contains(says) == true, "\(String(describing: refusal))")
    }

    @Test func `a request signed by another key is refused`() throws {
        let party = DevelopmentPKI.PartyRequest(
            folder: "beta", oin: try OIN("00000099100000002000"), organisation: "Beta", hosts: ["beta.example"])
        let pem = try CertificateRequest.pem(for: party, key: .init(P256.Signing.PrivateKey()))
        let good = try CertificateSigningRequest(pemEncoded: pem)
        let forged = try CertificateSigningRequest(
            version: good.version, subject: good.subject, publicKey: .init(P256.Signing.PrivateKey().publicKey),
            attributes: good.attributes, signatureAlgorithm: good.signatureAlgorithm, signature: good.signature)
        #expect(throws: CertificateRequest.Invalid.badSignature) {
            try CertificateRequest(pem: forged.serializeAsPEM().pemString)
        }
        #expect(throws: CertificateRequest.Invalid.unreadable) { try CertificateRequest(pem: "nonsense") }
    }

    @Test(arguments: ["oin", "ondertekening", "verzegeling", "bewijs"])
    func `public keys of which one field is another party's are refused`(_ field: String) throws {
        func json(_ oin: String) throws -> [String: String] {
            let data = try PublicKeysFile.json(oin: OIN(oin), signing: .init(), sealing: .init())
            return try JSONDecoder().decode([String: String].self, from: data)
        }
        var file = try json("00000099100000002000")
        _ = try PublicKeysFile(JSONEncoder().encode(file))
        file[field] = try json("00000099100000003000")[field]
        let changed = try JSONEncoder().encode(file)
        #expect(throws: PublicKeysFile.Invalid.noProof) { try PublicKeysFile(changed) }
    }
}
