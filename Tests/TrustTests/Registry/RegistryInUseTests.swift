import Crypto
import Domain
import Foundation
import TestSupport
import Testing

@testable import Trust

@Suite("A newer registry is taken as it is signed, and nothing else is")
struct RegistryInUseTests {
    private static let now = Date.now

    /// The registry of a federation, changed, and signed by its authority.
    static func signed(
        _ federation: TestFederation, serial: Int, status: RegionStatus = .active, issued: Date = .now,
        key: P256.Signing.PrivateKey? = nil
    ) async throws -> [UInt8] {
        let held = federation.registry.value
        let members = held.members.map { member in
            Registry.Member(region: member.region.with(status), keys: member.keys)
        }
        let registry = Registry(
            serial: serial, issued: issued, expires: issued.addingTimeInterval(86_400), members: members,
            gateways: held.gateways)
        let authority = try key ?? DevelopmentPKI.registryAuthorityKey(in: federation.folder)
        return try await SignedRegistry.sign(registry, with: authority)
    }

    @Test("newer is taken with its bytes; the same and an older one are not")
    func take() async throws {
        let federation = try TestFederation()
        let keys = CurrentKeys(try federation.keys("alfa"))
        let current = CurrentRegistry(federation.registry.value)
        #expect(current.signed == nil)
        let newer = try await Self.signed(federation, serial: 7, status: .suspended)
        #expect(try await current.take(newer, by: keys, now: .now))
        #expect(current.value.serial == 7 && current.signed?.serial == 7 && current.signed?.jws == newer)
        #expect(current.value.roles(of: keys.oin).isEmpty)
        #expect(try await !current.take(newer, by: keys, now: .now))
        let older = try await Self.signed(federation, serial: 6)
        await #expect(throws: RegistryRefusal.older(serial: 6, than: 7)) {
            try await current.take(older, by: keys, now: .now)
        }
        let forged = try await Self.signed(federation, serial: 8, key: P256.Signing.PrivateKey())
        await #expect(throws: RegistryRefusal.notAuthentic) { try await current.take(forged, by: keys, now: .now) }
        let stale = try await Self.signed(federation, serial: 8, issued: .now.addingTimeInterval(-90_000))
        await #expect(throws: RegistryRefusal.self) { try await current.take(stale, by: keys, now: .now) }
        #expect(current.value.serial == 7)
    }

    @Test("a hint of a newer one is passed on; of this one or an older one it is not")
    func hints() async throws {
        let current = CurrentRegistry(try TestFederation().registry.value)
        for serial in [0, 1, -5] { current.hint(serial) }
        current.hint(3)
        var hints = current.hints.makeAsyncIterator()
        #expect(await hints.next() == 3)
    }

    @Test("a gateway that stays behind for a minute is told of once a serial")
    func withheld() throws {
        var withheld = WithheldRegistry()
        let gateways = try (1...2).map { try OIN("0000009930000000\($0)000") }
        func note(_ gateway: Int, _ serial: Int, inUse: Int = 7, after seconds: Double) -> Bool {
            withheld.note(
                gateways[gateway], serial: serial, inUse: inUse, at: Self.now.addingTimeInterval(seconds))
        }
        #expect(!note(0, 6, after: 0) && !note(0, 6, after: 59))
        #expect(note(0, 6, after: 60) && !note(0, 6, after: 61) && !note(0, 5, after: 500))
        #expect(note(0, 6, inUse: 8, after: 501))
        #expect(!note(1, 7, after: 600) && !note(1, 6, after: 700) && !note(1, 7, after: 730))
        #expect(!note(1, 6, after: 790) && note(1, 6, after: 850))
    }

    @Test("by an expired registry nobody may do anything")
    func expired() async throws {
        let federation = try TestFederation()
        let later = Date.now.addingTimeInterval(8 * 86_400)
        let keys = try federation.keys("gateway")
        func gate(at time: Date) -> PeerGate {
            PeerGate(
                anchors: keys.anchors, knownIntermediates: [], registry: federation.registry, revocations: { .none },
                now: { time })
        }
        let chain = keys.certificateChain
        let peer = try await gate(at: .now).identify(chain, as: .server, accepting: [.gateway]).identity
        #expect(throws: Never.self) { try gate(at: .now).checkAgain(peer, accepting: [.gateway]) }
        #expect(throws: PeerRefusal.registryExpired) { try gate(at: later).checkAgain(peer, accepting: [.gateway]) }
        await #expect(throws: PeerRefusal.registryExpired) {
            _ = try await gate(at: later).identify(chain, as: .server, accepting: [.gateway])
        }
    }

    @Test("what is read unsigned is what was signed, and names what it is not")
    func unsigned() async throws {
        let federation = try TestFederation()
        let jws = try await Self.signed(federation, serial: 7)
        let read = try UnsignedRegistry.read(jws)
        #expect(try UnsignedRegistry.read(UnsignedRegistry.encode(read)) == read)
        #expect(read.serial == 7)
        for bytes in [[], Array("{}".utf8), Array("a.b.c".utf8)] {
            #expect(throws: RegistryRefusal.self) { try UnsignedRegistry.read(bytes) }
        }
    }

    @Test("while a signing key is replaced, verklaringen of both are taken; afterwards of the new one only")
    func overlap() async throws {
        let federation = try TestFederation()
        let keys = CurrentKeys(try federation.keys("alfa"))
        let fresh = P256.Signing.PrivateKey()
        let next = Registry.PartyKeys(
            signing: Array(fresh.publicKey.x963Representation), sealing: keys.publicKeys.sealing,
            previousSigning: keys.publicKeys.signing)
        #expect(keys.publicKeys.isKnown(to: next))
        for (published, isTaken) in [
            (next, true), (Registry.PartyKeys(signing: next.signing, sealing: next.sealing), false),
        ] {
            let held = federation.registry.value
            let registry = Registry(
                serial: held.serial, issued: held.issued, expires: held.expires,
                members: held.members.map { member in
                    Registry.Member(
                        region: member.region, keys: member.region.oin == keys.oin ? published : member.keys)
                }, gateways: held.gateways)
            // Also as it is read back from what is signed.
            let authority = P256.Signing.PrivateKey()
            let read = try await SignedRegistry.verify(
                SignedRegistry.sign(registry, with: authority), authority: authority.publicKey, now: .now,
                notOlderThan: nil)
            let current = CurrentRegistry(read)
            let signer = try await VerklaringSigner(keys: keys, registry: current, now: { .now })
            let signed = try await signer.sign(
                person: "p", organisation: federation.region("alfa").municipalities[0].oin, role: .accountManager,
                purpose: Purpose(activity: .fillVacancy, basis: .wetSuwi), audience: .federation, method: "POST",
                path: "/", body: [])
            let checker = VerklaringChecker(registry: current, startedAt: .now.addingTimeInterval(-60), now: { .now })
            func check() async throws {
                _ = try await checker.check(
                    signed.token, method: "POST", path: "/", body: [], audience: .federation,
                    certificateThumbprint: nil)
            }
            if isTaken {
                try await check()
            } else {
                await #expect(throws: VerklaringRefusal.badSignature) { try await check() }
            }
        }
    }
}

