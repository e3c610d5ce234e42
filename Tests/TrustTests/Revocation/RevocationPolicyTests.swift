import Domain
import Foundation
import TestSupport
import Testing
import X509

@testable import Trust

@Suite("Revocation: what is made of the lists that a party has")
struct RevocationPolicyTests {
    static let day = 86_400.0

    /// Seconds after the lists were signed (they end after 7 days), and what becomes of a certificate.
    @Test(arguments: [
        (0.0, 0, false), (7 * day - 1, 0, false), (7 * day, 2, false), (8 * day - 1, 2, false), (8 * day, 2, true),
        (-301, 0, true),
    ])
    func `a list is used for a day after its end, with a remark, and not before it begins`(
        _ after: Double, _ remarks: Int, _ refused: Bool
    ) throws {
        let pki = try TestPKI.made()
        let keys = try KeyFolder.load(pki.alfaFolder)
        let moment = TestPKI.now.addingTimeInterval(after)
        #expect(keys.revocations.remarks(at: moment).count == remarks)
        let refusal = keys.revocations.refusal(of: keys.leaf, issuedBy: keys.certificateChain[1], at: moment)
        #expect((refusal != nil) == refused, "\(String(describing: refusal))")
        let again = keys.revocations.refusal(of: CertificateReference(of: keys.leaf), at: moment)
        #expect((again != nil) == refused)
    }

