import Domain
import Federation
import Foundation
import PeerHTTP
import Showcase
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("I-8: one region that is slow, dead or in a flood costs the others nothing", .oneAtATime)
struct PartsThatFailTests {
    /// Gorinchem and Drechtsteden as they are, Zeeland feigned.
    private struct Scene: Sendable {
        let inside: InsideFederation
        let zeeland: FeignedRegion

        func asker(_ region: String, _ person: Int = 0) async throws -> TestAsker {
            var asker = try await TestAsker(region, in: inside.federation, clock: inside.clock)
            asker.person = String(repeating: String(person), count: 22)
            return asker
        }

        /// A search, and how long it took.
        func search(
            _ asker: TestAsker, within time: Duration, regions: [String] = []
        ) async throws -> (answer: PeerAnswer, time: Duration) {
            let filters = SearchFilters(regions: try regions.map { try RegionCode($0) })
            let request = SearchRequest(
                text: "", filters: filters, count: 50, purpose: TestAsker.purpose, timeLimit: time)
            let question = try await asker.search(request)
            let began = ContinuousClock.now
            return (try await asker.ask(question), .now - began)
        }

        /// Zeeland's outcome; that of the others is that they answered, with everybody.
        func outcome(_ answer: PeerAnswer) throws -> RegionOutcome {
            try #require(answer.status == 200)
            let federated = try FederatedAnswerJSON.read(answer.body)
            #expect(federated.outcomes.map(\.region.slug) == ["drechtsteden", "gorinchem", "zeeland"])
            for node in inside.nodes {
                let outcome = try #require(federated.outcomes.first { $0.region == node.code })
                #expect(outcome.state == .answered && outcome.count == node.showcase.count)
            }
            #expect(federated.hits.count == inside.nodes.map(\.showcase.count).reduce(0, +))
            return try #require(federated.outcomes.first { $0.region.slug == "zeeland" })
        }

        /// Zeeland as the gateway's machine room shows it, once it is as `isExpected` says.
        func standing(_ isExpected: (NodeStanding) -> Bool) async throws -> NodeStanding {
            let url = "http://\(try #require(inside.gateway).settings.ops)" + WirePath.standings
            let deadline = ContinuousClock.now + .seconds(30)
            while true {
                let answer = try await PortalClient.send("GET", url, [], nil)
                let zeeland = try StandingsJSON.decode(answer.body).first { $0.region.slug == "zeeland" }
                if let zeeland, isExpected(zeeland) { return zeeland }
                try #require(ContinuousClock.now < deadline, "\(String(describing: zeeland))")
                try await Task.sleep(for: .milliseconds(20))
            }
        }

        /// Gives Zeeland another address of 127.0.0.1 before its own.
        func putFirst(port: Int) {
            let registry = inside.federation.registry
            let held = registry.value
            let members = held.members.map { member in
                guard member.region.code.slug == "zeeland" else { return member }
                let region = member.region
                let first = Endpoint(host: region.endpoints[0].host, port: port, address: "127.0.0.1")
                let both = Region(
                    code: region.code, cbsCode: region.cbsCode, name: region.name, randstad: region.randstad,
                    oin: region.oin, centreMunicipality: region.centreMunicipality,
                    municipalities: region.municipalities, endpoints: [first] + region.endpoints, roles: region.roles,
                    status: region.status)
                return Registry.Member(region: both, keys: member.keys)
            }
            registry.replace(
                with: Registry(
                    serial: held.serial + 1, issued: held.issued, expires: held.expires, members: members,
                    gateways: held.gateways))
        }

        /// Zeeland fails until nothing is sent to it any more.
        func open(_ asker: TestAsker) async throws {
            for _ in 0..<Limits.breakerFailuresInRow {
                let (answer, _) = try await search(asker, within: .milliseconds(500))
                #expect(try [.late, .skipped].contains(outcome(answer).state))
            }
        }
    }

