import Access
import Domain
import Foundation
import Hummingbird
import PeopleHTTP
import Trust
import WebUI
import Wire
import Workplace

/// The pages of vacancies and other lists, and their candidates.
struct VacancyRoutes: Sendable {
    let parts: PortalParts
    let sessions: PortalSessions
    let pages: SearchPages
    let desk: VacancyDesk
    let list: CandidateList

    init(parts: PortalParts, sessions: PortalSessions, pages: SearchPages) {
        self.parts = parts
        self.sessions = sessions
        self.pages = pages
        desk = VacancyDesk(parts)
        list = CandidateList(parts)
    }

    func add(to router: Router<FaceContext>) {
        router.get("/vacatures") { request, _ in try await all(request) }
        router.post("/vacatures") { request, context in try await make(request, context) }
        router.get("/vacatures/:id") { request, context in try await show(request, context) }
        router.post("/vacatures/:id") { request, context in try await change(request, context) }
        router.post("/vacatures/:id/weg") { request, context in try await remove(request, context) }
        router.post("/vacatures/:id/kandidaten/:kandidaat") { request, context in
            try await follow(request, context)
        }
        router.post("/vacatures/:id/kandidaten/:kandidaat/weg") { request, context in
            try await takeOff(request, context)
        }
        router.post("/op-lijst") { request, context in try await keep(request, context) }
    }

    private func all(_ request: Request) async throws -> Response {
        guard let visit = try await sessions.visit(of: request) else { return .seeOther("/inloggen") }
        try sessions.requireSearcher(visit)
        let status = request.uri.queryParameters["status"].flatMap { Assignment.Status(rawValue: String($0)) } ?? .open
        return try await all(visit, status)
    }

    private func all(
        _ visit: Visit, _ status: Assignment.Status, draft: AssignmentItem.Draft = .init(), faults: [FormFault] = []
    ) async throws -> Response {
        let names = try await desk.colleagues(of: visit)
        let items = try await desk.assignments(for: visit, status).map { AssignmentItem($0, names) }
        let page = VacanciesPage(
            frame: sessions.frame(visit), status: status.rawValue, items: items, draft: draft, faults: faults)
        return .html(faults.isEmpty ? .ok : .badRequest, parts.pages.vacancies(page))
    }

    private func make(_ request: Request, _ context: FaceContext) async throws -> Response {
        let (visit, body) = try await searcher(request)
        let draft = AssignmentItem.Draft(body)
        // Its first search is for what it is called.
        var search = SearchForm()
        search.text = draft.title
        switch try await desk.make(draft, search: search, by: visit, origin: context.origin) {
        case .made(let id): return .seeOther("/vacatures/\(id)")
        case .faults(let faults): return try await all(visit, .open, draft: draft, faults: faults)
        }
    }

    private func show(_ request: Request, _ context: FaceContext) async throws -> Response {
        guard let visit = try await sessions.visit(of: request) else { return .seeOther("/inloggen") }
        try sessions.requireSearcher(visit)
        return try await show(try await assignment(visit, context), visit, context)
    }

    private func show(
        _ assignment: Assignment, _ visit: Visit, _ context: FaceContext, draft: AssignmentItem.Draft? = nil,
        faults: [FormFault] = [], typed: VacancyPage.Typed? = nil
    ) async throws -> Response {
        let purpose = try purpose(of: assignment)
        let holder = HomeRegionHolder(visit, origin: context.origin, keys: parts.localKeys)
        let candidates = try await desk.stored {
            try await parts.workplace.candidates(of: assignment.id, organisation: visit.account.organisation)
        }
        let seen = try await context.untilGone {
            try await list.seen(candidates, of: assignment, purpose, by: holder)
        }
        var form = SearchForm(kept: assignment.search)
        (form.purpose, form.vacancy) = (purpose.choice, purpose.vacancy ?? "")
        let names = try await desk.colleagues(of: visit)
        let item = AssignmentItem(assignment, names, draft: draft)
        let page = VacancyPage(
            frame: sessions.frame(visit), item: item, search: form,
            candidates: zip(candidates, seen).map { VacancyPage.Candidate($0, names, seen: $1) },
            choices: pages.choices(for: visit), faults: faults, typed: typed,
            warnings: try await PortalBudget(parts).standing(of: holder.asker).warnings, today: parts.today)
        return .html(faults.isEmpty && typed == nil ? .ok : .badRequest, parts.pages.vacancy(page))
    }

    private func change(_ request: Request, _ context: FaceContext) async throws -> Response {
        let (visit, body) = try await searcher(request)
        let assignment = try await assignment(visit, context)
        let draft = AssignmentItem.Draft(body)
        let status = body.first(AssignmentItem.Field.status) ?? ""
        let faults = try await desk.change(assignment, draft, status: status, by: visit, origin: context.origin)
        guard faults.isEmpty else { return try await show(assignment, visit, context, draft: draft, faults: faults) }
        return .seeOther("/vacatures/\(assignment.id)")
    }

    private func remove(_ request: Request, _ context: FaceContext) async throws -> Response {
        let (visit, _) = try await searcher(request)
        try await desk.remove(try await assignment(visit, context), by: visit, origin: context.origin)
        return .seeOther("/vacatures")
    }

