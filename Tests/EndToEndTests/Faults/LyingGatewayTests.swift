import Accountability
import Domain
import Foundation
import PeerHTTP
import Showcase
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite(
    "A gateway cannot alter an answer: what it does is found out, named in the audit log, and shown to nobody",
    .oneAtATime)
struct LyingGatewayTests {
    private struct Scene: Sendable {
        let inside: InsideFederation
        let liar: LyingGateway
        let portal: PortalClient
        var node: InsideNode { get throws { try inside.node("gorinchem") } }

        /// What the audit log says that gateways were caught at, since line `number`.
        func alarms(after number: Int) async throws -> [String] {
            let log = try node.stores.accountability.auditLog
            return try await log.records(after: number, limit: 500).map(\.record)
                .filter { $0.action == "alarm" && $0.object.hasPrefix("gateway ") }.map(\.result)
        }

        func end() async throws -> Int { try await node.stores.accountability.auditLog.head().number }
    }

    /// - Parameter second: whether there is another gateway, an honest one.
    private func run(_ body: @escaping @Sendable (Scene) async throws -> Void) async throws {
        let regions = try ["gorinchem", "drechtsteden", "zeeland"].map { try InsideFederation.region($0) }
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: 60) }, admission: .ofImpatience
        ) { inside in
            let honest = try #require(inside.gateway).settings.federation.port
            let liar = try LyingGateway(for: "gorinchem", in: inside.federation, honest: honest)
            try await withPeerServer(
                tls: inside.federation.tls(TestFederation.gatewayName), accepting: [.asker], handler: liar.handler
            ) { port in
                inside.federation.place(TestFederation.gatewayName, at: port)
                let portal = try await inside.node("gorinchem").logIn()
                try await body(Scene(inside: inside, liar: liar, portal: portal))
            }
        }
    }

    @Test("what it does to a list")
    func lists() async throws {
        try await run { scene in
            let whole = scene.inside.nodes.map(\.showcase.count).reduce(0, +)
            let own = try scene.node.showcase.count
            for forgery in Forgery.all {
                scene.liar.forge(nil)
                let before = try await scene.end()
                let honest = try #require(try await scene.portal.search("").answer)
                #expect(honest.total == whole && honest.outcomes.allSatisfy { $0.state == .answered })
                #expect(try await scene.alarms(after: before).isEmpty, "\(forgery.name)")
                let start = try await scene.end()
                scene.liar.forge(forgery)
                let forged = try #require(try await scene.portal.search("").answer)
                let alarms = try await scene.alarms(after: start)
                #expect(alarms.contains { $0.contains(forgery.finding) }, "\(forgery.name): \(alarms)")
                #expect(alarms.count == 1 || forgery.finding == "regionNotOnce", "\(forgery.name): \(alarms)")
                if forgery.isPartial {
                    let faulty = forged.outcomes.filter { $0.state == .faulty }
                    #expect(faulty.count == 1 && forged.total < whole, "\(forgery.name)")
                    #expect(forged.hits.allSatisfy { $0.region != faulty.first?.region }, "\(forgery.name)")
                    #expect(forged.coverage < 1)
                } else {
                    // Nothing of it is used: the own region only, from its own showcase.
                    #expect(forged.total == own, "\(forgery.name)")
                    #expect(forged.hits.allSatisfy { $0.region.slug == "gorinchem" }, "\(forgery.name)")
                }
            }
        }
    }

    @Test("what it does to a sealed profile")
    func details() async throws {
        try await run { scene in
            let answer = try #require(try await scene.portal.search("").answer)
            let handle = try #require(answer.hits.first { $0.region.slug == "zeeland" }?.handle)
            let opened = try await scene.portal.open(handle)
            #expect(opened.status == 200)
            let start = try await scene.end()
            for change: @Sendable (inout [UInt8]) -> Void in [
                { $0[40] ^= 1 }, { $0.removeLast() }, { $0 = Array("{}".utf8) }, { $0.append(0) },
            ] {
                scene.liar.forge(Forgery(name: "detail", finding: "", detail: change))
                #expect(try await scene.portal.open(handle).status == 503)
            }
            #expect(try await scene.alarms(after: start).count == 4)
            scene.liar.forge(nil)
            #expect(try await scene.portal.open(handle).status == 200)
        }
    }
}
