import Accountability
import Domain
import Federation
import Foundation
import Search
import Showcase
import Trust
import Wire

/// Searches the own showcase when no gateway answers: the same form of answer, with every other region named as not
/// reached.
struct OwnRegionSearch: Sendable {
    let parts: PortalParts
    let records: ActRecords

    /// - Throws: `Problem`: 400 when the epoch of the earlier pages is gone; 503 when the own region was not asked for,
    ///   or the log cannot be written.
    func run(
        _ request: SearchRequest, by asker: PortalAsker, search: String, trace: TraceContext
    ) async throws -> FederatedAnswer {
        let plan = FanOutPlan(registry: parts.registry.value, request: request)
        guard plan.asked.contains(where: { $0.region.code == parts.region }) else {
            parts.counters.add(.searchFailed)
            throw Problem.unavailable()
        }
        let began = parts.now()
        let clock = ContinuousClock()
        let start = clock.now
        let salt = request.position?.salt ?? SearchSalt(ofSearch: search)
        let result = parts.showcase.search(request, salt: salt, epoch: try parts.epoch(of: request)).value
        let duration = clock.now - start
        try await PortalBudget(parts).count(own: result.hits.map(\.profile.id), on: .source, by: asker, trace)
        try await records.processing(
            "zoeken in de eigen regio", request.purpose, for: asker.organisation, trace: trace, started: began,
            subjects: result.hits.map(\.profile.id))
        let own = RegionOutcome(
            region: parts.region, state: .answered, count: result.total, duration: duration, asOf: began)
        var bytes = outcomes(own, plan).flatMap(FederatedAnswerJSON.region)
        let coverage = Coverage.share(
            answered: [parts.region], of: parts.registry.value.members.map(\.region.code),
            visible: [parts.region: parts.showcase.count])
        bytes += FederatedAnswerJSON.head(
            searchID: search, total: result.total, facets: result.facets.mapValues(FacetCount.ordered),
            coverage: coverage)
        for line in try lines(of: result, request, asker, search: search) {
            FederatedAnswerJSON.append(line, to: &bytes)
        }
        bytes += FederatedAnswerJSON.end(next: next(after: result, request, salt))
        return try FederatedAnswerJSON.read(bytes)
    }

    /// The own hits in the form in which a region sends them.
    private func lines(
        of result: SearchResult<ShownProfile>, _ request: SearchRequest, _ asker: PortalAsker, search: String
    ) throws -> [ArraySlice<UInt8>] {
        let time = parts.now()
        let requester = Requester(region: parts.keys.oin, person: asker.person)
        let hits = try result.hits.map { hit in
            let grant = HandleGrant(
                profile: hit.profile.id, generation: hit.profile.generation, requester: requester, search: search,
                purpose: request.purpose, expires: time.addingTimeInterval(TimeInterval(Limits.handleSeconds)))
            return WireHit(
                handle: try parts.handles.seal(grant), region: parts.region, score: hit.score, tie: hit.tie,
                profile: hit.profile, fragment: hit.fragment.map { FragmentPart(text: $0.text, match: $0.match) },
                reasons: hit.reasons)
        }
        return NodeAnswerJSON.lines(of: hits)
    }

    /// Every registered region once: the own, those asked for in vain, and those not asked at all (I-7).
    private func outcomes(_ own: RegionOutcome, _ plan: FanOutPlan) -> [RegionOutcome] {
        let asked = plan.asked.map { member in
            guard member.region.code != parts.region else { return own }
            let reason = "\(member.region.name) is niet bereikt: de verbinding met de andere regio's werkt nu niet."
            return RegionOutcome(region: member.region.code, state: .unreachable, reason: reason)
        }
        return (asked + plan.decided).sorted { $0.region < $1.region }
    }

    private func next(
        after result: SearchResult<ShownProfile>, _ request: SearchRequest, _ salt: SearchSalt
    ) -> SearchPosition? {
        let shown = (request.position?.shown ?? 0) + result.hits.count
        guard result.more, let last = result.hits.last, shown < Limits.depth else { return nil }
        return SearchPosition(
            salt: salt, score: last.score, tie: last.tie, shown: shown, epoch: request.pinnedEpoch)
    }
}
