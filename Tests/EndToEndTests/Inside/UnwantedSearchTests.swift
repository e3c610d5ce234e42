import Domain
import PeerHTTP
import Search
import Showcase
import Testing
import Wire

@testable import hallowerk

@Suite("A node does no work that nobody waits for", .oneAtATime)
struct UnwantedSearchTests {
    @Test("a search whose time is over is 503, one that has time is answered")
    func late() async throws {
        let region = try InsideFederation.region("gorinchem")
        try await InsideFederation.run(
            [region], people: { try InsideFederation.people(in: $0, count: 20) }, gateway: false
        ) { inside in
            let node = try inside.node("gorinchem")
            let gateway = try TestGateway(in: inside.federation)
            let asker = try await TestAsker("gorinchem", in: inside.federation, clock: inside.clock)
            for (milliseconds, status) in [(nil, 200), (8_000, 200), (0, 503)] as [(Int?, Int)] {
                var question = try await asker.search(SearchRequest(text: "", purpose: TestAsker.purpose))
                question.timeLimitMs = milliseconds
                #expect(try await gateway.send(question, to: node).status == status)
            }
        }
    }

    @Test("what is thrown between two windows ends the search, and the next is as it was")
    func ended() async throws {
        let region = try InsideFederation.region("gorinchem")
        try await InsideFederation.run(
            [region], people: { try InsideFederation.people(in: $0, count: 20) }, gateway: false
        ) { inside in
            let showcase = try inside.node("gorinchem").showcase
            let query = SearchRequest(text: "", purpose: TestAsker.purpose)
            let salt = SearchSalt(high: 1, low: 2)
            #expect(throws: CancellationError.self) {
                try showcase.search(query, salt: salt, epoch: .none) { throw CancellationError() }
            }
            #expect(showcase.search(query, salt: salt).value.total == showcase.count)
        }
    }
}
