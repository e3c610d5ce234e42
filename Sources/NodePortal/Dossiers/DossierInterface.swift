import Access
import Domain
import Dossiers
import Foundation
import Hummingbird
import PeopleHTTP
import Trust
import Wire

/// The case manager's pages as an interface for programs: the same desk, the same rules, as JSON.
///
/// A dossier is named by its handle, which is sealed to the user; its revision is its `ETag`, and a change names the
/// revision that it was made from with `If-Match` (RFC 9110 §13.1.1).
struct DossierInterface: Sendable {
    private static let bodyBytes = 32 * 1024

    let parts: PortalParts
    let sessions: PortalSessions
    let desk: DossierDesk

    func add(to router: Router<FaceContext>) {
        let one = WirePath.dossiers + "/:handvat"
        router.post(RouterPath(WirePath.findDossiers)) { request, context in try await find(request, context) }
        router.get(RouterPath(one)) { request, context in try await open(request, context) }
        router.put(RouterPath(one)) { request, context in try await save(request, context) }
        router.post(RouterPath(one + "/zichtbaarheid")) { request, context in try await change(request, context) }
        router.get(RouterPath(one + "/geschiedenis")) { request, context in try await history(request, context) }
    }

    private func find(_ request: Request, _ context: FaceContext) async throws -> Response {
        let worker = try await worker(request, context)
        let entered = try EntryJSON.decode(await request.bytes(of: MediaType.json, upTo: Self.bodyBytes))
        let text = entered.texts["tekst"] ?? ""
        var errors = Self.errors(entered, known: ["tekst", "cursor"])
        if text.allSatisfy(\.isWhitespace) || text.count > DossierDesk.searchCharacters {
            errors.append(
                FieldError(field: "tekst", message: "moet een naam of klantnummer zijn, hooguit 200 tekens"))
        }
        guard errors.isEmpty else { throw Problem.badRequest(errors) }
        let found = try await desk.find(text, after: entered.texts["cursor"], by: worker)
        let people = found.people.map { handle, person in
            [
                "handvat": handle, "voornaam": person.givenName, "achternaam": person.familyName,
                "klantnummer": person.clientNumber, "geboortedatum": person.birthDay.description,
                "klantmanager": person.caseManager, "zichtbaarheid": person.visibility.rawValue,
            ]
        }
        var answer: [String: Any] = ["resultaten": people]
        answer["volgende"] = found.cursor
        return try .json(answer)
    }

    private func open(_ request: Request, _ context: FaceContext) async throws -> Response {
        let handle = try context.parameters.require("handvat")
        let worker = try await worker(request, context, reads: true)
        return document(try await desk.open(handle, to: .look, by: worker), handle)
    }

    private func save(_ request: Request, _ context: FaceContext) async throws -> Response {
        let handle = try context.parameters.require("handvat")
        let worker = try await worker(request, context)
        guard let revision = request.headers[.ifMatch].flatMap(Self.revision) else {
            throw Problem(
                status: 428, title: "Revisie ontbreekt",
                detail: "Geef in If-Match de ETag van het dossier waarin u wijzigt. Er is niets opgeslagen.")
        }
        let entered = try EntryJSON.decode(await request.bytes(of: MediaType.json, upTo: Self.bodyBytes))
        switch try await desk.save(handle, over: revision, entered, by: worker) {
        case .saved(let dossier, _): return document(dossier, handle)
        case .wrong(let faults, _): throw Problem.badRequest(faults.map(FieldError.init))
        case .conflict(let conflict): throw try await problem(for: conflict)
        }
    }

    private func change(_ request: Request, _ context: FaceContext) async throws -> Response {
        let handle = try context.parameters.require("handvat")
        let worker = try await worker(request, context)
        let entered = try EntryJSON.decode(await request.bytes(of: MediaType.json, upTo: Self.bodyBytes))
        let target = Dossier.Visibility(rawValue: entered.texts["zichtbaarheid"] ?? "")
        let dossier = try await desk.open(handle, to: target == .visible ? .show : .hide, by: worker)
        let reading = VisibilityEntry.read(
            request: entered.texts[VisibilityEntry.Field.request] ?? "",
            reason: entered.texts[VisibilityEntry.Field.reason] ?? "",
            confirmed: Set(entered.lists["bevestigd"] ?? []))
        let known = ["zichtbaarheid", VisibilityEntry.Field.request, VisibilityEntry.Field.reason, "bevestigd"]
        var errors = Self.errors(entered, known: known) + reading.faults.map(FieldError.init)
        if target == nil {
            errors.append(FieldError(field: "zichtbaarheid", message: "moet zichtbaar of verborgen zijn"))
        }
        guard errors.isEmpty, let target, let entry = reading.value else { throw Problem.badRequest(errors) }
        guard reading.warnings.isEmpty else {
            throw Problem(
                status: 409, title: "Bevestig dit eerst",
                detail: "Een tekst lijkt te gaan over iets dat niet in HalloWerk hoort. Er is niets gewijzigd.",
                errors: reading.warnings.map { warning in
                    FieldError(
                        field: warning.field,
                        message: "haal het weg, of stuur in bevestigd mee: \(warning.confirmation)")
                })
        }
        return document(try await desk.change(dossier, to: target, entry, by: worker), handle)
    }

