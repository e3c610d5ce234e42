import Accountability
import Domain
import Dossiers
import Foundation
import Logging
import Trust
import WebUI
import Wire
import Workplace

/// Puts people on lists, and finds who of a list can still be seen: asks each home region by the references that it
/// sealed, the own hidden people last, so that nobody who is hidden moves what goes out (I-3).
struct CandidateList: Sendable {
    /// How long the regions may take together.
    private static let time = Duration.seconds(2)

    let parts: PortalParts
    private let calls: SealedCalls

    init(_ parts: PortalParts) {
        self.parts = parts
        calls = SealedCalls(parts)
    }

    /// A lasting reference to the person of `handle`, whom a search for `purpose` found.
    ///
    /// - Throws: as `SealedCalls.ask`.
    func refer(
        to handle: String, for vacancy: String, _ purpose: Purpose, by asker: PortalAsker
    ) async throws -> (reference: String, expires: Date) {
        try await calls.ask(
            .reference(handle: handle), ReferenceJSON.encodeQuestion(vacancy: vacancy), named: "op een lijst zetten",
            for: purpose, by: asker
        ) { try ReferenceJSON.decode($0) }
    }

    /// A reference to somebody hidden of the own region; it never leaves this node.
    ///
    /// - Throws: as `HomeRegionSearch.keep`.
    func referHome(
        to handle: String, for vacancy: String, _ purpose: Purpose, by holder: HomeRegionHolder
    ) async throws -> (reference: String, expires: Date) {
        let grant = try await HomeRegionSearch(parts).keep(handle, for: purpose, by: holder)
        let expires = parts.now().addingTimeInterval(TimeInterval(Limits.referenceDays * 86_400))
        let reference = try parts.references.seal(
            ReferenceGrant(
                .hidden, profile: grant.profile, generation: grant.generation, region: parts.keys.oin,
                holder: ReferenceGrant.candidate(organisation: holder.asker.organisation, vacancy: vacancy),
                expires: expires))
        return (reference, expires)
    }

    /// What can be shown of each of `candidates` now, in their order.
    ///
    /// - Throws: `Problem` 429 over a budget, 503 when it cannot be logged.
    func seen(
        _ candidates: [Candidate], of assignment: Assignment, _ purpose: Purpose, by holder: HomeRegionHolder
    ) async throws -> [VacancyPage.Candidate.Seen] {
        let vacancy = assignment.content.reference
        let abroad = Dictionary(grouping: candidates.filter { !$0.isHome }, by: \.region)
        let answers = try await ask(abroad.mapValues { $0.map(\.reference) }, vacancy, purpose, holder.asker)
        let hits = answers.values.flatMap { $0 ?? [] }.compactMap(\.self)
        try await PortalBudget(parts).count(hits, by: holder.asker, .start())
        let home = try await hidden(candidates.filter(\.isHome), vacancy, purpose, by: holder)
        return candidates.map { candidate in
            if candidate.isHome { return home[candidate.id].map { .person($0) } ?? .gone }
            guard let answer = answers[candidate.region] ?? nil,
                let place = abroad[candidate.region]?.firstIndex(where: { $0.id == candidate.id })
            else { return .unreachable(region: name(of: candidate.region)) }
            return answer[place].map { .person(HitCard($0, distanceKm: nil)) } ?? .gone
        }
    }

    private func name(of region: RegionCode) -> String {
        parts.registry.value.member(region)?.region.name ?? region.slug
    }

    /// Each region's answer; nil for one that gave none. One that left the federation shows nobody any more.
    private func ask(
        _ references: [RegionCode: [String]], _ vacancy: String, _ purpose: Purpose, _ asker: PortalAsker
    ) async throws -> [RegionCode: [HitView?]?] {
        try await withThrowingTaskGroup(of: (RegionCode, [HitView?]?).self) { group in
            for (region, references) in references {
                guard parts.registry.value.member(region) != nil else {
                    group.addTask { (region, references.map { _ in nil }) }
                    continue
                }
                group.addTask {
                    do {
                        let question = CandidatesJSON.Question(references, vacancy: vacancy)
                        return (
                            region,
                            try await calls.ask(
                                .candidates(region), CandidatesJSON.encode(question), named: "een lijst bekijken",
                                for: purpose, by: asker, within: Self.time
                            ) { try CandidatesJSON.decode($0, count: references.count) }
                        )
                    } catch let problem as Problem where problem.status == 503 {
                        return (region, nil)
                    }
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    /// Those who are hidden still, by candidate.
    private func hidden(
        _ candidates: [Candidate], _ vacancy: String, _ purpose: Purpose, by holder: HomeRegionHolder
    ) async throws -> [WorkplaceID: HitCard] {
        guard !candidates.isEmpty else { return [:] }
        let wanted = candidates.compactMap { candidate -> (WorkplaceID, ReferenceGrant)? in
            let asked = ReferenceGrant.candidate(organisation: holder.asker.organisation, vacancy: vacancy)
            guard
                let grant = try? parts.references.open(
                    candidate.reference, as: .hidden, region: parts.keys.oin, holder: asked)
            else { return nil }
            return (candidate.id, grant)
        }
        let found = try await HomeRegionSearch(parts).listed(wanted.map(\.1), for: purpose, by: holder)
        return zip(wanted, found).reduce(into: [:]) { all, pair in
            pair.1.map { all[pair.0.0] = HitCard($0, in: parts.region, distanceKm: nil) }
        }
    }
}
