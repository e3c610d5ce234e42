import Access
import Domain
import Dossiers
import Foundation
import Hummingbird
import PeopleHTTP
import Trust
import WebUI
import Wire

/// The pages on which a municipality's administrator delivers an export, sees what was found in it and decides.
/// Regional IT sees the figures of all of the region, and no person (P-ROL).
struct DeliveryRoutes: Sendable {
    /// The form's file.
    private static let file = "bestand"

    let parts: PortalParts
    let sessions: PortalSessions
    let deliveries: Deliveries

    init(parts: PortalParts, sessions: PortalSessions) {
        self.parts = parts
        self.sessions = sessions
        deliveries = Deliveries(imports: parts.imports)
    }

    func add(to router: Router<FaceContext>) {
        router.get("/leveringen") { request, context in try await list(request, context) }
        router.post("/leveringen") { request, context in try await receive(request, context) }
        router.get("/leveringen/:id") { request, context in try await show(request, context) }
        router.post("/leveringen/:id/besluit") { request, context in try await decide(request, context) }
        router.get("/leveringen/:id/afgekeurd") { request, context in try await badRows(request, context) }
        router.get("/leveringen/:id/ontbrekend") { request, context in try await missing(request, context) }
    }

    private func list(_ request: Request, _ context: FaceContext) async throws -> Response {
        guard let visit = try await sessions.visit(of: request) else { return .seeOther("/inloggen") }
        if let administrator = Administrator(visit.account, origin: context.origin) {
            return try await listPage(visit, administrator)
        }
        guard visit.account.role == .regionalIT else { throw Problem.forbidden() }
        let page = DeliveriesPage(
            frame: sessions.frame(visit), rows: try await deliveries.all().map { row(of: $0) }, columns: [],
            limit: DeliveryDesk.fileBytes)
        return .html(.ok, parts.pages.deliveries(page))
    }

    private func listPage(
        _ visit: Visit, _ administrator: Administrator, _ status: HTTPResponse.Status = .ok, fault: String? = nil
    ) async throws -> Response {
        let columns = ImportColumn.allCases.map {
            DeliveriesPage.Column(name: $0.rawValue, isRequired: $0.isRequired, meaning: $0.meaning)
        }
        let rows = try await deliveries.all(of: administrator.municipality).map { row(of: $0) }
        return .html(
            status,
            parts.pages.deliveries(
                DeliveriesPage(
                    frame: sessions.frame(visit), rows: rows, columns: columns, limit: DeliveryDesk.fileBytes,
                    fault: fault)))
    }

    /// Who may not deliver is refused before the body is read, and a forged form before its file.
    private func receive(_ request: Request, _ context: FaceContext) async throws -> Response {
        let (visit, administrator) = try await administrator(of: request, context)
        try request.refuseOtherSites()
        let token = visit.session.csrfToken
        do {
            let delivery = try await deliveries.receive(by: administrator) { intake in
                try await FileForm.receive(request, file: Self.file, upTo: intake.limit) { fields in
                    guard fields[SearchForm.Field.csrf] == token else { throw Problem.forbidden() }
                    try await intake.open()
                } piece: { bytes in
                    try await intake.write(bytes)
                }
            }
            return .seeOther("/leveringen/\(delivery.id)")
        } catch let problem as Problem where [400, 408, 409, 413, 503].contains(problem.status) {
            return try await listPage(
                visit, administrator, .init(code: problem.status),
                fault: problem.errors.first?.message ?? problem.detail)
        }
    }

    private func show(_ request: Request, _ context: FaceContext) async throws -> Response {
        guard let visit = try await sessions.visit(of: request) else { return .seeOther("/inloggen") }
        let administrator = try requireAdministrator(visit, context)
        let standing = try await deliveries.standing(of: id(in: context), for: administrator)
        let page = DeliveryPage(
            frame: sessions.frame(visit), id: standing.id, received: standing.at,
            state: try await state(of: standing, for: administrator))
        return .html(.ok, parts.pages.delivery(page))
    }

    private func decide(_ request: Request, _ context: FaceContext) async throws -> Response {
        let body = try await FormBody.read(request)
        let (visit, administrator) = try await administrator(of: request, context)
        try request.refuseOtherSites()
        guard body.first(SearchForm.Field.csrf) == visit.session.csrfToken else { throw Problem.forbidden() }
        guard let decision = body.first("besluit").flatMap(Deliveries.Decision.init) else {
            throw Problem.badRequest([FieldError(field: "besluit", message: "Kies wat u wilt doen.")])
        }
        let id = id(in: context)
        try await deliveries.decide(decision, on: id, isComplete: body.first("compleet") == "ja", by: administrator)
        return .seeOther(decision == .giveUp ? "/leveringen" : "/leveringen/\(id)")
    }

