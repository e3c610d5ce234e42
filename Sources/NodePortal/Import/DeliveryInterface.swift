import Access
import Domain
import Dossiers
import Foundation
import Hummingbird
import PeopleHTTP
import Wire

/// Delivering, deciding and taking out for programs (design.md §6): what the pages do, as JSON.
struct DeliveryInterface: Sendable {
    private static let bodyBytes = 4 * 1024
    /// A file's own types: the form is found in the file itself, but a page of another site cannot send these.
    private static let fileTypes = ["text/csv", MediaType.ndjson]
    /// Client numbers of an answer; all can be asked for.
    private static let missingShown = 100

    let parts: PortalParts
    let sessions: PortalSessions
    private let deliveries: Deliveries

    init(parts: PortalParts, sessions: PortalSessions) {
        self.parts = parts
        self.sessions = sessions
        deliveries = Deliveries(imports: parts.imports)
    }

    func add(to router: Router<FaceContext>) {
        let one = WirePath.deliveries + "/:id"
        router.get(RouterPath(WirePath.deliveries)) { request, context in try await list(request, context) }
        router.post(RouterPath(WirePath.deliveries)) { request, context in try await receive(request, context) }
        router.get(RouterPath(one)) { request, context in try await show(request, context) }
        router.post(RouterPath(one + "/besluit")) { request, context in try await decide(request, context) }
        router.get(RouterPath(one + "/afgekeurd")) { request, context in
            try await deliveries.badRows(of: id(in: context), for: try await administrator(of: request, context))
        }
        router.get(RouterPath(one + "/ontbrekend")) { request, context in
            try await deliveries.missing(in: id(in: context), for: try await administrator(of: request, context))
        }
        router.post(RouterPath(WirePath.exports)) { request, context in try await export(request, context) }
    }

    private func list(_ request: Request, _ context: FaceContext) async throws -> Response {
        guard let visit = try await sessions.visit(of: request) else { throw Problem.unauthorized() }
        if visit.isBrowser { try request.refuseOtherSites() }
        let standings: [Deliveries.Standing]
        if let administrator = Administrator(visit.account, origin: context.origin) {
            standings = try await deliveries.all(of: administrator.municipality)
        } else {
            guard visit.account.role == .regionalIT else { throw Problem.forbidden() }
            standings = try await deliveries.all()
        }
        let shown = standings.prefix(Deliveries.listed).map { DeliveryJSON.object(of: $0, withFaults: false) }
        return try .json(["leveringen": shown])
    }

    private func receive(_ request: Request, _ context: FaceContext) async throws -> Response {
        let administrator = try await administrator(of: request, context, changes: true)
        let delivery = try await deliveries.receive(by: administrator) { intake in
            try await intake.open()
            try await FileForm.receive(request, of: Self.fileTypes, upTo: intake.limit) { try await intake.write($0) }
        }
        var response = try await answer(delivery.id, administrator)
        response.status = .created
        response.headers[.location] = "\(WirePath.deliveries)/\(delivery.id)"
        return response
    }

    private func show(_ request: Request, _ context: FaceContext) async throws -> Response {
        try await answer(id(in: context), try await administrator(of: request, context))
    }

    private func decide(_ request: Request, _ context: FaceContext) async throws -> Response {
        let administrator = try await administrator(of: request, context, changes: true)
        var fields = try JSONFields(await request.bytes(of: MediaType.json, upTo: Self.bodyBytes))
        let decision = fields.text("besluit", atMost: 40)
        let isComplete = fields.flag("compleet")
        try fields.refuse()
        guard let decision = Deliveries.Decision(rawValue: decision) else {
            let choices = Deliveries.Decision.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem.badRequest([FieldError(field: "besluit", message: "moet een van deze zijn: \(choices)")])
        }
        let id = id(in: context)
        try await deliveries.decide(decision, on: id, isComplete: isComplete, by: administrator)
        return decision == .giveUp ? Response(status: .noContent) : try await answer(id, administrator)
    }

    private func export(_ request: Request, _ context: FaceContext) async throws -> Response {
        let administrator = try await administrator(of: request, context, changes: true)
        var fields = try JSONFields(await request.bytes(of: MediaType.json, upTo: Self.bodyBytes))
        let form = fields.text("vorm", atMost: 10)
        try fields.refuse()
        guard let form = PeopleExport.Form(rawValue: form) else {
            throw Problem.badRequest([FieldError(field: "vorm", message: "moet csv of json zijn")])
        }
        return try await PeopleExport(parts: parts.imports.parts).audited(form, for: administrator)
    }

    private func answer(_ id: String, _ administrator: Administrator) async throws -> Response {
        let standing = try await deliveries.standing(of: id, for: administrator)
        var object = DeliveryJSON.object(of: standing, withFaults: true)
        if case .checked = standing.state {
            let missing = try await deliveries.firstMissing(Self.missingShown, in: id, for: administrator)
            object["ontbrekend"] =
                ["aantal": missing.total, "klantnummers": missing.clientNumbers] as [String: any Sendable]
        }
        return try .json(object)
    }

    /// - Parameter changes: then a browser's request needs the token against forgery.
    private func administrator(
        of request: Request, _ context: FaceContext, changes: Bool = false
    ) async throws -> Administrator {
        guard let visit = try await sessions.visit(of: request) else { throw Problem.unauthorized() }
        if visit.isBrowser {
            try request.refuseOtherSites()
            let token = HeaderName(PortalSessions.csrfHeader).flatMap { request.headers[$0] }
            guard !changes || token == visit.session.csrfToken else { throw Problem.forbidden() }
        }
        guard let administrator = Administrator(visit.account, origin: context.origin) else {
            throw Problem.forbidden()
        }
        return administrator
    }

    private func id(in context: FaceContext) -> String { context.parameters.get("id") ?? "" }
}

/// A delivery as JSON; the portal's OpenAPI document calls it `Levering`.
enum DeliveryJSON {
    static func object(of standing: Deliveries.Standing, withFaults: Bool) -> [String: Any] {
        var object: [String: Any] = [
            "levering": standing.id, "gemeente": standing.municipality.code,
            "tijdstip": standing.at.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)),
            "toestand": word(for: standing.state),
        ]
        if let report = standing.report {
            var found: [String: Any] = [
                "goed": report.good, "fout": report.bad, "aantalFouten": report.faultCount,
            ]
            if withFaults { found["fouten"] = report.faults.map(fault) }
            object["verslag"] = found
        }
        switch standing.state {
        case .refused(let reason): object["fout"] = fault(reason)
        case .waiting(let run), .applying(let run, _), .stopped(let run), .finished(let run):
            object["verwerking"] = [
                "totaal": run.total, "verwerkt": run.applied, "toegevoegd": run.added, "gewijzigd": run.changed,
                "beeindigd": run.ended,
            ]
        case .checking, .failed, .checked: break
        }
        return object
    }

    private static func word(for state: Deliveries.Standing.State) -> String {
        switch state {
        case .checking: "nakijken"
        case .refused: "onleesbaar"
        case .failed: "storing"
        case .checked: "teBesluiten"
        case .waiting: "wachten"
        case .applying: "verwerken"
        case .stopped: "gestopt"
        case .finished: "verwerkt"
        }
    }

    private static func fault(_ fault: ImportFault) -> [String: any Sendable] {
        ["regel": fault.line, "kolom": fault.column, "reden": fault.reason, "oplossing": fault.remedy]
    }
}