    private func history(_ request: Request, _ context: FaceContext) async throws -> Response {
        let worker = try await worker(request, context, reads: true)
        let handle = try context.parameters.require("handvat")
        let dossier = try await desk.open(handle, to: .history, by: worker)
        let limit = DossierStore.historyEvents.upperBound
        let events = try await desk.history(of: dossier, before: nil, limit: limit)
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        let lines = events.map { event in
            var line: [String: Any] = [
                "revisie": event.revision, "tijdstip": event.at.formatted(style), "door": event.account,
            ]
            switch event.what {
            case .visibility(let from, let to, let request, let reason):
                line.merge(
                    [
                        "soort": "zichtbaarheid", "van": from.rawValue, "naar": to.rawValue, "verzoek": request,
                        "reden": reason,
                    ]) { $1 }
            case .fields(let change, let fields):
                line["soort"] = change.rawValue
                line["velden"] = fields.map(\.rawValue)
            }
            return line
        }
        return try .json([
            "geschiedenis": lines, "meer": events.last.map { events.count == limit && $0.revision > 1 } ?? false,
        ])
    }

    /// The case manager who sends `request`.
    ///
    /// - Parameter reads: nothing is changed, so a browser needs no token.
    private func worker(_ request: Request, _ context: FaceContext, reads: Bool = false) async throws -> CaseWorker {
        guard reads else {
            let visit = try await sessions.member(of: request, csrf: PortalSessions.csrf(of: request))
            return try await desk.admit(visit, origin: context.origin)
        }
        guard let visit = try await sessions.visit(of: request) else { throw Problem.unauthorized() }
        if visit.isBrowser { try request.refuseOtherSites() }
        return try await desk.admit(visit, origin: context.origin)
    }

    private func document(_ dossier: Dossier, _ handle: String) -> Response {
        let body = DossierJSON.encode(dossier, handle: handle, region: parts.region)
        var response = Response.document(.ok, body, MediaType.json)
        response.headers[.eTag] = "\"\(dossier.revision)\""
        return response
    }

    private func problem(for conflict: DossierDesk.Conflict) async throws -> Problem {
        let names = try await desk.names()
        let who = conflict.newer.account.map { names[$0] ?? $0 } ?? "iemand anders"
        let when = conflict.newer.at.map { $0.formatted(Date.ISO8601FormatStyle()) } ?? "onbekend"
        let changed = conflict.fields.map(\.rawValue) + (conflict.visibilityChanged ? ["zichtbaarheid"] : [])
        return Problem(
            status: 412, title: "Er is een nieuwere revisie",
            detail: "\(who) wijzigde dit dossier (\(when)); het heeft nu revisie \(conflict.newer.revision). "
                + "Er is niets opgeslagen.",
            errors: changed.map { FieldError(field: $0, message: "is intussen gewijzigd") })
    }

    /// Members of the wrong kind, and those that nobody knows.
    private static func errors(_ entered: EntryFields, known: [String]) -> [FieldError] {
        let names = Set(entered.texts.keys).union(entered.lists.keys).union(entered.items.keys)
        return entered.faults.map(FieldError.init)
            + names.subtracting(known).sorted().map { FieldError(field: $0, message: "is een onbekend veld") }
    }

    /// The revision of a strong `ETag` of ours.
    private static func revision(_ tag: String) -> Int? {
        guard tag.hasPrefix("\""), tag.hasSuffix("\""), tag.utf8.count > 2 else { return nil }
        return Int(tag.dropFirst().dropLast())
    }
}

extension FieldError {
    init(_ fault: EntryFault) { self.init(field: fault.field, message: fault.message) }
}
