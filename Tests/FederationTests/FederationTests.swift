import Domain
import Federation
import Foundation
import Testing

/// A registry of three small regions.
enum Members {
    static func registry(
        statuses: [RegionStatus] = [.active, .active, .active], roles: Set<FederationRole> = [.source, .asker]
    ) throws -> Registry {
        let members = try statuses.enumerated().map { number, status in
            let municipality = Municipality(
                code: try MunicipalityCode("GM000\(number)"), name: "Plaats \(number)",
                oin: try OIN("0000009920000000\(number)000"), centre: try Coordinate(latitude: 52, longitude: 5))
            return Registry.Member(
                region: Region(
                    code: try RegionCode("regio-\(number)"), cbsCode: "AM0\(number)", name: "Regio \(number)",
                    randstad: true, oin: try OIN("0000009910000000\(number)000"), centreMunicipality: municipality.code,
                    municipalities: [municipality], endpoints: [Endpoint(host: "r\(number).example", port: 8_443)],
                    roles: roles, status: status),
                keys: .init(signing: [], sealing: []))
        }
        return Registry(serial: 1, issued: .now, expires: .now, members: members, gateways: [])
    }

    static func request(_ filters: SearchFilters = SearchFilters()) throws -> SearchRequest {
        SearchRequest(text: "", filters: filters, purpose: try Purpose(activity: .fillVacancy, basis: .wetSuwi))
    }
}

@Suite("A query names every registered region exactly once (I-7)")
struct QueryLedgerTests {
    @Test("answered, failed, late and never asked: one outcome each, whatever comes twice")
    func once() throws {
        let registry = try Members.registry(statuses: [.active, .active, .maintenance])
        var ledger = QueryLedger(FanOutPlan(registry: registry, request: try Members.request()))
        let codes = registry.members.map(\.region.code)
        #expect(ledger.answered(codes[0], count: 3, asOf: .now, duration: .milliseconds(5)) != nil)
        #expect(ledger.failed(codes[0], .faulty, duration: nil) == nil)
        #expect(ledger.answered(codes[2], count: 1, asOf: .now, duration: .zero) == nil)
        let all = ledger.all(after: .milliseconds(1_500))
        #expect(all.map(\.region) == codes)
        #expect(all.map(\.state) == [.answered, .late, .skipped])
        #expect(all[1].reason == "Regio 1 antwoordde niet binnen 1,5 seconde.")
        #expect(!ledger.isComplete)
    }

    @Test("a region that missed a page is told so once it answers, and every page after names it")
    func missed() throws {
        let registry = try Members.registry(statuses: [.active, .active, .maintenance])
        let codes = registry.members.map(\.region.code)
        let plan = FanOutPlan(registry: registry, request: try Members.request())
        var first = QueryLedger(plan)
        _ = first.answered(codes[0], count: 3, asOf: .now, duration: .zero)
        #expect(first.missedSoFar == [codes[1], codes[2]])
        var second = QueryLedger(plan, missed: first.missedSoFar)
        #expect(second.answered(codes[0], count: 3, asOf: .now, duration: .zero)?.reason == nil)
        let late = second.answered(codes[1], count: 3, asOf: .now, duration: .zero)
        #expect(late?.state == .answered && late?.reason == QueryLedger.joinedLate("Regio 1"))
        #expect(second.missedSoFar == [codes[1], codes[2]])
    }

    @Test("a region outside the filter is not asked")
    func filtered() throws {
        let registry = try Members.registry()
        let filters = SearchFilters(regions: [registry.members[1].region.code])
        let plan = FanOutPlan(registry: registry, request: try Members.request(filters))
        #expect(plan.asked.map(\.region.code) == [registry.members[1].region.code])
        #expect(plan.decided.allSatisfy { $0.state == .notAsked && $0.reason != nil })
    }
}

