import Access
import Accountability
import Domain
import Dossiers
import Foundation
import Logging
import Search
import Trust
import Wire

/// Searches and opens the own region's hidden people for its own staff (P-VIS-2, P-ROL).
///
/// - Important: Nothing of it leaves the region, and nothing is asked of anybody else: a search of the federation sends
///   the same bytes whoever is hidden (I-3). So it is made after the federation answered, and a next page of it is a
///   page of its own.
struct HomeRegionSearch: Sendable {
    /// One page of hidden people.
    struct Found: Sendable {
        let total: Int
        /// Those on the pages before this one.
        let shownBefore: Int
        /// Best first.
        let hits: [Hit]
        let facets: [Facet: [FacetCount]]
        /// Sealed; nil on the last page.
        let cursor: String?
    }

    /// One hidden person in a list.
    struct Hit: Sendable {
        let handle: String
        let profile: HomeRegionProfile
        let fragment: [Fragment]
        let reasons: [MatchReason]
    }

    /// Who works on bringing employers and jobseekers together (P-ROL).
    static let roles: Set<Role> = [.accountManager, .caseManager]

    private let parts: PortalParts
    private let records: ActRecords
    private let handles: HomeRegionHandles

    init(_ parts: PortalParts) {
        self.parts = parts
        records = parts.records
        handles = HomeRegionHandles(keys: parts.localKeys, now: parts.now)
    }

    /// Who is found by `request` among the hidden people; nobody when it asks other regions only.
    ///
    /// - Parameter cursor: of the page before; nil for the first.
    /// - Throws: `Problem`: 400 for places that are not there, a cursor of something else and an epoch that is gone,
    ///   403 when the role may not, 503 when it cannot be logged.
    func search(_ request: SearchRequest, after cursor: String?, by holder: HomeRegionHolder) async throws -> Found {
        let trace = TraceContext.start()
        let began = parts.now()
        try await requirePermitted("search", request.purpose, holder, trace)
        try parts.refuseUnknownPlaces(in: request)
        var request = request
        request.position = try cursor.map { try position($0, of: request, by: holder) }
        request = parts.pinned(request)
        let epoch = try parts.epoch(of: request)
        let salt = request.position?.salt ?? SearchSalt(high: .random(in: 0 ... .max), low: .random(in: 0 ... .max))
        let isAsked = request.filters.regions.isEmpty || request.filters.regions.contains(parts.region)
        let result = isAsked ? parts.ledger.home.search(request, salt: salt, epoch: epoch) : nil
        let people = try await parts.stored("hidden people") {
            try await parts.ledger.home.people(of: result?.hits ?? [])
        }
        try await PortalBudget(parts).count(
            own: people.map(\.profile.id), on: .hidden, by: holder.asker, trace)
        try await record(
            "search", "zoeken onder de verborgen mensen van de eigen regio", request.purpose, holder, trace, began,
            people.map(\.profile.id))
        parts.counters.add(.homeSearch)
        guard let result else { return Found(total: 0, shownBefore: 0, hits: [], facets: [:], cursor: nil) }
        let shown = request.position?.shown ?? 0
        return Found(
            total: result.total, shownBefore: shown,
            hits: try people.map { hit, profile in
                let handle = try handles.seal(
                    profile.id, generation: profile.generation, for: request.purpose, to: holder)
                return Hit(
                    handle: handle, profile: profile, fragment: profile.fragment(for: hit), reasons: hit.reasons)
            },
            facets: result.facets,
            cursor: try next(after: result, of: request, salt).map {
                try handles.cursor($0, of: request, for: holder)
            })
    }

    /// The person of `handle`, if hidden still.
    ///
    /// - Throws: `Problem`: 403 when the role may not; one and the same 404 for every handle that does not open; 503
    ///   when it cannot be logged.
    func open(_ handle: String, for purpose: Purpose, by holder: HomeRegionHolder) async throws -> HomeRegionProfile {
        let trace = TraceContext.start()
        let began = parts.now()
        try await requirePermitted("detail", purpose, holder, trace)
        let grant = try await granted(handle, for: purpose, "detail", holder, trace)
        try await PortalBudget(parts).countDetail(on: .hidden, by: holder.asker, trace)
        try await record("detail", "verborgen profiel openen", purpose, holder, trace, began, [grant.profile])
        let profile = try await person(of: grant)
        parts.counters.add(.homeDetail)
        return profile
    }

    /// The person of `handle`, to write a message about: logged by nobody yet, and counted in no budget.
    ///
    /// - Throws: as `open`.
    func subject(
        of handle: String, for purpose: Purpose, by holder: HomeRegionHolder
    ) async throws -> HomeRegionProfile {
        try await person(of: granted(handle, for: purpose, "write message", holder, .start()))
    }