@Suite("What an authority sees of a new registry before it signs")
struct RegistryChangesTests {
    @Test("every field that differs, by party; nothing when only dates do")
    func between() throws {
        let old = try TestFederation(regions: ["alfa", "beta"]).registry.value
        func changes(_ new: Registry) -> [String] {
            RegistryChanges.between(old, new, fingerprint: UnsignedRegistry.fingerprint).map {
                "\($0.party) \($0.field): \($0.before) -> \($0.after)"
            }
        }
        func registry(serial: Int = old.serial, _ members: [Registry.Member], days: Double = 1) -> Registry {
            Registry(
                serial: serial, issued: .now, expires: .now.addingTimeInterval(days * 86_400), members: members,
                gateways: old.gateways, processors: old.processors)
        }
        #expect(changes(registry(old.members)).isEmpty)
        let suspended = old.members.map { member in
            Registry.Member(
                region: member.region.code.slug == "beta" ? member.region.with(.suspended) : member.region,
                keys: member.keys)
        }
        #expect(
            changes(registry(serial: 9, suspended)) == [
                "registry serial: 1 -> 9", "beta status: actief -> geschorst",
            ])
        let left = Array(old.members.prefix(1))
        #expect(changes(registry(left)) == ["beta party: \(old.members[1].region.oin) -> "])
        let keys = Registry.PartyKeys(
            signing: [4], sealing: old.members[0].keys.sealing, previousSigning: old.members[0].keys.signing)
        let rekeyed = [Registry.Member(region: old.members[0].region, keys: keys), old.members[1]]
        let before = UnsignedRegistry.fingerprint(of: old.members[0].keys.signing)
        #expect(
            changes(registry(rekeyed)) == [
                "alfa previous signing key:  -> \(before)",
                "alfa signing key: \(before) -> \(UnsignedRegistry.fingerprint(of: [4]))",
            ])
        let without = Registry(
            serial: old.serial, issued: .now, expires: .now, members: old.members, gateways: [],
            processors: old.processors)
        #expect(changes(without) == ["gateway party: 00000099300000001000 -> "])
        let processor = old.processors[0]
        let ended = Registry(
            serial: old.serial, issued: .now, expires: .now, members: old.members, gateways: old.gateways,
            processors: [
                Registry.Processor(
                    oin: processor.oin, name: processor.name, agreements: Array(processor.agreements.prefix(1)))
            ])
        let agreements = processor.agreements.map { "\($0.region) \($0.from) to \($0.until): gezondheid, noodtoegang" }
        #expect(
            changes(ended) == [
                "processor \(processor.oin) agreements: \(agreements.joined(separator: ", ")) -> \(agreements[0])"
            ])
    }
}
