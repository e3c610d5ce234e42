import Crypto
import Domain
import Foundation
import Testing
import X509

@testable import Trust

@Suite("Certificate report: what peers would refuse is refused here, with the reason")
struct CertificateReportTests {
    /// A change to a good PKI and what alfa's row says then.
    struct Case: CustomTestStringConvertible, Sendable {
        let what: String
        let says: String
        var days = 0.0
        let change: @Sendable (TestPKI) throws -> Void
        var testDescription: String { what }
    }

    @Test func `a fresh PKI is good, authority first`() async throws {
        let pki = try TestPKI.made()
        let rows = try await CertificateReport.read(pki.folder, now: TestPKI.now)
        #expect(rows.map(\.folder) == ["authority/root", "authority/issuing", "alfa", "gateway"])
        #expect(rows.allSatisfy { $0.verdict == .good }, "\(rows.flatMap(\.verdict.reasons))")
        #expect(rows.allSatisfy { $0.isGood })
        let row = try #require(rows.first { $0.folder == "alfa" })
        #expect(row.oin == pki.alfa.oin)
        #expect(row.hosts == pki.alfa.hosts)
        #expect(row.usages == ["server", "client"])
        #expect(row.daysLeft == 90)
        #expect(row.keyAlgorithm == "P-256")
    }

    @Test func `one party's folder is a report of one row`() async throws {
        let pki = try TestPKI.made()
        let rows = try await CertificateReport.read(pki.alfaFolder, now: TestPKI.now)
        #expect(rows.map(\.folder) == ["alfa"])
        #expect(rows.allSatisfy { $0.isGood })
    }

    static let refusals = [
        Case(what: "expired", says: "expired at", days: 91) { _ in },
        Case(what: "not yet valid", says: "check this machine's clock", days: -2) { _ in },
        Case(what: "no server", says: "not for use as a server") { pki in
            try pki.replaceLeaf(.init(usages: [.clientAuth]))
        },
        Case(what: "no client", says: "not for use as a client") { pki in
            try pki.replaceLeaf(.init(usages: [.serverAuth]))
        },
        Case(what: "no usages", says: "not for use as a server") { pki in try pki.replaceLeaf(.init(usages: nil)) },
        Case(what: "no signatures", says: "digitalSignature") { pki in
            try pki.replaceLeaf(.init(keyUsage: KeyUsage(keyEncipherment: true)))
        },
        Case(what: "forged", says: "its chain does not hold") { pki in
            try pki.replaceLeaf(.init(issuerKey: P256.Signing.PrivateKey()))
        },
        Case(what: "other anchors", says: "its chain does not hold") { pki in
            let other = try TestPKI.made()
            try pki.scratch.write(other.scratch.text(of: "certs/alfa/anchors.pem"), to: "certs/alfa/anchors.pem")
            try FileManager.default.removeItem(atPath: pki.alfaFolder + "/crl.pem")
        },
        Case(what: "other registry authority", says: "registry-authority.pub is not") { pki in
            let other = try TestPKI.made()
            let name = "certs/alfa/registry-authority.pub"
            try pki.scratch.write(other.scratch.text(of: name), to: name)
        },
        Case(what: "key open to others", says: "type: chmod 600") { pki in
            try setMode(0o640, of: pki.alfaFolder + "/tls.key")
        },
        Case(what: "another's key", says: "not the key of the certificate") { pki in
            try OwnerOnlyFile.write(
                Array(pki.scratch.text(of: "certs/gateway/tls.key").utf8), to: pki.alfaFolder + "/tls.key")
        },
    ]

    @Test(arguments: refusals)
    func refuses(_ example: Case) async throws {
        let pki = try TestPKI.made()
        try example.change(pki)
        let rows = try await CertificateReport.read(
            pki.folder, now: TestPKI.now.addingTimeInterval(example.days * 86_400))
        let row = try #require(rows.first { $0.folder == "alfa" })
        guard case .refused(let reasons) = row.verdict else {
            Issue.record("not refused: \(row)")
            return
        }
        #expect(reasons.contains { $0.contains(example.says) }, "\(reasons)")
        #expect(!rows.allSatisfy { $0.isGood })
        #expect(row.subject.contains("00000099100000001000"), "the row still says whose it is")
    }

    @Test(arguments: [(59.0, false), (60.0, true), (89.5, true)])
    func `a certificate that ends within 30 days asks for attention`(_ days: Double, _ asks: Bool) async throws {
        let pki = try TestPKI.made()
        let moment = TestPKI.now.addingTimeInterval(days * 86_400)
        let authority = try DevelopmentAuthority.read(in: pki.folder)
        try AuthorityLists.give(.renewed(in: pki.folder, by: authority, now: moment), toPartiesIn: pki.folder)
        let rows = try await CertificateReport.read(pki.folder, now: moment)
        let row = try #require(rows.first { $0.folder == "alfa" })
        #expect((row.verdict != .good) == asks)
        #expect(rows.allSatisfy { $0.isGood })
    }

    @Test func `a folder that others can open asks for attention`() async throws {
        let pki = try TestPKI.made()
        try setMode(0o755, of: pki.alfaFolder)
        let rows = try await CertificateReport.read(pki.alfaFolder, now: TestPKI.now)
        #expect(rows.first?.verdict.reasons.first?.contains("chmod 700") == true)
    }

    @Test func `an authority that cannot be read is a row, and the parties are still looked at`() async throws {
        let pki = try TestPKI.made()
        try setMode(0o644, of: pki.folder + "/authority/issuing.key")
        let rows = try await CertificateReport.read(pki.folder, now: TestPKI.now)
        #expect(rows.map(\.folder) == ["authority", "alfa", "gateway"])
        #expect(!rows.allSatisfy { $0.isGood })
    }

    @Test func `a party whose certificate is gone is still a row`() async throws {
        let pki = try TestPKI.made()
        try FileManager.default.removeItem(atPath: pki.alfaFolder + "/tls.pem")
        for folder in [pki.folder, pki.alfaFolder] {
            let rows = try await CertificateReport.read(folder, now: TestPKI.now)
            let row = try #require(rows.first { $0.folder == "alfa" })
            #expect(row.verdict.reasons.first?.contains("tls.pem: the file is missing") == true)
            #expect(!rows.allSatisfy { $0.isGood })
        }
    }

    @Test func `an empty folder and none at all are failures`() async throws {
        let scratch = try ScratchFolder()
        await #expect(throws: DevelopmentPKI.Failure.self) {
            try await CertificateReport.read(scratch.path, now: TestPKI.now)
        }
        await #expect(throws: DevelopmentPKI.Failure.self) {
            try await CertificateReport.read(scratch.file("none"), now: TestPKI.now)
        }
    }
}
