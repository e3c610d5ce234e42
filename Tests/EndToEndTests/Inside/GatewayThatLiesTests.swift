import Accountability
import Domain
import Foundation
import PeerHTTP
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite(
    "I-10: what a gateway forges or widens is refused at the source, and the reason is in its audit log", .oneAtATime)
struct GatewayThatLiesTests {
    /// A region with its people, an asker of another region, and a gateway in the hands of the test.
    private struct Scene: Sendable {
        let node: InsideNode
        let asker: TestAsker
        let gateway: TestGateway
        let federation: InsideFederation

        func search(_ text: String = "", count: Int = 3) async throws -> Question {
            try await asker.search(SearchRequest(text: text, count: count, purpose: TestAsker.purpose))
        }

        func handles() async throws -> [String] {
            let answer = try await gateway.send(search(), to: node)
            try #require(answer.status == 200)
            return try Lines(answer.body).hits.map { try $0.text("handvat") }
        }

        /// The newest results in the node's audit log, oldest first.
        func audited(_ count: Int) async throws -> [String] {
            let log = node.stores.accountability.auditLog
            let end = try await log.head().number
            return try await log.records(after: max(0, end - count), limit: count).map(\.record.result)
        }
    }

    private func run(_ body: @escaping @Sendable (Scene) async throws -> Void) async throws {
        let regions = [try InsideFederation.region("gorinchem"), try InsideFederation.region("zeeland")]
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: 40) }, gateway: false
        ) { federation in
            try await body(
                Scene(
                    node: federation.node("gorinchem"),
                    asker: TestAsker("zeeland", in: federation.federation, clock: federation.clock),
                    gateway: TestGateway(in: federation.federation), federation: federation))
        }
    }

    @Test("another body under the same verklaring: more people, other filters, one byte")
    func body() async throws {
        try await run { scene in
            let asked = try await scene.search()
            let wider = SearchRequestJSON.encode(SearchRequest(text: "", count: 50, purpose: TestAsker.purpose))
            for body in [wider, asked.body + [UInt8(ascii: " ")], []] {
                var forged = asked
                forged.body = body
                let answer = try await scene.gateway.send(forged, to: scene.node)
                #expect([403, 415].contains(answer.status))
                #expect(answer.contentType == MediaType.problem)
            }
            #expect(try await scene.audited(2) == ["refused: wrongBody", "refused: wrongBody"])
            #expect(try await scene.gateway.send(asked, to: scene.node).status == 200)
        }
    }

    @Test("a verklaring for a search opens no profile, and one for a profile no other profile")
    func path() async throws {
        try await run { scene in
            let handles = try await scene.handles()
            var search = try await scene.search()
            search.method = "GET"
            search.path = WirePath.profiles + "/" + handles[0]
            search.body = []
            #expect(try await scene.gateway.send(search, to: scene.node).status == 403)
            #expect(try await scene.audited(1) == ["refused: wrongMethod"])
            var detail = try await scene.asker.open(handles[0], at: scene.node.keys.oin)
            detail.path = WirePath.profiles + "/" + handles[1]
            #expect(try await scene.gateway.send(detail, to: scene.node).status == 403)
            #expect(try await scene.audited(1) == ["refused: wrongPath"])
        }
    }

    @Test("another purpose: in the body it is not the verklaring's, for a profile it is not the search's")
    func purpose() async throws {
        try await run { scene in
            let handle = try #require(try await scene.handles().first)
            let other = try Purpose(activity: .mediate, basis: .participatiewet)
            let asked = try await scene.asker.search(SearchRequest(text: "", count: 3, purpose: other))
            #expect(try await scene.gateway.send(asked, to: scene.node).status == 403)
            #expect(try await scene.audited(1) == ["refused: purposeDiffersFromBody"])
            var asker = scene.asker
            asker.purpose = other
            let question = try await asker.open(handle, at: scene.node.keys.oin)
            #expect(try await scene.gateway.send(question, to: scene.node).status == 404)
            #expect(try await scene.audited(1) == ["not found: purposeDiffersFromSearch"])
        }
    }

    @Test("every handle that is not this person's own, whole and fresh, gets one and the same 404")
    func handles() async throws {
        try await run { scene in
            let handle = try #require(try await scene.handles().first)
            var stranger = scene.asker
            stranger.person = "bbbbbbbbbbbbbbbbbbbbbb"
            let neighbour = try await TestAsker(
                "gorinchem", in: scene.federation.federation, clock: scene.federation.clock)
            let home = scene.node.keys.oin
            let last = handle.utf8.last == UInt8(ascii: "A") ? "Q" : "A"
            let questions = [
                try await stranger.open(handle, at: home), try await neighbour.open(handle, at: home),
                try await scene.asker.open(handle.dropLast() + last, at: home),
                try await scene.asker.open("gorinchem.AAAA", at: home),
                try await scene.asker.open("zeeland." + handle.dropFirst("gorinchem.".count), at: home),
            ]
            var answers: Set<[UInt8]> = []
            for question in questions {
                answers.insert(try await scene.gateway.bytes(question.message, to: scene.node))
            }
            scene.federation.clock.pass(seconds: TimeInterval(Limits.handleSeconds))
            let late = try await scene.asker.open(handle, at: home)
            answers.insert(try await scene.gateway.bytes(late.message, to: scene.node))
            #expect(answers.count == 1)
            #expect(answers.first.map { String(decoding: $0.prefix(12), as: UTF8.self) } == "HTTP/1.1 404")
            let reasons = ["otherRequester", "otherRequester", "altered", "altered", "otherRegion", "expired"]
            #expect(try await scene.audited(6) == reasons.map { "not found: handle \($0)" })
        }
    }

    @Test("a search again is the same search; a profile again, and one transaction for two questions, are refused")
    func replay() async throws {
        try await run { scene in
            let search = try await scene.search()
            let first = try Lines(try await scene.gateway.send(search, to: scene.node).body)
            let again = try Lines(try await scene.gateway.send(search, to: scene.node).body)
            #expect(first.hits.map { $0["rang"]?.text } == again.hits.map { $0["rang"]?.text })
            let handle = try first.hits[0].text("handvat")
            let detail = try await scene.asker.open(handle, at: scene.node.keys.oin)
            #expect(try await scene.gateway.send(detail, to: scene.node).status == 200)
            #expect(try await scene.gateway.send(detail, to: scene.node).status == 403)
            #expect(try await scene.audited(1).first?.hasPrefix("refused: replay") == true)
            scene.federation.clock.pass(seconds: TimeInterval(Limits.verklaringSeconds + Limits.clockLeewaySeconds))
            #expect(try await scene.gateway.send(search, to: scene.node).status == 403)
            #expect(try await scene.audited(1) == ["refused: expired"])
        }
    }

    @Test("a profile for one region is not asked at another, and a gateway signs nothing")
    func audience() async throws {
        try await run { scene in
            let handle = try #require(try await scene.handles().first)
            let elsewhere = try await scene.asker.open(handle, at: scene.asker.keys.oin)
            #expect(try await scene.gateway.send(elsewhere, to: scene.node).status == 403)
            #expect(try await scene.audited(1) == ["refused: wrongAudience"])
            let federation = scene.federation.federation
            let clock = scene.federation.clock
            let signer = try await VerklaringSigner(
                keys: CurrentKeys(federation.keys(TestFederation.gatewayName)), registry: federation.registry,
                now: { clock.now })
            let body = SearchRequestJSON.encode(SearchRequest(text: "", count: 3, purpose: TestAsker.purpose))
            let signed = try await signer.sign(
                person: scene.asker.person, organisation: scene.asker.organisation, role: .accountManager,
                purpose: TestAsker.purpose, audience: .federation, method: "POST", path: WirePath.search, body: body)
            let forged = Question(
                method: "POST", path: WirePath.search, body: body, id: signed.id, token: signed.token)
            #expect(try await scene.gateway.send(forged, to: scene.node).status == 403)
            #expect(try await scene.audited(1) == ["refused: unknownIssuer"])
        }
    }
}
