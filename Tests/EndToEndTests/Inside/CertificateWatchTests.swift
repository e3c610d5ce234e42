import Domain
import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

@testable import Trust
@testable import hallowerk

@Suite("Replaced certificate files are taken when they are good, and otherwise those in use stay")
struct CertificateWatchTests {
    private let federation: TestFederation
    private let keys: CurrentKeys
    private let log = RememberedLog()
    private let warmed = Warmed()
    private let time: Time
    private let watch: CertificateWatch
    private var folder: String { federation.folder + "/alfa" }

    private final class Warmed: Sendable {
        let all = Mutex<[String]>([])
    }

    private final class Time: Sendable {
        let now: Mutex<Date>
        init(_ now: Date) { self.now = Mutex(now) }
    }

    init() throws {
        federation = try TestFederation()
        keys = CurrentKeys(try federation.keys("alfa"))
        let time = Time(.now)
        self.time = time
        let now: @Sendable () -> Date = { time.now.withLock { $0 } }
        let tls = try PeerTLS(keys: keys, registry: federation.registry, now: now)
        watch = CertificateWatch(
            [
                PartyFiles(keys: keys, tls: tls, registry: federation.registry, now: now) { [warmed] certificate in
                    warmed.all.withLock { $0.append(certificate) }
                }
            ], now: now, logger: log.logger)
    }

    private func look(_ times: Int = 2) async { for _ in 0..<times { await watch.look() } }

    @Test("a file of the pair alone is refused and told once; with the other one, both are taken, after connections")
    func halfWritten() async throws {
        await look()
        #expect(log.taken().isEmpty)
        let old = keys.value
        let certificate = try String(contentsOfFile: folder + "/tls.pem", encoding: .utf8)
        let fresh = try federation.replaceCertificate(of: "alfa")
        let complete = folder + "/complete"
        try FileManager.default.copyItem(atPath: folder + "/tls.pem", toPath: complete)
        try OwnerOnlyFile.write(Array(certificate.utf8), to: folder + "/tls.pem", rights: .everyoneReads)
        await look(6)
        let refused = log.taken()
        #expect(refused.map(\.message) == ["new certificate files are not taken"], "\(refused)")
        #expect(refused[0].level == .error && refused[0].metadata["serial"] == old.serial)
        #expect(refused[0].metadata["reason"]?.contains("tls.key: it is not the key of the certificate") == true)
        #expect(keys.value.thumbprint == old.thumbprint)
        try TestLeaf.put(complete, "tls.pem", .everyoneReads, in: folder)
        await look(1)
        #expect(keys.value.thumbprint == old.thumbprint, "a file that just changed is left alone for a moment")
        await look(4)
        #expect(keys.value.thumbprint == fresh.thumbprint && warmed.all.withLock { $0 } == [fresh.thumbprint])
        let replaced = log.taken()
        #expect(replaced.map(\.message) == ["certificate replaced"], "\(replaced)")
        #expect(replaced[0].metadata["serial"] == fresh.serial && replaced[0].metadata["before"] == old.serial)
    }

    /// What somebody may put there by mistake, and what the operator is told of it.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reason: String
        let make: @Sendable (TestFederation) throws -> Void

        static let all = [
            Mistake(testDescription: "ended", reason: "tls.pem ended ") {
                try $0.replaceCertificate(of: "alfa") { $0.ends = .now.addingTimeInterval(-60) }
            },
            Mistake(testDescription: "not yet begun", reason: "peers would refuse it") {
                try $0.replaceCertificate(of: "alfa") { $0.begins = .now.addingTimeInterval(600) }
            },
            Mistake(testDescription: "another party's", reason: "this process is OIN 00000099100000001000") {
                try $0.replaceCertificate(of: "alfa") { $0.oin = "00000099100000002000" }
            },
            Mistake(testDescription: "without a host name", reason: "tls.pem") { federation in
                _ = try? federation.replaceCertificate(of: "alfa") { $0.names = [] }
            },
            Mistake(testDescription: "for servers only", reason: "not for use as a client") {
                try $0.replaceCertificate(of: "alfa") { $0.usages = TestLeaf.serverOnly }
            },
            Mistake(testDescription: "revoked before it came", reason: "has been revoked") { federation in
                let fresh = try federation.replaceCertificate(of: "alfa")
                try Self.revoke(fresh, in: federation)
            },
            Mistake(testDescription: "another authority's", reason: "its chain does not hold") { federation in
                let other = try TestFederation()
                // Its lists would be refused first.
                try FileManager.default.removeItem(atPath: federation.folder + "/alfa/crl.pem")
                for (name, rights) in [("tls.pem", OwnerOnlyFile.Rights.everyoneReads), ("tls.key", .owner)] {
                    try TestLeaf.put(
                        other.folder + "/alfa/" + name, name, rights, in: federation.folder + "/alfa")
                }
            },
            Mistake(testDescription: "a key that the registry does not know", reason: "knows other keys") {
                try TestLeaf.put(
                    $0.folder + "/beta/signing.key", "signing.key", .owner, in: $0.folder + "/alfa")
            },
            Mistake(testDescription: "a key that others can read", reason: "chmod 600") {
                let path = $0.folder + "/alfa/tls.key"
                try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            },
            Mistake(testDescription: "nothing", reason: "the file is missing") {
                try FileManager.default.removeItem(atPath: $0.folder + "/alfa/tls.pem")
            },
        ]