    private func follow(_ request: Request, _ context: FaceContext) async throws -> Response {
        let (visit, body) = try await searcher(request)
        let assignment = try await assignment(visit, context)
        let candidate = context.parameters.get("kandidaat") ?? ""
        let faults = try await desk.follow(
            candidate, of: assignment, status: body.first(AssignmentItem.Field.status) ?? "",
            note: body.first(AssignmentItem.Field.note) ?? "", by: visit, origin: context.origin)
        if let fault = faults.first {
            let typed = VacancyPage.Typed(
                candidate: candidate, status: body.first(AssignmentItem.Field.status) ?? "",
                note: body.first(AssignmentItem.Field.note) ?? "", fault: fault.message)
            return try await show(assignment, visit, context, typed: typed)
        }
        return .seeOther("/vacatures/\(assignment.id)#kandidaat-\(candidate)")
    }

    private func takeOff(_ request: Request, _ context: FaceContext) async throws -> Response {
        let (visit, _) = try await searcher(request)
        let assignment = try await assignment(visit, context)
        try await desk.remove(
            context.parameters.get("kandidaat") ?? "", of: assignment, by: visit, origin: context.origin)
        return .seeOther("/vacatures/\(assignment.id)")
    }

    /// Puts the person of a handle on a list: on the one that the form or the search's purpose names, or else asks
    /// which.
    private func keep(_ request: Request, _ context: FaceContext) async throws -> Response {
        let (visit, body) = try await searcher(request)
        let form = SearchForm(body.all)
        let purpose = try SearchFormReader.requirePurpose(of: form)
        let handle = body.first(AssignmentItem.Field.candidate) ?? ""
        // A handle of the federation names its region; one of the own hidden people does not.
        let isHidden = ReferenceSealer.region(of: handle) == nil
        func page(_ outcome: KeepPage.Outcome, _ status: HTTPResponse.Status = .ok) -> Response {
            .html(
                status,
                parts.pages.keep(
                    KeepPage(
                        frame: sessions.frame(visit), outcome: outcome, form: form, handle: handle,
                        isHidden: isHidden)))
        }
        let chosen: Assignment?
        if let id = body.first(AssignmentItem.Field.assignment) {
            chosen = try await desk.assignment(id, for: visit)
        } else {
            chosen = try await desk.assignment(of: purpose, for: visit)
        }
        guard let assignment = chosen else {
            return page(.choose(try await desk.assignments(for: visit, .open).map(AssignmentItem.init)))
        }
        let holder = HomeRegionHolder(visit, origin: context.origin, keys: parts.localKeys)
        let vacancy = assignment.content.reference
        let given =
            isHidden
            ? try await list.referHome(to: handle, for: vacancy, purpose, by: holder)
            : try await context.untilGone {
                try await list.refer(to: handle, for: vacancy, purpose, by: holder.asker)
            }
        let region = ReferenceSealer.region(of: given.reference) ?? parts.region
        do {
            try await desk.audit("candidate kept", vacancy, visit, context.origin)
            _ = try await desk.stored {
                try await parts.workplace.keep(
                    given.reference, until: given.expires, in: region, isHome: isHidden, on: assignment.id,
                    by: visit.colleague)
            }
        } catch let refusal as WorkplaceRefusal {
            return page(.refused(AssignmentItem(assignment), refusal.fault.message), .conflict)
        }
        return page(.kept(AssignmentItem(try await desk.assignment(assignment.id.description, for: visit))))
    }

    private func searcher(_ request: Request) async throws -> (Visit, FormBody) {
        let body = try await FormBody.read(request, texts: [AssignmentItem.Field.note])
        return (try await sessions.searcher(of: request, csrf: body.first(SearchForm.Field.csrf)), body)
    }

    private func assignment(_ visit: Visit, _ context: FaceContext) async throws -> Assignment {
        try await desk.assignment(context.parameters.get("id") ?? "", for: visit)
    }

    private func purpose(of assignment: Assignment) throws -> Purpose {
        guard let purpose = assignment.purpose else { throw Problem.internalError() }
        return purpose
    }
}

extension AssignmentItem {
    /// - Parameters:
    ///   - names: of the organisation's people, by account.
    ///   - draft: what was typed and is not kept.
    init(_ assignment: Assignment, _ names: [String: String], draft: Draft? = nil) {
        let content = assignment.content
        let kept = Draft(
            activity: content.activity.rawValue, reference: content.reference, title: draft?.title ?? content.title,
            employer: draft?.employer ?? content.employer, note: draft?.note ?? content.note)
        self.init(
            id: assignment.id.description, draft: kept, status: assignment.status.rawValue,
            owner: names[assignment.owner] ?? assignment.owner,
            candidates: assignment.candidates, proposed: assignment.proposed, changed: assignment.changed)
    }

    init(_ assignment: Assignment) { self.init(assignment, [:]) }
}

extension AssignmentItem.Draft {
    /// What a form has, without white space around it.
    init(_ body: FormBody) {
        func field(_ name: String) -> String {
            (body.first(name) ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        }
        typealias Field = AssignmentItem.Field
        self.init(
            activity: field(Field.activity), reference: field(Field.reference), title: field(Field.title),
            employer: field(Field.employer), note: field(Field.note))
    }
}

extension VacancyPage.Candidate {
    init(_ candidate: Candidate, _ names: [String: String], seen: Seen) {
        self.init(
            id: candidate.id.description, seen: seen, isHome: candidate.isHome, status: candidate.status.rawValue,
            note: candidate.note, owner: names[candidate.owner] ?? candidate.owner,
            steps: candidate.steps.map { (status: $0.status.rawValue, by: names[$0.by] ?? $0.by, at: $0.at) })
    }
}
