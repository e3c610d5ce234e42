import Accountability
import Domain
import Foundation
import Logging
import PeerHTTP
import Showcase
import Trust
import Wire

/// Opens one profile on behalf of one user: logs, signs for the region of the handle, asks a gateway, opens the seal.
struct PortalDetail: Sendable {
    /// An opened profile, and its document as the home region made it.
    struct Opened: Sendable {
        let detail: ProfileDetail
        let json: [UInt8]
    }

    /// How long opening may take.
    static let time = Duration.seconds(3)

    private let parts: PortalParts
    private let records: ActRecords
    private let calls: SealedCalls
    private let budget: PortalBudget

    init(_ parts: PortalParts) {
        self.parts = parts
        records = parts.records
        calls = SealedCalls(parts)
        budget = PortalBudget(parts)
    }

    /// - Throws: `Problem`: 403 when the role may not have the purpose; one and the same 404 for every handle that
    ///   does not open; 429 over a budget; 503 when it cannot be logged, or neither gateway nor home region answers.
    func open(_ handle: String, for purpose: Purpose, by asker: PortalAsker) async throws -> Opened {
        let trace = TraceContext.start()
        let began = parts.now()
        guard purpose.allows(asker.role) else { throw Problem.forbidden() }
        guard handle.utf8.count <= 1_024, let code = HandleSealer.region(of: handle),
            let home = parts.registry.value.member(code)
        else { throw Problem.notFound() }
        try await budget.requireSome(.details, for: asker, trace)
        try await records.audit(
            "detail", object: "profile of \(code)", result: "asked", actor: asker.user, origin: asker.origin,
            trace: trace)
        try await records.processing(
            "profiel opvragen", purpose, for: asker.organisation, trace: trace, started: began, subjects: [])
        parts.counters.add(.detail)
        do {
            var opened = try await askFederation(home, handle, purpose, asker, trace)
            if opened == nil, code == parts.region {
                opened = try await openOwn(handle, purpose, asker, trace.child())
            }
            guard let opened else { throw Problem.unavailable() }
            try await budget.countDetail(by: asker, trace)
            return opened
        } catch let problem as Problem where problem.status == 404 {
            try await budget.noteMissing(asker, trace)
            parts.counters.add(.detailMissing)
            throw problem
        }
    }

    /// As `ask`; a budget that is used up at the home region is told as one of there.
    private func askFederation(
        _ home: Registry.Member, _ handle: String, _ purpose: Purpose, _ asker: PortalAsker, _ trace: TraceContext
    ) async throws -> Opened? {
        do {
            return try await ask(home, handle, purpose, asker, trace)
        } catch let problem as Problem where problem.budgetSpan != nil {
            parts.counters.add(.overBudget)
            throw problem.told(in: Self.overBudget(problem.budgetSpan ?? .day, of: home.region.name))
        }
    }

    private static func overBudget(_ span: BudgetSpan, of region: String) -> String {
        switch span {
        case .day:
            "U kunt vandaag geen profielen van \(region) meer openen: uw dagbudget daar is op. Na middernacht kan het "
                + "weer."
        case .search:
            "U kunt uit deze lijst geen profielen van \(region) meer openen: per lijst mag dat een beperkt aantal "
                + "keren. Zoek opnieuw als u er meer nodig hebt."
        }
    }

    /// The profile from its home region by a gateway; nil when no gateway could give it.
    private func ask(
        _ home: Registry.Member, _ handle: String, _ purpose: Purpose, _ asker: PortalAsker, _ trace: TraceContext
    ) async throws -> Opened? {
        try await calls.send(
            .profile(handle: handle), nil, to: home, for: purpose, by: asker, within: Self.time, trace
        ) { json in
            let detail = try ProfileDetailJSON.decode(json)
            guard detail.region == home.region.code else { throw AnswerFault(line: 1, reason: "of another region") }
            return Opened(detail: detail, json: json)
        }
    }

    /// A profile of the own region, straight from the showcase, when no gateway answers.
    private func openOwn(
        _ handle: String, _ purpose: Purpose, _ asker: PortalAsker, _ trace: TraceContext
    ) async throws -> Opened {
        let began = parts.now()
        let requester = Requester(region: parts.keys.oin, person: asker.person)
        guard let grant = try? parts.handles.open(handle, requester: requester), grant.purpose == purpose else {
            throw Problem.notFound()
        }
        try await budget.countDetail(on: .source, ofSearch: grant.search, by: asker, trace)
        try await records.processing(
            "profiel openen", purpose, for: asker.organisation, trace: trace, started: began, subjects: [grant.profile])
        guard let profile = parts.showcase.profile(grant.profile, generation: grant.generation)?.value else {
            throw Problem.notFound()
        }
        let json = ProfileDetailJSON.encode(profile, region: parts.region)
        return Opened(detail: try ProfileDetailJSON.decode(json), json: json)
    }
}