    private func run(
        _ manner: FeignedRegion.Manner, admission: AdmissionLimits = AdmissionLimits(),
        _ body: @escaping @Sendable (Scene) async throws -> Void
    ) async throws {
        let regions = try ["gorinchem", "drechtsteden", "zeeland"].map { try InsideFederation.region($0) }
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: 40) }, unplaced: ["zeeland"],
            admission: admission
        ) { inside in
            let zeeland = try FeignedRegion("zeeland", manner, clock: inside.clock)
            try await withPeerServer(
                tls: inside.federation.tls("zeeland"), accepting: [.gateway], handler: zeeland.handler
            ) { port in
                inside.federation.place("zeeland", at: port)
                try await body(Scene(inside: inside, zeeland: zeeland))
                // Nobody connects any more while the feigned server ends.
                inside.federation.place("zeeland", at: 1)
            }
        }
    }

    @Test("a slow region is not waited for once nearly everybody has been searched, and is told so")
    func slow() async throws {
        try await run(.slow) { scene in
            _ = try await scene.standing { $0.health?.visibleProfiles == 1 }
            let asker = try await scene.asker("gorinchem")
            let (answer, time) = try await scene.search(asker, within: .seconds(8))
            let outcome = try scene.outcome(answer)
            #expect(outcome.state == .late && outcome.reason == CallFailure.overtaken.reason("Zeeland"))
            // A quarter of the eight seconds, and what a busy machine adds.
            #expect(time > .seconds(1) && time < .seconds(4))
        }
    }

    @Test("an address from which nothing comes back is not waited for either")
    func unreachable() async throws {
        try await run(.answers) { scene in
            _ = try await scene.standing { $0.health?.visibleProfiles == 1 }
            let hole = try await BlackHole.open()
            scene.inside.federation.place("zeeland", at: hole.port)
            let (answer, time) = try await scene.search(try await scene.asker("gorinchem"), within: .seconds(4))
            #expect(try scene.outcome(answer).state == .late)
            // A quarter of the four seconds; a connection is tried for three.
            #expect(time < .milliseconds(2_500))
            await hole.close()
        }
    }

    @Test("a dead region is skipped once its breaker is open, at no cost, and is back after its return")
    func dead() async throws {
        try await run(.silent) { scene in
            let asker = try await scene.asker("gorinchem")
            try await scene.open(asker)
            let asked = scene.zeeland.searches
            let (answer, time) = try await scene.search(asker, within: .seconds(5))
            let outcome = try scene.outcome(answer)
            #expect(outcome.state == .skipped && outcome.reason == CallFailure.leftAlone.reason("Zeeland"))
            #expect(time < .seconds(2) && scene.zeeland.searches == asked)
            let detail = try await asker.ask(
                asker.open("zeeland.x", at: scene.inside.federation.region("zeeland").oin))
            #expect(detail.status == 503 && detail.header("Retry-After") != nil)
            let open = try await scene.standing { $0.traffic?.breaker != .closed }
            #expect(open.mark != .ok && open.sentence.contains("slaan het nu over"))
            scene.zeeland.become(.answers)
            _ = try await scene.standing { $0.traffic?.breaker == .closed }
            #expect(try await scene.outcome(scene.search(asker, within: .seconds(5)).answer).state == .answered)
        }
    }

    @Test("a region that makes contact itself is asked again in that very search")
    func contact() async throws {
        try await run(.silent) { scene in
            try await scene.open(try await scene.asker("gorinchem"))
            scene.zeeland.become(.answers)
            let (answer, _) = try await scene.search(try await scene.asker("zeeland"), within: .seconds(5))
            #expect(try scene.outcome(answer).state == .answered)
        }
    }

    @Test("a region whose first address takes no connection is asked at its second, in the same search")
    func failsOver() async throws {
        try await run(.answers) { scene in
            // Nobody listens on port 1.
            scene.putFirst(port: 1)
            let asker = try await scene.asker("gorinchem")
            for _ in 0...Limits.breakerFailuresInRow {
                #expect(try await scene.outcome(scene.search(asker, within: .seconds(8)).answer).state == .answered)
            }
            #expect(try await scene.standing { $0.state == .answered }.traffic?.breaker == .closed)
        }
    }

    @Test("a profile goes on from an address that makes no connection: nothing was sent there, and it is asked once")
    func failsOverProfile() async throws {
        try await run(.answers) { scene in
            let hole = try await BlackHole.open()
            scene.putFirst(port: hole.port)
            let asker = try await scene.asker("gorinchem")
            // Longer than twice what a connection is tried for: the first address leaves time of its half.
            var question = try await asker.open("zeeland.x", at: scene.inside.federation.region("zeeland").oin)
            question.timeLimitMs = 8_000
            // The second address answers, that it knows no such profile.
            #expect(try await asker.ask(question).status == 404)
            await hole.close()
        }
    }

    @Test("a flood of one region is refused with when to try again, while another is served")
    func flood() async throws {
        var limits = AdmissionLimits()
        limits.atOnceOfRegion = 2
        limits.waitingOfRegion = 2
        try await run(.silent, admission: limits) { scene in
            let askers = try await withThrowingTaskGroup(of: TestAsker.self) { group in
                for person in 0..<8 { group.addTask { try await scene.asker("gorinchem", person) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let other = try await scene.asker("drechtsteden")
            try await withThrowingTaskGroup(of: PeerAnswer.self) { group in
                for asker in askers {
                    group.addTask { try await scene.search(asker, within: .seconds(4), regions: ["zeeland"]).answer }
                }
                // The first two are under way, and wait for a region that does not answer.
                let deadline = ContinuousClock.now + .seconds(20)
                while scene.zeeland.searches < 2, ContinuousClock.now < deadline {
                    try await Task.sleep(for: .milliseconds(5))
                }
                let (answer, time) = try await scene.search(other, within: .seconds(4), regions: ["drechtsteden"])
                #expect(answer.status == 200 && time < .seconds(2))
                let answers = try await group.reduce(into: [PeerAnswer]()) { $0.append($1) }
                let refused = answers.filter { $0.status == 429 }
                #expect(answers.map(\.status).sorted() == [429, 429, 429, 429, 429, 429, 503, 503])
                #expect(refused.allSatisfy { Int($0.header("Retry-After") ?? "") ?? 0 > 0 })
                #expect(refused.allSatisfy { $0.contentType == MediaType.problem })
            }
            let url = "http://\(try #require(scene.inside.gateway).settings.ops)" + WirePath.standings
            let standings = try StandingsJSON.decode(try await PortalClient.send("GET", url, [], nil).body)
            let refused = standings.map { ($0.region.slug, $0.traffic?.refused ?? 0) }.filter { $0.1 > 0 }
            #expect(refused.map(\.0) == ["gorinchem"] && refused.map(\.1) == [6])
        }
    }

    @Test("lines come as regions answer: theirs first, then the head, the hits, the end")
    func streams() async throws {
        try await run(.slow) { scene in
            let asker = try await scene.asker("gorinchem")
            let request = SearchRequest(
                text: "", count: 50, purpose: TestAsker.purpose, timeLimit: Limits.longestDeadline)
            let reader = try await GatewayReader.ask(
                asker.search(request), as: "gorinchem", in: scene.inside.federation)
            let text = await reader.read { text in
                // Zeeland answers only once the lines of the two others are here.
                if text.contains(#""regio":"gorinchem""#), text.contains(#""regio":"drechtsteden""#) {
                    scene.zeeland.release()
                }
                return text.contains(#""soort":"einde""#)
            }
            let kinds = text.split(separator: "\n").compactMap { line in
                line.firstMatch(of: /"soort":"([a-z]+)"/).map { String($0.output.1) }
            }
            let hits = scene.inside.nodes.map(\.showcase.count).reduce(0, +)
            let expected =
                Array(repeating: "regio", count: 3) + ["kop"] + Array(repeating: "regel", count: 3)
                + Array(repeating: "treffer", count: hits) + ["einde"]
            #expect(kinds == expected)
            #expect(text.hasPrefix("HTTP/1.1 200"))
            let last = text.split(separator: "\n").last { line in
                line.contains(#""soort":"regio""#) && !line.contains(#""regel":"#)
            }
            #expect(last?.contains("zeeland") == true && last?.contains("beantwoord") == true)
            reader.goAway()
        }
    }

    @Test("a region that was late on a page and answers on the next is told so; nobody is shown twice or left out")
    func pages() async throws {
        try await run(.slow) { scene in
            let asker = try await scene.asker("gorinchem")
            var request = SearchRequest(text: "", count: 7, purpose: TestAsker.purpose, timeLimit: .seconds(2))
            var shown: [UInt64] = []
            var outcomes: [RegionOutcome] = []
            repeat {
                let answer = try await asker.ask(asker.search(request))
                try #require(answer.status == 200)
                let page = try FederatedAnswerJSON.read(answer.body)
                shown += page.hits.map(\.tie)
                outcomes.append(try #require(page.outcomes.first { $0.region.slug == "zeeland" }))
                request.position = page.next
                request.timeLimit = Limits.longestDeadline
                scene.zeeland.become(.answers)
                scene.zeeland.release()
                try #require(outcomes.count < 20)
            } while request.position != nil
            #expect(Set(shown).count == shown.count)
            #expect(shown.count == scene.inside.nodes.map(\.showcase.count).reduce(0, +))
            #expect(outcomes.count > 2 && outcomes[0].state == .late)
            let later = outcomes.dropFirst()
            let reasons = Set(later.map { $0.state == .answered ? $0.reason : $0.state.rawValue })
            #expect(reasons == [QueryLedger.joinedLate("Zeeland")])
        }
    }
}