    @Test func `no file at all: accepted, and said`() throws {
        let pki = try TestPKI.made()
        try FileManager.default.removeItem(atPath: pki.alfaFolder + "/crl.pem")
        let keys = try KeyFolder.load(pki.alfaFolder)
        #expect(!keys.revocations.arePresent)
        #expect(keys.revocations.remarks(at: TestPKI.now).first?.contains("no revocation list") == true)
        #expect(
            keys.revocations.refusal(of: keys.leaf, issuedBy: keys.certificateChain[1], at: TestPKI.now) == nil)
    }

    @Test func `a file without the CA's list: refused`() throws {
        let pki = try TestPKI.made()
        let keys = try KeyFolder.load(pki.alfaFolder)
        let authority = try DevelopmentAuthority.read(in: pki.folder)
        let lists = try require(AuthorityLists.read(in: pki.folder, by: authority))
        let onlyRoot = RevocationLists([lists.root], issuers: keys.anchors)
        let refusal = onlyRoot.refusal(of: keys.leaf, issuedBy: keys.certificateChain[1], at: TestPKI.now)
        guard case .noRevocationList? = refusal else { return #expect(Bool(false), "\(String(describing: refusal))") }
        guard case .noRevocationList? = onlyRoot.refusal(of: CertificateReference(of: keys.leaf), at: TestPKI.now)
        else { return #expect(Bool(false)) }
    }

    @Test func `a list under the CA's name by another key is no list of the CA`() throws {
        let (ours, theirs) = (try TestPKI.made(), try TestPKI.made())
        let keys = try KeyFolder.load(ours.alfaFolder)
        let foreign = try require(
            AuthorityLists.read(in: theirs.folder, by: DevelopmentAuthority.read(in: theirs.folder)))
        let refusal = RevocationLists([foreign.issuing], issuers: []).refusal(
            of: keys.leaf, issuedBy: keys.certificateChain[1], at: TestPKI.now)
        guard case .noRevocationList? = refusal else { return #expect(Bool(false), "\(String(describing: refusal))") }
    }

    @Test func `the list of a CA that the folder does not know is checked with the chain that is shown`() throws {
        let pki = try TestPKI.made()
        let keys = try KeyFolder.load(pki.alfaFolder)
        let authority = try DevelopmentAuthority.read(in: pki.folder)
        let lists = try AuthorityLists.revoke(
            [keys.leaf.serialNumber], reason: .superseded, in: pki.folder, by: authority, now: TestPKI.now)
        let refusal = RevocationLists([lists.issuing], issuers: []).refusal(
            of: keys.leaf, issuedBy: keys.certificateChain[1], at: TestPKI.now)
        #expect(refusal == .revoked(serial: keys.leaf.serialNumber.hexadecimal, reason: .superseded))
    }

    @Test func `the latest of two lists counts, and a revocation outlives its list`() throws {
        let pki = try TestPKI.made()
        let keys = try KeyFolder.load(pki.alfaFolder)
        let authority = try DevelopmentAuthority.read(in: pki.folder)
        let old = try require(AuthorityLists.read(in: pki.folder, by: authority))
        let new = try AuthorityLists.revoke(
            [keys.leaf.serialNumber], reason: .superseded, in: pki.folder, by: authority, now: TestPKI.now + 60)
        for order in [[old.issuing, new.issuing], [new.issuing, old.issuing]] {
            let lists = RevocationLists(order, issuers: [authority.issuing])
            for moment in [TestPKI.now + 60, TestPKI.now + 100 * Self.day] {
                let refusal = lists.refusal(of: keys.leaf, issuedBy: authority.issuing, at: moment)
                #expect(refusal == .revoked(serial: keys.leaf.serialNumber.hexadecimal, reason: .superseded))
            }
        }
    }

    @Test(arguments: [
        ("nonsense", "no revocation list in PEM form"),
        ("-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n", "list 1"),
        ("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n", "type 'CERTIFICATE'"),
    ])
    func `a crl.pem that is none keeps the folder from loading`(_ text: String, _ says: String) throws {
        let pki = try TestPKI.made()
        try pki.scratch.write(text, to: "certs/alfa/crl.pem")
        let refusal = #expect(throws: KeyFolderInvalid.self) { try KeyFolder.load(pki.alfaFolder) }
        #expect(refusal?.description.contains(says) == true, "\(String(describing: refusal))")
    }

    @Test func `a list that its CA did not sign keeps the folder from loading`() throws {
        let (ours, theirs) = (try TestPKI.made(), try TestPKI.made())
        try ours.scratch.write(theirs.scratch.text(of: "certs/alfa/crl.pem"), to: "certs/alfa/crl.pem")
        let refusal = #expect(throws: KeyFolderInvalid.self) { try KeyFolder.load(ours.alfaFolder) }
        #expect(refusal?.problems.count == 2)
        #expect(refusal?.description.contains("not signed with that CA's key") == true)
    }

    @Test func `a crl.pem that others can write keeps the folder from loading`() throws {
        let pki = try TestPKI.made()
        try setMode(0o666, of: pki.alfaFolder + "/crl.pem")
        #expect(throws: KeyFolderInvalid.self) { try KeyFolder.load(pki.alfaFolder) }
    }
}

@Suite("The authority's lists: renewed, never forgotten")
struct AuthorityListsTests {
    @Test func `made again after a day the lists are new, with the next number, in every folder`() throws {
        let pki = try TestPKI.made()
        let authority = try DevelopmentAuthority.read(in: pki.folder)
        let first = try require(AuthorityLists.read(in: pki.folder, by: authority))
        #expect(first.issuing.number == [1])
        let serial = try KeyFolder.load(pki.alfaFolder).leaf.serialNumber
        _ = try AuthorityLists.revoke([serial], reason: .superseded, in: pki.folder, by: authority, now: TestPKI.now)
        let later = TestPKI.now.addingTimeInterval(2 * 86_400)
        try DevelopmentPKI.make(in: pki.folder, parties: [pki.gateway], now: later)
        for party in ["alfa", "gateway"] {
            let lists = try KeyFolder.load("\(pki.folder)/\(party)").revocations.lists
            #expect(lists.map(\.number) == [[3], [3]])
            #expect(lists.allSatisfy { $0.nextUpdate == later.addingTimeInterval(7 * 86_400) })
            #expect(lists.contains { $0.entries[serial]?.reason == .superseded })
        }
    }

    @Test func `many revocations at once are all kept`() async throws {
        let pki = try TestPKI.made()
        let folder = pki.folder
        try await withThrowingTaskGroup { group in
            for serial in 1...12 {
                group.addTask {
                    _ = try AuthorityLists.revoke(
                        [.init(serial)], reason: .superseded, in: folder, by: DevelopmentAuthority.read(in: folder),
                        now: TestPKI.now)
                }
            }
            try await group.waitForAll()
        }
        let authority = try DevelopmentAuthority.read(in: folder)
        let lists = try require(AuthorityLists.read(in: folder, by: authority))
        #expect(lists.issuing.entries.count == 12)
        #expect(lists.issuing.number == [13])
    }

    @Test func `a damaged file is not made anew`() throws {
        let pki = try TestPKI.made()
        try pki.scratch.write("gone", to: "certs/authority/crl.pem")
        let refusal = #expect(throws: DevelopmentPKI.Failure.self) {
            try DevelopmentPKI.make(in: pki.folder, parties: [pki.alfa], now: TestPKI.now)
        }
        #expect(refusal?.remedy.contains("does not know what it revoked") == true)
    }
}