        /// Gives every party the authority's list with the certificate of `keys`.
        static func revoke(_ keys: KeyFolder, in federation: TestFederation) throws {
            let lists = try AuthorityLists.revoke(
                [CertificateReference(of: keys.leaf).serial], reason: .keyCompromise, in: federation.folder,
                by: DevelopmentAuthority.read(in: federation.folder), now: .now)
            try AuthorityLists.give(lists, toPartiesIn: federation.folder)
        }
    }

    @Test(arguments: Mistake.all)
    func keepsTheOld(_ mistake: Mistake) async throws {
        let old = keys.value.thumbprint
        try mistake.make(federation)
        let outcome = try #require(await watch.reload().first)
        #expect(outcome.refusal?.contains(mistake.reason) == true, "\(outcome.refusal ?? "taken")")
        #expect(outcome.inUse == outcome.before && keys.value.thumbprint == old)
        #expect(warmed.all.withLock { $0 }.isEmpty)
        await look(3)
        #expect(log.taken().map(\.message) == ["new certificate files are not taken"])
    }

    @Test("what is not yet valid is taken when it is, without another change")
    func later() async throws {
        let begins = Date.now.addingTimeInterval(600)
        let fresh = try federation.replaceCertificate(of: "alfa") { $0.begins = begins }
        await look(3)
        #expect(keys.value.thumbprint != fresh.thumbprint)
        time.now.withLock { $0 = begins.addingTimeInterval(1) }
        await look()
        #expect(keys.value.thumbprint == fresh.thumbprint)
        #expect(log.taken().map(\.message) == ["new certificate files are not taken", "certificate replaced"])
    }

    @Test("revocation lists are taken as soon as they are there, also when they name our own certificate")
    func lists() async throws {
        await look()
        for party in ["beta", "alfa"] {
            let number = keys.numbered.number
            try Mistake.revoke(federation.keys(party), in: federation)
            await look(3)
            #expect(keys.numbered.number == number + 1)
            let revoked = CertificateReference(of: try federation.keys(party).leaf)
            #expect(keys.value.revocations.refusal(of: revoked, at: .now) != nil)
            #expect(log.taken().map(\.message) == ["certificate files read again"])
        }
    }

    @Test("many who ask for it at the same time undo nothing")
    func together() async throws {
        let fresh = try federation.replaceCertificate(of: "alfa")
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { _ = await watch.reload() } }
        }
        #expect(keys.value.thumbprint == fresh.thumbprint && warmed.all.withLock { $0 } == [fresh.thumbprint])
        #expect(log.taken().map(\.message) == ["certificate replaced"])
    }

    @Test("the end of a certificate is told at 30, 14, 7 and 1 days, not at every look")
    func ends() async throws {
        let expires = keys.value.expires
        for (days, lines) in [(31.0, 0), (29.9, 1), (29.8, 0), (13.9, 1), (6.9, 1), (0.9, 1), (-1, 1)] {
            time.now.withLock { $0 = expires.addingTimeInterval(-days * 86_400) }
            await look(3)
            let told = log.taken().filter { $0.message.hasPrefix("certificate ") }
            #expect(told.count == lines, "\(days) days: \(told)")
        }
    }
}
