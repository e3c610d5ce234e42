import Accountability
import Crypto
import Domain
import Foundation
import Gateway
import PeerHTTP
import ServiceLifecycle
import Showcase
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("A registry that is put at the gateway holds everywhere within a minute, and nothing is restarted", .oneAtATime)
struct RegistryInForceTests {
    /// Three nodes and a gateway, each with a registry of its own, as processes have.
    private struct Scene: Sendable {
        let federation: TestFederation
        let nodes: [InsideNode]
        let gateway: Footing
        let clock: StillClock
        /// Where each party listens.
        let placed: Registry

        func node(_ code: String) throws -> InsideNode { try #require(nodes.first { $0.code.slug == code }) }

        /// Signs a registry and puts it where the gateway finds it; what `change` gives nil for is left out.
        func publish(serial: Int, _ change: (Region) -> Region?) async throws {
            let signed = try await RegistryInForceTests.signed(federation, placed, serial, clock, change)
            try OwnerOnlyFile.write(signed, to: gateway.settings.registry, rights: .everyoneReads)
        }

        /// Of every process that the gateway still talks to: a suspended region is not even told.
        func serials(without code: String) -> [Int] {
            (nodes.filter { $0.code.slug != code }.map(\.footing) + [gateway]).map { $0.registry.value.serial }
        }
    }

    private static func signed(
        _ federation: TestFederation, _ placed: Registry, _ serial: Int, _ clock: StillClock,
        _ change: (Region) -> Region?
    ) async throws -> [UInt8] {
        let members = placed.members.compactMap { member in
            change(member.region).map { Registry.Member(region: $0, keys: member.keys) }
        }
        let registry = Registry(
            serial: serial, issued: clock.now, expires: clock.now.addingTimeInterval(86_400), members: members,
            gateways: placed.gateways)
        return try await SignedRegistry.sign(
            registry, with: DevelopmentPKI.registryAuthorityKey(in: federation.folder))
    }

    /// - Parameter first: what the first registry has of each region.
    private func run(
        first: @escaping (Region) -> Region? = { $0 }, _ body: @escaping @Sendable (Scene) async throws -> Void
    ) async throws {
        let regions = try ["gorinchem", "drechtsteden", "zeeland"].map { try InsideFederation.region($0) }
        let clock = StillClock()
        let federation = try TestFederation(of: regions, now: clock.now)
        var own: [String: CurrentRegistry] = [:]
        for party in regions.map(\.code.slug) + [TestFederation.gatewayName] {
            own[party] = CurrentRegistry(federation.registry.value)
        }
        var nodes: [InsideNode] = []
        for region in regions {
            let node = try await InsideNode.make(
                region, in: federation, people: InsideFederation.people(in: region, count: 40), clock: clock,
                registry: own[region.code.slug])
            federation.place(region.code.slug, at: node.federationPort)
            nodes.append(node)
        }
        let gateway = try await InsideFederation.footing(
            TestFederation.gatewayName, in: federation, data: federation.folder + "/data-gateway", clock: clock,
            registry: own[TestFederation.gatewayName])
        federation.place(TestFederation.gatewayName, at: gateway.settings.federation.port)
        let placed = federation.registry.value
        let signed = try await Self.signed(federation, placed, 10, clock, first)
        for (party, registry) in own {
            let everybody = try await Self.signed(federation, placed, 10, clock) { $0 }
            // Who is not in the registry yet knows the one that is to come.
            let jws = first(federation.regionOrAny(party)) == nil ? everybody : signed
            #expect(try await registry.take(jws, by: CurrentKeys(federation.keys(party)), now: clock.now))
        }
        var services: [any Service] = []
        for node in nodes { services += try await node.wiring.services() }
        services += try GatewayProcess.services(gateway, admission: .ofImpatience)
        let scene = Scene(federation: federation, nodes: nodes, gateway: gateway, clock: clock, placed: placed)
        try await InsideFederation.started(
            nodes.map(\.footing.settings) + [gateway.settings], services: services
        ) { try await body(scene) }
    }

