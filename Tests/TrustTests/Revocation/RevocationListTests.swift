import Crypto
import Foundation
import SwiftASN1
import Testing
import X509

@testable import Trust

@Suite("A revocation list is read strictly, and what is signed here OpenSSL reads alike")
struct RevocationListTests {
    /// One thing changed on a good list, and what it is refused for.
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let says: String
        let change: @Sendable (inout WrongList) -> Void

        init(_ what: String, _ says: String, _ change: @escaping @Sendable (inout WrongList) -> Void) {
            testDescription = what
            self.says = says
            self.change = change
        }
    }

    static let refusals: [Row] = [
        Row("version 1", "not of version 2") { $0.version = nil },
        Row("version 3", "not of version 2") { $0.version = 2 },
        Row("SHA-1", "SHA-256 or better") { $0.algorithm = [1, 2, 840, 10045, 4, 1] },
        Row("two algorithms", "two signature algorithms") { $0.outerAlgorithm = [1, 2, 840, 10045, 4, 3, 3] },
        Row("no next update", "nextUpdate") { $0.ends = nil },
        Row("ends before it begins", "ends before") { $0.ends = $0.begins.addingTimeInterval(-1) },
        Row("no number", "CRLNumber") { $0.number = nil },
        Row("negative number", "no revocation list") { $0.number = [0x02, 0x01, 0x87] },
        Row("delta", "delta list") { $0.extensions = [critical([2, 5, 29, 27], [0x02, 0x01, 0x01])] },
        Row("indirect", "indirect") { $0.extensions = [critical([2, 5, 29, 28], [0x30, 0x03, 0x84, 0x01, 0xff])] },
        Row("only CAs", "part of the CA's") {
            $0.extensions = [critical([2, 5, 29, 28], [0x30, 0x03, 0x82, 0x01, 0xff])]
        },
        Row("critical extension", "critical extension") { $0.extensions = [critical([1, 2, 3, 4], [0x05, 0x00])] },
        Row("critical entry", "an entry has a critical") {
            $0.entryExtensions = [critical([1, 2, 3, 4], [0x05, 0x00])]
        },
        Row("another issuer's entry", "indirect") {
            $0.entryExtensions = [critical([2, 5, 29, 29], [0x30, 0x00])]
        },
        Row("no such reason", "no reason") { $0.entryExtensions = [critical([2, 5, 29, 21], [0x0a, 0x01, 0x07])] },
        Row("one twice", "twice") { $0.serials = [5, 5] },
        Row("bytes after it", "no revocation list") { $0.after = [0] },
    ]

    static func critical(_ oid: ASN1ObjectIdentifier, _ value: [UInt8]) -> Certificate.Extension {
        Certificate.Extension(oid: oid, critical: true, value: value[...])
    }

    @Test(arguments: refusals)
    func refuses(_ row: Row) throws {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let name = try DistinguishedName { CommonName("CA") }
        _ = try RevocationList(der: WrongList().der(issuer: name, key: key))
        var wrong = WrongList()
        row.change(&wrong)
        let refusal = #expect(throws: RevocationList.Invalid.self) {
            try RevocationList(der: wrong.der(issuer: name, key: key))
        }
        #expect(refusal?.description.contains(row.says) == true, "\(String(describing: refusal))")
    }

    @Test func `every prefix of a list and every changed byte is refused or no longer signed`() throws {
        let pki = try TestPKI.made()
        let authority = try DevelopmentAuthority.read(in: pki.folder)
        let list = try AuthorityLists.revoke(
            [77], reason: .superseded, in: pki.folder, by: authority, now: TestPKI.now
        ).issuing
        #expect(list.isSigned(by: authority.issuing))
        for length in 0..<list.der.count {
            #expect(throws: RevocationList.Invalid.self) { try RevocationList(der: Array(list.der[..<length])) }
        }
        for place in list.der.indices {
            var changed = list.der
            changed[place] ^= 0x01
            let read = try? RevocationList(der: changed)
            #expect(read?.isSigned(by: authority.issuing) != true, "byte \(place)")
        }
    }

    @Test func `a list over the limit is refused unread`() {
        #expect(throws: RevocationList.Invalid.tooLarge(limit: RevocationList.limit)) {
            try RevocationList(der: [UInt8](repeating: 0x30, count: RevocationList.limit + 1))
        }
    }

    @Test func `what was signed is read back`() throws {
        let pki = try TestPKI.made()
        let authority = try DevelopmentAuthority.read(in: pki.folder)
        let at = Date(timeIntervalSince1970: 2_600_000_000)
        let entries: [Certificate.SerialNumber: RevocationList.Entry] = [
            1: .init(at: TestPKI.now, reason: .keyCompromise), 0xff00: .init(at: at, reason: nil),
        ]
        let list = try RevocationList.sign(
            entries, number: 300, from: TestPKI.now, until: at, issuer: authority.issuing,
            key: Certificate.PrivateKey(authority.issuingKey))
        #expect(list.entries == entries)
        #expect(list.number == [1, 44])
        #expect(list.numberText == "0x012C")
        #expect(list.thisUpdate == TestPKI.now)
        #expect(list.nextUpdate == at, "2052: GeneralizedTime")
        #expect(!list.isSigned(by: authority.root))
    }

    @Test func `a CA that may not sign lists has signed none`() throws {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("CA") }
        let list = try RevocationList(der: WrongList().der(issuer: name, key: Certificate.PrivateKey(key)))
        for (usage, may) in [(KeyUsage(keyCertSign: true), false), (KeyUsage(keyCertSign: true, cRLSign: true), true)] {
            let ca = try Certificate(
                version: .v3, serialNumber: 1, publicKey: .init(key.publicKey), notValidBefore: TestPKI.now,
                notValidAfter: TestPKI.now + 60, issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
                extensions: Certificate.Extensions { Critical(usage) }, issuerPrivateKey: .init(key))
            #expect(list.isSigned(by: ca) == may)
        }
    }

    @Test func `openssl reads number, dates, reason and signature alike`() throws {
        let pki = try TestPKI()
        try DevelopmentPKI.make(in: pki.folder, parties: [pki.alfa], now: .now)
        let authority = try DevelopmentAuthority.read(in: pki.folder)
        let leaf = try KeyFolder.load(pki.alfaFolder).leaf
        let before = try verify(pki)
        #expect(before.code == 0, "\(before.output)")
        let lists = try AuthorityLists.revoke(
            [leaf.serialNumber], reason: .keyCompromise, in: pki.folder, by: authority, now: .now)
        try pki.scratch.write(lists.issuing.pem, to: "issuing.crl")
        let told = try Tool.run([
            "openssl", "crl", "-in", pki.scratch.file("issuing.crl"), "-CAfile", pki.folder + "/authority/issuing.pem",
            "-noout", "-text",
        ])
        #expect(told.code == 0)
        let serial = leaf.serialNumber.hexadecimal.uppercased()
        for text in ["verify OK", "Version 2", "Key Compromise", "Serial Number: \(serial)"] {
            #expect(told.output.contains(text), "\(text) in \(told.output)")
        }
        let after = try verify(pki)
        #expect(after.code != 0 && after.output.contains("certificate revoked"), "\(after.output)")
    }

    private func verify(_ pki: TestPKI) throws -> (code: Int32, output: String) {
        let authority = pki.folder + "/authority"
        return try Tool.run([
            "openssl", "verify", "-x509_strict", "-crl_check_all", "-CAfile", authority + "/root.pem", "-untrusted",
            authority + "/issuing.pem", "-CRLfile", authority + "/crl.pem", pki.alfaFolder + "/tls.pem",
        ])
    }
}