    private func badRows(_ request: Request, _ context: FaceContext) async throws -> Response {
        let (_, administrator) = try await administrator(of: request, context)
        try request.refuseOtherSites()
        return try await deliveries.badRows(of: id(in: context), for: administrator)
            .asDownload("afgekeurd-\(administrator.municipality.code).csv")
    }

    private func missing(_ request: Request, _ context: FaceContext) async throws -> Response {
        let (_, administrator) = try await administrator(of: request, context)
        try request.refuseOtherSites()
        return try await deliveries.missing(in: id(in: context), for: administrator)
            .asDownload("ontbrekend-\(administrator.municipality.code).csv")
    }

    private func administrator(
        of request: Request, _ context: FaceContext
    ) async throws -> (Visit, Administrator) {
        guard let visit = try await sessions.visit(of: request) else { throw Problem.unauthorized() }
        return (visit, try requireAdministrator(visit, context))
    }

    private func requireAdministrator(_ visit: Visit, _ context: FaceContext) throws -> Administrator {
        guard let administrator = Administrator(visit.account, origin: context.origin) else {
            throw Problem.forbidden()
        }
        return administrator
    }

    private func id(in context: FaceContext) -> String { context.parameters.get("id") ?? "" }

    private func row(of standing: Deliveries.Standing) -> DeliveriesPage.Row {
        let name = parts.registry.value.municipality(standing.municipality)?.name ?? standing.municipality.code
        func row(_ state: DeliveriesPage.State, _ run: ImportRun? = nil, total: Int? = nil) -> DeliveriesPage.Row {
            DeliveriesPage.Row(
                id: standing.id, at: standing.at, municipality: name, state: state, total: run?.total ?? total,
                added: run?.added, changed: run?.changed, ended: run?.ended)
        }
        return switch standing.state {
        case .checking: row(.checking)
        case .refused: row(.refused)
        case .failed: row(.failed)
        case .checked(let report): row(.undecided(bad: report.bad), total: report.good)
        case .waiting(let run): row(.waiting, run)
        case .applying(let run, _): row(.applying(run.applied), run)
        case .stopped(let run): row(.stopped, run)
        case .finished(let run): row(.finished, run)
        }
    }

    /// With who is missing from a file that waits for a decision: each of them in the processing log first.
    private func state(
        of standing: Deliveries.Standing, for administrator: Administrator
    ) async throws -> DeliveryPage.State {
        let now = parts.now()
        switch standing.state {
        case .checking(let check):
            return .checking(
                .init(
                    done: check?.read ?? 0, total: check?.total ?? 0,
                    seconds: check.map { now.timeIntervalSince($0.began) } ?? 0))
        case .refused(let fault): return .refused(DeliveryPage.Fault(fault))
        case .failed: return .failed
        case .checked(let report):
            let missing = try await deliveries.firstMissing(
                DeliveryPage.missingShown, in: standing.id, for: administrator)
            return .checked(
                DeliveryPage.Report(
                    good: report.good, bad: report.bad, faultCount: report.faultCount,
                    faults: report.faults.map(DeliveryPage.Fault.init), missing: missing.total,
                    clientNumbers: missing.clientNumbers))
        case .waiting: return .waiting
        case .applying(let run, let progress):
            return .applying(
                .init(
                    done: run.applied, total: run.total, before: progress.before,
                    seconds: now.timeIntervalSince(progress.began)))
        case .stopped(let run): return .stopped(done: run.applied, total: run.total)
        case .finished(let run):
            return .finished(
                DeliveryPage.Result(
                    total: run.total, added: run.added, changed: run.changed, ended: run.ended,
                    bad: standing.report?.bad))
        }
    }
}

extension DeliveryPage.Fault {
    init(_ fault: ImportFault) {
        self.init(line: fault.line, column: fault.column, reason: fault.reason, remedy: fault.remedy)
    }
}

extension Response {
    /// The same, for the browser to keep as a file of that name; of letters, digits, `.` and `-`.
    func asDownload(_ name: String) -> Response {
        var response = self
        response.headers[.contentDisposition] = "attachment; filename=\"\(name)\""
        return response
    }
}