    private func within(_ limit: Duration, _ what: String, _ holds: () async throws -> Bool) async throws -> Duration {
        let began = ContinuousClock.now
        while try await !holds() {
            try #require(ContinuousClock.now - began < limit, "\(what)")
            try await Task.sleep(for: .milliseconds(50))
        }
        return ContinuousClock.now - began
    }

    @Test("a suspended region asks in vain, is asked no more, and its open connections end")
    func suspension() async throws {
        try await run { scene in
            let portal = try await scene.node("gorinchem").logIn()
            let suspended = try await scene.node("zeeland").logIn()
            func states(_ portal: PortalClient) async throws -> [String: RegionOutcome.State] {
                let outcomes = try #require(try await portal.search("").answer).outcomes
                return Dictionary(uniqueKeysWithValues: outcomes.map { ($0.region.slug, $0.state) })
            }
            #expect(try await states(portal).values.allSatisfy { $0 == .answered })
            #expect(try await states(suspended).values.allSatisfy { $0 == .answered })
            try await scene.publish(serial: 11) { $0.code.slug == "zeeland" ? $0.with(.suspended) : $0 }
            let held = try await within(.seconds(60), "every process has the registry") {
                scene.serials(without: "zeeland").allSatisfy { $0 == 11 }
            }
            print("suspended everywhere after \(held)")
            let after = try await states(portal)
            #expect(after["zeeland"] != .answered && after["gorinchem"] == .answered)
            let own = try await states(suspended)
            #expect(own["gorinchem"] != .answered && own["drechtsteden"] != .answered)
            // Nor by way of a gateway that looks away: the source itself refuses.
            let asker = try await TestAsker("zeeland", in: scene.federation, clock: scene.clock)
            let question = try await asker.search(SearchRequest(text: "", count: 3, purpose: TestAsker.purpose))
            let source = try scene.node("drechtsteden")
            #expect(try await TestGateway(in: scene.federation).send(question, to: source).status == 403)
            let log = source.stores.accountability.auditLog
            let end = try await log.head().number
            let last = try await log.records(after: end - 1, limit: 1).first?.record.result
            #expect(last == "refused: unknownIssuer")
            // The file of each node has it for the next start.
            for node in scene.nodes where node.code.slug != "zeeland" {
                let saved = try #require(FileManager.default.contents(atPath: node.footing.settings.registry))
                #expect(try UnsignedRegistry.read(Array(saved)).serial == 11)
            }
        }
    }

    @Test("a region that joins is found, and finds, without a restart anywhere")
    func joining() async throws {
        try await run(first: { $0.code.slug == "zeeland" ? nil : $0 }) { scene in
            let portal = try await scene.node("gorinchem").logIn()
            let joining = try await scene.node("zeeland").logIn()
            #expect(try await portal.search("").answer?.outcomes.count == 2)
            #expect(try await joining.search("").answer?.total == scene.node("zeeland").showcase.count)
            // The gateway knows it first: meanwhile the others' answers stand, and nobody is accused.
            let jws = try await Self.signed(scene.federation, scene.placed, 11, scene.clock) { $0 }
            let keys = scene.gateway.keys
            #expect(try await scene.gateway.registry.take(jws, by: keys, now: scene.clock.now))
            let early = try #require(try await portal.search("").answer)
            let others = try scene.node("gorinchem").showcase.count + scene.node("drechtsteden").showcase.count
            #expect(early.total == others || early.outcomes.count == 3)
            try await scene.publish(serial: 11) { $0 }
            let whole = scene.nodes.map(\.showcase.count).reduce(0, +)
            let found = try await within(.seconds(60), "the new region answers and asks") {
                let ours = try await portal.search("").answer
                let theirs = try await joining.search("").answer
                return ours?.total == whole && theirs?.total == whole
            }
            print("joined after \(found)")
            let log = try scene.node("gorinchem").stores.accountability.auditLog
            let alarms = try await log.records(after: 0, limit: 1_000).filter { $0.record.action == "alarm" }
            #expect(alarms.isEmpty, "\(alarms.map(\.record.result))")
        }
    }
}

extension TestFederation {
    /// The region of that name; for the gateway, whichever is first.
    fileprivate func regionOrAny(_ party: String) -> Region {
        registry.value.members.first { $0.region.code.slug == party }?.region
            ?? registry.value.members[0].region
    }
}
