import Foundation
import TestSupport
import Testing
import X509

@testable import Trust

@Suite("Later revocation lists are taken from whoever passes them on, and nothing but later lists of the same CAs")
struct LaterRevocationsTests {
    private let federation: TestFederation
    private let held: KeyFolder

    init() throws {
        federation = try TestFederation()
        held = try federation.keys("alfa")
    }

    /// The lists after a party's certificate was revoked.
    private func revoked(_ party: String, in federation: TestFederation) throws -> [UInt8] {
        let authority = try DevelopmentAuthority.read(in: federation.folder)
        let lists = try AuthorityLists.revoke(
            [federation.keys(party).leaf.serialNumber], reason: .keyCompromise, in: federation.folder, by: authority,
            now: .now)
        return Array(lists.pem.utf8)
    }

    @Test("a later list replaces the one before, and what it names is refused")
    func later() throws {
        let serial = try federation.keys("beta").leaf.serialNumber
        let later = try #require(held.laterRevocations(in: revoked("beta", in: federation)))
        try OwnerOnlyFile.write(
            later, to: held.path + "/" + KeyFolder.revocationFile, rights: .everyoneReads)
        let now = try federation.keys("alfa")
        #expect(now.revocations.lists.contains { $0.entries[serial] != nil })
        #expect(now.revocations.lists.count == held.revocations.lists.count)
        #expect(now.laterRevocations(in: later) == nil)
        // The lists before are no news any more.
        #expect(now.laterRevocations(in: held.revocations.pem) == nil)
    }

    @Test("lists of another authority, altered ones, and no lists at all change nothing")
    func strangers() throws {
        let other = try TestFederation()
        #expect(try held.laterRevocations(in: revoked("alfa", in: other)) == nil)
        let good = try revoked("beta", in: federation)
        let text = String(decoding: good, as: UTF8.self)
        for block in text.components(separatedBy: "-----BEGIN X509 CRL-----\n").dropFirst() {
            var body = Array(block.utf8)
            let place = body.count / 3
            body[place] = body[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(held.laterRevocations(in: Array("-----BEGIN X509 CRL-----\n".utf8) + body) == nil)
        }
        for bytes in [[], Array("<p>".utf8), Array(good.prefix(100)), held.revocations.pem] {
            #expect(held.laterRevocations(in: bytes) == nil)
        }
    }
}
