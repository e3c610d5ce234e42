import Domain
import Federation
import Foundation
import Gateway
import Logging
import PeerHTTP
import Showcase
import TestSupport
import Testing
import Wire

@testable import hallowerk

/// Three regions and a gateway of which one region, Zeeland, is reached through something that a test may break.
struct FaultScene: Sendable {
    static let broken = "zeeland"
    /// For a region that is late: long enough for the others on a busy machine.
    static let short = Duration.seconds(3)
    /// What is added to a query's time on a busy machine.
    private static let slack = Duration.seconds(1)

    let inside: InsideFederation
    let asker: TestAsker
    /// What the gateway told its operators.
    let log: RememberedLog

    var node: InsideNode { get throws { try inside.node(Self.broken) } }
    var federation: TestFederation { inside.federation }

    /// - Parameter people: of each region; two in five are visible.
    static func run(
        people: Int = 40, probing: Duration = HealthProber.interval,
        _ body: @escaping @Sendable (FaultScene) async throws -> Void
    ) async throws {
        let regions = try ["gorinchem", "drechtsteden", broken].map { try InsideFederation.region($0) }
        let log = RememberedLog()
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: people) }, probing: probing,
            admission: .ofImpatience, gatewayLogger: log.logger
        ) { inside in
            let asker = try await TestAsker("gorinchem", in: inside.federation, clock: inside.clock)
            try await body(FaultScene(inside: inside, asker: asker, log: log))
        }
    }

    /// The same with the broken region's traffic going through a proxy.
    static func runWithProxy(
        people: Int = 40, probing: Duration = HealthProber.interval,
        _ body: @escaping @Sendable (FaultScene, FaultProxy) async throws -> Void
    ) async throws {
        try await run(people: people, probing: probing) { scene in
            let proxy = try await FaultProxy.open(to: scene.node.federationPort)
            scene.federation.place(broken, at: proxy.port)
            do {
                try await scene.back()
                try await body(scene, proxy)
            } catch {
                await proxy.close()
                throw error
            }
            await proxy.close()
        }
    }

    /// A search for everybody; it answers in its time, whatever the region does.
    func search(count: Int = 50, within time: Duration = Limits.longestDeadline) async throws -> FederatedAnswer {
        let request = SearchRequest(text: "", count: count, purpose: TestAsker.purpose, timeLimit: time)
        let clock = ContinuousClock()
        let began = clock.now
        let answer = try await asker.ask(asker.search(request))
        #expect(clock.now - began < time + Self.slack)
        try #require(answer.status == 200)
        return try FederatedAnswerJSON.read(answer.body)
    }

    func outcome(_ answer: FederatedAnswer) throws -> RegionOutcome {
        try #require(answer.outcomes.first { $0.region.slug == Self.broken })
    }

    /// Every region is named once, the broken one with `state`, and the others with exactly who is there.
    func expect(_ state: RegionOutcome.State, _ answer: FederatedAnswer, _ what: String) throws {
        let place = Comment(rawValue: what)
        #expect(answer.outcomes.map(\.region.slug).sorted() == ["drechtsteden", "gorinchem", "zeeland"], place)
        let broken = try outcome(answer)
        #expect(broken.state == state, place)
        let isThere = state == .answered
        #expect(isThere ? broken.reason == nil : broken.reason?.isEmpty == false, place)
        let nodes = inside.nodes.filter { isThere || $0.code.slug != Self.broken }
        for node in nodes {
            #expect(answer.outcomes.first { $0.region == node.code }?.count == node.showcase.count, place)
        }
        #expect(answer.total == nodes.map(\.showcase.count).reduce(0, +), place)
        #expect(isThere || answer.hits.allSatisfy { $0.region.slug != Self.broken }, place)
        #expect(isThere || answer.coverage < 1, place)
    }

    /// Waits until the region answers again, by itself, and goes on answering.
    func back() async throws {
        let deadline = ContinuousClock.now + InsideFederation.patience
        var inRow = 0
        while inRow < 3 {
            let state = try await outcome(search(count: 1, within: Self.short)).state
            inRow = state == .answered ? inRow + 1 : 0
            try #require(ContinuousClock.now < deadline, "the region does not come back")
        }
    }

    /// Whether operators were told that the region is wrong, since the last time.
    func alarmed() -> Bool {
        log.taken().contains { $0.level >= .error && $0.metadata["region"] == Self.broken }
    }
}