@Suite("Merge: best first, independent of who answered first")
struct MergeTests {
    @Test("any order of the lists gives one page, also of scores below nought", arguments: [0, -20, -20_261_201])
    func order(_ shift: Int) throws {
        let keys: [[(Int, UInt64)]] = [[(30, 1), (10, 5)], [(20, 2), (10, 4)], [(30, 0), (10, 5)]]
        let lists = try keys.enumerated().map { number, list in
            Merge.List(
                region: try RegionCode("regio-\(number)"), keys: list.map { Merge.Key(score: $0.0 + shift, tie: $0.1) },
                more: false)
        }
        let expected = ["regio-2", "regio-0", "regio-1", "regio-1", "regio-0"]
        for permutation in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            let shuffled = permutation.map { lists[$0] }
            let page = Merge.page(shuffled, limit: 5)
            #expect(page.hits.map { shuffled[$0.list].region.slug } == expected)
            #expect(page.more)
        }
    }

    @Test("a region without the query's epoch is refused with a reason of its own, not broken")
    func epochGone() throws {
        #expect(CallFailure.epochGone.state == .refused)
        #expect(CallFailure.epochGone.reason("Rijnmond").contains("zoek opnieuw"))
    }

    @Test(
        "a node whose epoch is older than both that are given out is told so",
        arguments: [(0, 0, true), (7, 7, true), (9, 7, true), (6, 7, false), (0, 7, false)])
    func epochOutOfDate(_ epoch: Int, _ oldest: Int, _ isFine: Bool) throws {
        let member = try #require(try Members.registry().members.first)
        let now = Date.now
        let health = NodeHealth(
            region: member.region.code, version: SoftwareVersion.current, registrySerial: 1, epoch: epoch, clock: now,
            uptimeSeconds: 1, certificateExpires: now.addingTimeInterval(86_400 * 60), visibleProfiles: 3, log: .ok)
        var board = HealthBoard(started: now)
        board.note(
            .healthy(health, latency: .zero), of: member, registrySerial: 1, oldestEpoch: oldest, at: now)
        let standing = try #require(
            board.standings(try Members.registry(), at: now).first { $0.region == member.region.code })
        #expect((standing.mark == .ok) == isFine && standing.sentence.contains("tijdvak") == !isFine)
    }

    @Test(
        "the end of a node's certificate is told from thirty days before it",
        arguments: [
            (31.0, NodeHealth.Mark.ok, "Alles werkt"), (29.5, .attention, "over 29 dagen"),
            (6.5, .attention, "over 6 dagen"), (0.9, .critical, "binnen een dag"), (-1, .critical, "is verlopen"),
        ])
    func certificateEnds(_ days: Double, _ mark: NodeHealth.Mark, _ sentence: String) throws {
        let member = try #require(try Members.registry().members.first)
        let now = Date.now
        let health = NodeHealth(
            region: member.region.code, version: SoftwareVersion.current, registrySerial: 1, clock: now,
            uptimeSeconds: 1, certificateExpires: now.addingTimeInterval(86_400 * days), visibleProfiles: 3, log: .ok)
        var board = HealthBoard(started: now)
        board.note(.healthy(health, latency: .zero), of: member, registrySerial: 1, at: now)
        let standing = try #require(
            board.standings(try Members.registry(), at: now).first { $0.region == member.region.code })
        #expect(standing.mark == mark && standing.sentence.contains(sentence), "\(standing.sentence)")
    }

    @Test("coverage is a share of the visible people, unknown regions counting as the mean")
    func coverage() throws {
        let codes = try ["a1", "b2", "c3"].map { try RegionCode($0) }
        let visible = [codes[0]: 300, codes[1]: 100]
        #expect(Coverage.share(answered: Set(codes), of: codes, visible: visible) == 1)
        #expect(Coverage.share(answered: [codes[0]], of: codes, visible: visible) == 0.5)
        #expect(Coverage.share(answered: [], of: codes, visible: [:]) == 0)
    }
}
