import Domain
import Foundation
import PeerHTTP
import Showcase
import TestSupport
import Testing
import Wire

@testable import hallowerk

@Suite("What a gateway answers instead of a search reaches the asker as what it is", .oneAtATime)
struct GatewayThatRefusesTests {
    /// What the gateway says, and what a program that asked its portal gets.
    struct Refusal: Sendable {
        let response: PeerResponse
        let search: Int
        let detail: Int
    }

    static let refusals = [
        Refusal(response: PeerResponse(Problem.badRequest([])), search: 400, detail: 400),
        Refusal(response: PeerResponse(Problem.tooManyRequests(retryAfterSeconds: 7)), search: 429, detail: 429),
        // The own region answers, with a banner: nobody else can be reached.
        Refusal(response: PeerResponse(Problem.forbidden()), search: 200, detail: 200),
        Refusal(response: PeerResponse(Problem.unavailable()), search: 200, detail: 200),
        Refusal(response: PeerResponse(.internalError()), search: 200, detail: 200),
        Refusal(response: PeerResponse(Problem.notFound()), search: 200, detail: 404),
        Refusal(
            response: PeerResponse(status: 200, headers: [(name: "Content-Type", value: "text/html")], body: [60]),
            search: 200, detail: 503),
    ]

    @Test("each status", arguments: refusals.indices)
    func each(_ index: Int) async throws {
        let refusal = Self.refusals[index]
        let regions = [try InsideFederation.region("gorinchem"), try InsideFederation.region("zeeland")]
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: 20) }, gateway: false
        ) { inside in
            let federation = inside.federation
            try await withPeerServer(
                tls: federation.tls(TestFederation.gatewayName), accepting: [.asker],
                handler: { _, responder in try? await responder.send(refusal.response) }
            ) { port in
                let node = try inside.node("gorinchem")
                let portal = try await node.logIn()
                // Before there is a gateway, the own region gives handles.
                let own = try #require(try await portal.search("").answer)
                #expect(own.total == node.showcase.count && own.outcomes.count == 2)
                federation.place(TestFederation.gatewayName, at: port)
                let found = try await portal.search("")
                #expect(found.status == refusal.search)
                if refusal.search == 200 { #expect(found.answer?.total == node.showcase.count) }
                #expect(try await portal.open(own.hits[0].handle).status == refusal.detail)
            }
        }
    }
}
