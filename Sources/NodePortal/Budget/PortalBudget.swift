import Accountability
import Domain
import Foundation
import Logging
import Trust
import Wire

/// The budgets of the own region's users (design.md §6): asked before a question goes out, and counted before what came
/// of it is shown.
struct PortalBudget: Sendable {
    private let parts: PortalParts
    private let records: ActRecords

    init(_ parts: PortalParts) {
        self.parts = parts
        records = parts.records
    }

    /// Refuses who has nothing left of `measure`, before anything is asked of anybody.
    ///
    /// - Throws: `Problem` 429 with which budget it is; 503 when it cannot be read.
    func requireSome(_ measure: Budget.Measure, for asker: PortalAsker, _ trace: TraceContext) async throws {
        let standing = try await standing(of: asker)
        guard let over = standing.uses.first(where: { $0.budget.measure == measure && !$0.allows(1) }) else { return }
        throw try await refused(BudgetRefusal(over, until: CalendarDay.end(ofDayOf: parts.now())), asker, trace)
    }

    /// Counts the people of a page, before it is shown; nobody of a page that is refused.
    ///
    /// - Throws: as `requireSome`.
    func count(_ hits: [HitView], by asker: PortalAsker, _ trace: TraceContext) async throws {
        guard !hits.isEmpty else { return }
        let people = hits.map { $0.pseudonym(key: parts.localKeys.pseudonym) }
        try await count(.list(people, by: holder(asker, .home), at: parts.now()), asker, trace)
    }

    /// Counts a profile, before it is shown.
    ///
    /// - Parameters:
    ///   - side: as of `count(own:)`; `.home` for one that came by a gateway.
    ///   - search: that gave its handle; nil where that is not counted.
    /// - Throws: as `requireSome`.
    func countDetail(
        on side: BudgetAsker.Side = .home, ofSearch search: String? = nil, by asker: PortalAsker, _ trace: TraceContext
    ) async throws {
        try await count(.detail(ofSearch: search, by: holder(asker, side), at: parts.now()), asker, trace)
    }

    /// Counts a list of the own region's people, whom this region shows to its own users by itself.
    ///
    /// - Parameter side: `.source` for visible people whom no gateway brings, as if one had; `.hidden` for hidden
    ///   people.
    /// - Throws: as `requireSome`.
    func count(
        own people: [ProfileID], on side: BudgetAsker.Side, by asker: PortalAsker, _ trace: TraceContext
    ) async throws {
        let subjects = people.map { Pseudonym.subject($0, key: parts.localKeys.pseudonym) }
        try await count(.list(subjects, by: holder(asker, side), at: parts.now()), asker, trace)
    }

    /// How the budgets of `asker` at home stand now.
    ///
    /// - Throws: `Problem` 503 when it cannot be read.
    func standing(of asker: PortalAsker) async throws -> BudgetStanding {
        do {
            return BudgetStanding(uses: try await parts.budgets.uses(of: holder(asker, .home), at: parts.now()))
        } catch let cancelled as CancellationError {
            throw cancelled
        } catch {
            throw Problem.unavailable()
        }
    }

    private func holder(_ asker: PortalAsker, _ side: BudgetAsker.Side) -> BudgetAsker {
        BudgetAsker(side, region: parts.keys.oin, organisation: asker.organisation, person: asker.person)
    }

    /// Notes that a handle of `asker` opened nothing.
    ///
    /// - Throws: `Problem` 503 when an alarm cannot be written.
    func noteMissing(_ asker: PortalAsker, _ trace: TraceContext) async throws {
        do {
            let pattern = try await parts.enumeration.tried(
                watched(asker), origin: asker.origin, at: parts.now(), traceID: trace.traceID)
            tell(pattern, asker)
        } catch {
            throw Problem.unavailable()
        }
    }

    private func watched(_ asker: PortalAsker) -> EnumerationWatch.Person {
        EnumerationWatch.Person(region: parts.keys.oin, pseudonym: asker.person)
    }

    private func tell(_ pattern: EnumerationWatch.Pattern?, _ asker: PortalAsker) {
        guard let pattern else { return }
        parts.counters.add(.enumeration)
        parts.logger.error(
            "one of our users goes through people one by one",
            metadata: ["person": "\(asker.person)", "pattern": "\(pattern.rawValue)"])
    }

    private func count(_ count: BudgetCount, _ asker: PortalAsker, _ trace: TraceContext) async throws {
        do {
            let uses = try await parts.budgets.count(count)
            let pattern = try await parts.enumeration.listed(
                watched(asker), count.asker.side == .home ? uses : [], origin: asker.origin, at: parts.now(),
                traceID: trace.traceID)
            tell(pattern, asker)
        } catch let refusal as BudgetRefusal {
            throw try await refused(refusal, asker, trace)
        } catch {
            throw Problem.unavailable()
        }
    }

    private func refused(
        _ refusal: BudgetRefusal, _ asker: PortalAsker, _ trace: TraceContext
    ) async throws -> Problem {
        let action = refusal.use.budget.measure == .details ? "detail" : "search"
        try await records.audit(
            action, object: "budget", result: "refused: \(refusal)", actor: asker.user, origin: asker.origin,
            trace: trace)
        parts.counters.add(.overBudget)
        let wait = Int(refusal.until.timeIntervalSince(parts.now()).rounded(.up))
        return .overBudget(
            refusal.use.budget.holder == .search ? .search : .day, retryAfterSeconds: wait,
            sentences: refusal.use.refusal)
    }
}

/// How somebody's budgets stand: what pages and answers say of it.
struct BudgetStanding: Sendable {
    let uses: [BudgetUse]

    /// A sentence for each budget that is nearly used up.
    var warnings: [String] { uses.filter(\.isNearlyUp).map { $0.sentence + "." } }

    /// Profiles that can still be opened today, by the person and the organisation.
    var profilesLeft: Int { left(.details) }

    /// As answers to programs have it.
    var left: BudgetLeft { BudgetLeft(profiles: profilesLeft, people: peopleLeft, warnings: warnings) }

    /// People that lists can still show today.
    var peopleLeft: Int { left(.people) }

    private func left(_ measure: Budget.Measure) -> Int {
        uses.filter { $0.budget.measure == measure }.map(\.left).min() ?? 0
    }
}