    /// Whom `handle` names, to be put on a list of the own organisation.
    ///
    /// - Throws: as `open`; nobody is shown, so no budget counts.
    func keep(_ handle: String, for purpose: Purpose, by holder: HomeRegionHolder) async throws
        -> HomeRegionHandles.Grant
    {
        let trace = TraceContext.start()
        let began = parts.now()
        try await requirePermitted("reference", purpose, holder, trace)
        let grant = try await granted(handle, for: purpose, "reference", holder, trace)
        try await record(
            "reference", "verborgen profiel op een lijst zetten", purpose, holder, trace, began, [grant.profile])
        _ = try await person(of: grant)
        return grant
    }

    /// Those on a list of the own organisation who are hidden still, each in its place.
    ///
    /// - Throws: `Problem`: 403 when the role may not, 429 over a budget, 503 when it cannot be logged.
    func listed(
        _ grants: [ReferenceGrant], for purpose: Purpose, by holder: HomeRegionHolder
    ) async throws -> [Hit?] {
        let trace = TraceContext.start()
        let began = parts.now()
        try await requirePermitted("candidates", purpose, holder, trace)
        let profiles = try await parts.stored("hidden people") {
            try await parts.ledger.home.profiles(
                grants.map { GrantedProfile(id: $0.profile, generation: $0.generation) })
        }
        let found = try profiles.map { profile in
            try profile.map { profile in
                let handle = try handles.seal(profile.id, generation: profile.generation, for: purpose, to: holder)
                return Hit(handle: handle, profile: profile, fragment: [], reasons: [])
            }
        }
        let people = found.compactMap { $0?.profile.id }
        try await PortalBudget(parts).count(own: people, on: .hidden, by: holder.asker, trace)
        try await record(
            "candidates", "een lijst met verborgen mensen bekijken", purpose, holder, trace, began, people)
        return found
    }

    /// Whom `grant` names, if hidden still.
    ///
    /// - Throws: `Problem` 404; 503 when the store fails.
    private func person(of grant: HomeRegionHandles.Grant) async throws -> HomeRegionProfile {
        let found = try await parts.stored("hidden people") {
            try await parts.ledger.home.profile(grant.profile, generation: grant.generation)
        }
        guard let profile = found else { throw Problem.notFound() }
        return profile
    }

    private func granted(
        _ handle: String, for purpose: Purpose, _ action: String, _ holder: HomeRegionHolder, _ trace: TraceContext
    ) async throws -> HomeRegionHandles.Grant {
        do throws(HomeRegionHandles.Refusal) {
            return try handles.open(handle, for: purpose, by: holder)
        } catch {
            try await audit(action, "refused: \(error.rawValue)", holder, trace)
            throw Problem.notFound()
        }
    }

    private func position(
        _ cursor: String, of request: SearchRequest, by holder: HomeRegionHolder
    ) throws -> SearchPosition {
        do throws(PageCursor.Refusal) {
            return try handles.position(cursor, of: request, by: holder)
        } catch {
            throw Problem.badRequest([
                FieldError(field: "cursor", message: "hoort niet bij deze zoekvraag en deze sessie; zoek opnieuw")
            ])
        }
    }

    private func next(
        after result: SearchResult<HiddenPerson>, of request: SearchRequest, _ salt: SearchSalt
    ) -> SearchPosition? {
        let shown = (request.position?.shown ?? 0) + result.hits.count
        guard result.more, let last = result.hits.last, shown < Limits.depth else { return nil }
        return SearchPosition(
            salt: salt, score: last.score, tie: last.tie, shown: shown, epoch: request.pinnedEpoch)
    }
}

/// What stands in the logs before anything is answered (I-9).
extension HomeRegionSearch {
    private func requirePermitted(
        _ action: String, _ purpose: Purpose, _ holder: HomeRegionHolder, _ trace: TraceContext
    ) async throws {
        guard Self.roles.contains(holder.asker.role), purpose.allows(holder.asker.role) else {
            try await audit(action, "refused: role", holder, trace)
            throw Problem.forbidden()
        }
    }

    /// The audit line and the processing line share one commit.
    private func record(
        _ action: String, _ name: String, _ purpose: Purpose, _ holder: HomeRegionHolder, _ trace: TraceContext,
        _ began: Date, _ subjects: [ProfileID]
    ) async throws {
        async let audited: Void = audit(action, "answered", holder, trace)
        try await records.processing(
            name, purpose, for: holder.asker.organisation, trace: trace, started: began, subjects: subjects)
        try await audited
    }

    private func audit(
        _ action: String, _ result: String, _ holder: HomeRegionHolder, _ trace: TraceContext
    ) async throws {
        try await records.audit(
            action, object: "hidden people of the own region", result: result, actor: holder.asker.user,
            origin: holder.asker.origin, trace: trace)
    }
}
