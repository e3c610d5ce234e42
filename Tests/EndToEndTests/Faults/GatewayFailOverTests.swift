import Domain
import Foundation
import PeerHTTP
import Showcase
import Synchronization
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite(
    "A node goes on to the next gateway within one call: a search always, a profile while nothing was sent", .oneAtATime
)
struct GatewayFailOverTests {
    private static let second = "gateway-2"

    /// Two regions and two gateways, the first behind a proxy.
    private struct Scene: Sendable {
        let inside: InsideFederation
        let node: InsideNode
        let portal: PortalClient
        let first: FaultProxy

        /// A search that all of the federation answered, in its time.
        func expectWhole(_ what: Comment, within time: Duration = .seconds(10)) async throws -> FederatedAnswer {
            let clock = ContinuousClock()
            let began = clock.now
            let found = try await portal.search("", extra: ["tijdslimietMs": Int(time / .milliseconds(1))])
            #expect(clock.now - began < time + .milliseconds(500), what)
            let answer = try #require(found.answer, what)
            #expect(answer.outcomes.count == 2 && answer.outcomes.allSatisfy { $0.state == .answered }, what)
            #expect(answer.total == inside.nodes.map(\.showcase.count).reduce(0, +), what)
            return answer
        }

        func other(_ answer: FederatedAnswer) throws -> String {
            try #require(answer.hits.first { $0.region != node.code }).handle
        }
    }

    private func run(_ body: @escaping @Sendable (Scene) async throws -> Void) async throws {
        let regions = [try InsideFederation.region("gorinchem"), try InsideFederation.region("zeeland")]
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: 20) }, gateways: 2
        ) { inside in
            let federation = inside.federation
            let footing = try await InsideFederation.footing(
                Self.second, in: federation, data: federation.folder + "/data-" + Self.second, clock: inside.clock)
            let first = try await FaultProxy.open(to: #require(inside.gateway).settings.federation.port)
            federation.place(TestFederation.gatewayName, at: first.port)
            federation.place(Self.second, at: footing.settings.federation.port)
            try await InsideFederation.started([footing.settings], services: GatewayProcess.services(footing)) {
                let node = try inside.node("gorinchem")
                let scene = Scene(inside: inside, node: node, portal: try await node.logIn(), first: first)
                try await body(scene)
            }
            await first.close()
        }
    }

    @Test("killed: searches and profiles go on without a failure")
    func killed() async throws {
        try await run { scene in
            let before = try await scene.expectWhole("both")
            #expect(scene.first.lastAnswer > 0)
            await scene.first.close(resetting: true)
            for _ in 0..<3 {
                let answer = try await scene.expectWhole("the first is gone")
                #expect(try await scene.portal.open(scene.other(answer)).status == 200)
            }
            #expect(try await scene.portal.open(scene.other(before)).status == 200)
        }
    }

    @Test("silent: it costs one call its share of the time, and once it is noticed nothing")
    func silent() async throws {
        try await run { scene in
            _ = try await scene.expectWhole("both")
            scene.first.set(.blackHole)
            // Until the kept connections are found dead, a search that is sent on one of them waits in vain.
            let deadline = ContinuousClock.now + .seconds(8)
            while try await scene.portal.search("", extra: ["tijdslimietMs": 1_000]).answer?.coverage != 1 {
                try #require(ContinuousClock.now < deadline)
            }
            for _ in 0..<3 { _ = try await scene.expectWhole("noticed", within: .seconds(2)) }
            scene.first.set(.none)
            _ = try await scene.expectWhole("healed")
        }
    }

    @Test("not ready: a search goes on, a profile does not, since the first may have passed it on")
    func notReady() async throws {
        let searches = Mutex(0)
        let details = Mutex(0)
        try await run { scene in
            let handle = try scene.other(try await scene.expectWhole("both"))
            let federation = scene.inside.federation
            try await withPeerServer(
                tls: federation.tls(TestFederation.gatewayName), accepting: [.asker],
                handler: { request, responder in
                    if request.path == WirePath.search { searches.withLock { $0 += 1 } }
                    if request.path == WirePath.profiles + "/" + handle { details.withLock { $0 += 1 } }
                    try? await responder.send(PeerResponse(Problem.unavailable()))
                }
            ) { port in
                federation.place(TestFederation.gatewayName, at: port)
                let deadline = ContinuousClock.now + .seconds(20)
                while searches.withLock({ $0 == 0 }) {
                    try #require(ContinuousClock.now < deadline)
                    _ = try await scene.expectWhole("not ready")
                }
                #expect(try await scene.portal.open(handle).status == 503)
                #expect(details.withLock { $0 } == 1)
            }
        }
    }
}
