import Domain
import Federation
import Foundation
import PeerHTTP
import Search
import Showcase
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite(
    "I-6: the federation answers as one index over all visible profiles would, however they are divided", .oneAtATime)
struct DividedTests {
    /// The same people, whatever the division: about 240, some 40 % visible.
    private static func everybody() throws -> [Dossier] {
        try InsideFederation.regions.regions.filter(\.randstad).flatMap { region in
            try InsideFederation.people(in: region, count: 17, seed: 3)
        }
    }

    @Test("over one, two, five and fourteen regions", arguments: [1, 2, 5, 14])
    func divided(_ count: Int) async throws {
        let people = try Self.everybody()
        let regions = InsideFederation.randstad(over: count)
        #expect(regions.count == count)
        // One person asks everything, faster than anybody could.
        var limits = AdmissionLimits()
        limits.perMinuteOfPerson = 100_000
        limits.perMinuteOfRegion = 100_000
        try await InsideFederation.run(
            regions,
            people: { region in
                let codes = Set(region.municipalities.map(\.code))
                return people.filter { codes.contains($0.municipality) }
            }, admission: limits
        ) { federation in
            let central = Showcase(places: InsideFederation.regions.places)
            for person in people { ShowcaseProfile(disclosing: person).map { _ = central.show($0) } }
            try #require(central.count > 60)
            let asker = try await TestAsker(regions[0].code.slug, in: federation.federation, clock: federation.clock)
            for request in try Self.requests() {
                try await compare(request, asker, federation, central)
            }
        }
    }

    /// Every page of a search, beside what the one index gives.
    private func compare(
        _ request: SearchRequest, _ asker: TestAsker, _ federation: InsideFederation, _ central: Showcase
    ) async throws {
        let question = try await asker.search(request)
        let salt = SearchSalt(ofSearch: question.id)
        var page = try await ask(question, asker, federation)
        let all = central.search(whole(request), salt: salt).value
        #expect(page.total == all.total)
        #expect(page.facets == all.facets.mapValues(FacetCount.ordered))
        var found = page.hits
        while let next = page.next {
            var following = request
            following.position = next
            page = try await ask(asker.search(following), asker, federation)
            found += page.hits
        }
        let expected = all.hits.map { Found($0.profile.id, $0.score, $0.tie) }
        #expect(try found.map { try self.found($0, asker, federation) } == expected, "\(request)")
    }

    private struct Found: Hashable {
        let profile: ProfileID
        let score: Int
        let tie: UInt64

        init(_ profile: ProfileID, _ score: Int, _ tie: UInt64) {
            self.profile = profile
            self.score = score
            self.tie = tie
        }
    }

    private func found(_ hit: HitView, _ asker: TestAsker, _ federation: InsideFederation) throws -> Found {
        let home = try federation.node(hit.region.slug)
        let now = federation.clock.now
        let sealer = HandleSealer(region: home.code, keys: home.stores.keys.handles, now: { now })
        return Found(try sealer.open(hit.handle, requester: asker.requester).profile, hit.score, hit.tie)
    }

    private func ask(
        _ question: Question, _ asker: TestAsker, _ federation: InsideFederation
    ) async throws -> FederatedAnswer {
        let answer = try await asker.ask(question)
        try #require(answer.status == 200)
        let federated = try FederatedAnswerJSON.read(answer.body)
        #expect(federated.outcomes.allSatisfy { $0.state == .answered || $0.state == .notAsked })
        #expect(federated.outcomes.count == federation.nodes.count)
        return federated
    }

    /// As many hits as there are, on one page.
    private func whole(_ request: SearchRequest) -> SearchRequest {
        SearchRequest(
            text: request.text, filters: request.filters, order: request.order, count: 10_000,
            facets: request.facets, purpose: request.purpose)
    }

    private static func requests() throws -> [SearchRequest] {
        let purpose = TestAsker.purpose
        let area = SearchFilters.Area(postcode: try PostcodeArea("3011"), distanceKm: 30)
        let everything = Facet.allCases
        return [
            SearchRequest(text: "", order: .neutral, count: 7, facets: everything, purpose: purpose),
            SearchRequest(text: "medewerker", order: .relevance, count: 5, facets: everything, purpose: purpose),
            SearchRequest(text: "medewerker", order: .neutral, count: 50, facets: everything, purpose: purpose),
            SearchRequest(
                text: "zorg ervaring klanten", order: .relevance, count: 3, facets: [.occupation], purpose: purpose),
            SearchRequest(text: "", filters: SearchFilters(area: area), count: 9, facets: everything, purpose: purpose),
            SearchRequest(
                text: "werk", filters: SearchFilters(targetGroups: [.bbl]), order: .relevance, count: 4,
                facets: [.targetGroup], purpose: purpose),
            SearchRequest(
                text: "", filters: SearchFilters(hours: try WeeklyHours(minimum: 24, maximum: 32)), count: 11,
                purpose: purpose),
            SearchRequest(
                text: "ditwoordstaatnergens", order: .relevance, count: 5, facets: everything, purpose: purpose),
        ] + (try ordered(area, purpose))
    }

    /// Orders of their own, and every filter.
    private static func ordered(_ area: SearchFilters.Area, _ purpose: Purpose) throws -> [SearchRequest] {
        let filters = SearchFilters(
            educationLevels: [.mbo2, .mbo3, .mbo4, .vmbo], licences: [.car],
            languages: [LanguageSkill(language: "nederlands", level: .good)],
            availableBy: try CalendarDay("2027-03-01"), contracts: [.permanent, .fixedTerm], sectors: Sector.allCases)
        return [
            SearchRequest(text: "", filters: SearchFilters(area: area), order: .distance, count: 6, purpose: purpose),
            SearchRequest(text: "werk", order: .availability, count: 8, facets: [.skill, .sector], purpose: purpose),
            SearchRequest(text: "", filters: filters, count: 8, facets: Facet.allCases, purpose: purpose),
        ]
    }
}
