import Access
import Domain
import Dossiers
import Foundation
import Hummingbird
import PeopleHTTP
import Trust
import WebUI
import Wire

/// The case manager's pages. Whatever names a person is a POST: no name, number or id stands in a URL.
struct DossierRoutes: Sendable {
    /// Paths and their methods.
    static let allowed = [
        "/mensen": "GET, POST", "/mensen/dossier": "POST", "/mensen/bewerken": "POST", "/mensen/opslaan": "POST",
        "/mensen/zichtbaarheid": "POST", "/mensen/geschiedenis": "POST",
    ]
    /// Lines of one page of a history.
    private static let historyLines = 50

    let parts: PortalParts
    let sessions: PortalSessions
    let desk: DossierDesk

    func add(to router: Router<FaceContext>) {
        router.get("/mensen") { request, context in try await form(request, context) }
        router.post("/mensen") { request, context in try await find(request, context) }
        router.post("/mensen/dossier") { request, context in
            try await visited(request, context, admitting: desk.admitReader(_:origin:)) { visit in
                let dossier = try await desk.open(visit.place.handle, to: .look, by: visit.worker)
                return try await page(dossier, visit)
            }
        }
        router.post("/mensen/bewerken") { request, context in
            try await visited(request, context) { visit in
                let dossier = try await desk.open(visit.place.handle, to: .openForEditing, by: visit.worker)
                return edit(dossier, MunicipalEntry.fields(of: dossier), visit)
            }
        }
        router.post("/mensen/opslaan") { request, context in try await visited(request, context, save) }
        router.post("/mensen/zichtbaarheid") { request, context in try await visited(request, context, change) }
        router.post("/mensen/geschiedenis") { request, context in
            try await visited(request, context, admitting: desk.admitReader(_:origin:), history)
        }
    }

    /// A case manager's request, with its form.
    struct DeskVisit: Sendable {
        let visit: Visit
        let worker: CaseWorker
        let body: FormBody
        var place: DossierPlace {
            DossierPlace(
                handle: body.first(PeoplePage.Field.handle) ?? "", search: body.first(PeoplePage.Field.name) ?? "")
        }
    }

    private func form(_ request: Request, _ context: FaceContext) async throws -> Response {
        guard let visit = try await sessions.visit(of: request) else { return .seeOther("/inloggen") }
        let worker = try await desk.admitReader(visit, origin: context.origin)
        return .html(
            .ok,
            parts.pages.people(
                PeoplePage(frame: sessions.frame(visit), municipalityName: name(of: worker.municipality))))
    }

    private func find(_ request: Request, _ context: FaceContext) async throws -> Response {
        try await visited(request, context, admitting: desk.admitReader(_:origin:)) { visit in
            let text = visit.place.search
            let cursor = visit.body.first(PeoplePage.Field.cursor).flatMap { $0.isEmpty ? nil : $0 }
            let fault: String? =
                text.allSatisfy(\.isWhitespace)
                ? "Vul een naam of klantnummer in."
                : text.count > DossierDesk.searchCharacters
                    ? "Gebruik hooguit \(DossierDesk.searchCharacters) tekens." : nil
            guard fault == nil else { return people(visit, fault: fault, .badRequest) }
            let found = try await desk.find(text, after: cursor, by: visit.worker)
            let rows = found.people.map { handle, person in
                PeoplePage.Person(
                    handle: handle, givenName: person.givenName, familyName: person.familyName,
                    clientNumber: person.clientNumber, birthDay: person.birthDay, caseManager: person.caseManager,
                    visibility: person.visibility)
            }
            return people(visit, found: rows, cursor: found.cursor, isLater: cursor != nil)
        }
    }

    private func people(
        _ visit: DeskVisit, fault: String? = nil, found: [PeoplePage.Person]? = nil, cursor: String? = nil,
        isLater: Bool = false, _ status: HTTPResponse.Status = .ok
    ) -> Response {
        let page = PeoplePage(
            frame: sessions.frame(visit.visit), municipalityName: name(of: visit.worker.municipality),
            name: visit.place.search, fault: fault, found: found, cursor: cursor, isLaterPage: isLater)
        return .html(status, parts.pages.people(page))
    }

    private func save(_ visit: DeskVisit) async throws -> Response {
        guard let revision = visit.body.first(EditPage.revisionField).flatMap({ Int($0) }) else {
            throw Problem.badRequest([FieldError(field: "", message: "Open het dossier opnieuw.")])
        }
        let entered = DossierForm.municipal(visit.body)
        switch try await desk.save(visit.place.handle, over: revision, entered, by: visit.worker) {
        case .saved(let dossier, let fields):
            return try await page(dossier, visit, notice: fields.isEmpty ? .unchanged : .saved(fields))
        case .wrong(let faults, let dossier):
            return edit(dossier, entered, visit, revision: revision, faults: faults, .badRequest)
        case .conflict(let conflict):
            let names = try await desk.names()
            let shown = EditPage.Conflict(
                who: conflict.newer.account.map { names[$0] ?? $0 }, at: conflict.newer.at, fields: conflict.fields,
                visibilityChanged: conflict.visibilityChanged, typed: entered)
            return edit(conflict.now, MunicipalEntry.fields(of: conflict.now), visit, conflict: shown, .conflict)
        }
    }

    private func change(_ visit: DeskVisit) async throws -> Response {
        guard let value = visit.body.first("zichtbaarheid"), let target = Dossier.Visibility(rawValue: value) else {
            throw Problem.badRequest([FieldError(field: "", message: "Open het dossier opnieuw.")])
        }
        let action: DossierDesk.Action = target == .visible ? .show : .hide
        let dossier = try await desk.open(visit.place.handle, to: action, by: visit.worker)
        let (reference, reason) = (
            visit.body.first(VisibilityEntry.Field.request) ?? "", visit.body.first(VisibilityEntry.Field.reason) ?? ""
        )
        let confirmed = Set((visit.body.first("bevestigd") ?? "").split(separator: " ").map(String.init))
        let reading = VisibilityEntry.read(request: reference, reason: reason, confirmed: confirmed)
        guard let entry = reading.value, reading.warnings.isEmpty else {
            let request = DossierPage.Request(
                request: reference, reason: reason, faults: reading.faults,
                warnings: reading.faults.isEmpty ? reading.warnings : [])
            return try await page(dossier, visit, request: request, .badRequest)
        }
        let now = try await desk.change(dossier, to: target, entry, by: visit.worker)
        return try await page(now, visit, notice: target == .visible ? .shown : .hidden)
    }

    private func history(_ visit: DeskVisit) async throws -> Response {
        let dossier = try await desk.open(visit.place.handle, to: .history, by: visit.worker)
        let before = visit.body.first(HistoryPage.beforeField).flatMap { Int($0) }
        let events = try await desk.history(of: dossier, before: before, limit: Self.historyLines + 1)
        let names = try await desk.names()
        let shown = events.prefix(Self.historyLines)
        let page = HistoryPage(
            frame: sessions.frame(visit.visit), place: visit.place,
            name: "\(dossier.contact.givenName) \(dossier.contact.familyName)",
            events: shown.map {
                HistoryPage.Event(at: $0.at, who: names[$0.account] ?? $0.account, what: .init($0.what))
            },
            next: events.count > shown.count ? shown.last?.revision : nil)
        return .html(.ok, parts.pages.history(page))
    }

    private func page(
        _ dossier: Dossier, _ visit: DeskVisit, notice: DossierNotice? = nil,
        request: DossierPage.Request = DossierPage.Request(), _ status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let latest = try await desk.history(of: dossier, before: nil, limit: 1).first
        let names = latest == nil ? [:] : try await desk.names()
        let page = DossierPage(
            frame: sessions.frame(visit.visit), place: visit.place, municipalityName: name(of: dossier.municipality),
            dossier: dossier, work: dossier.work.masked(hiding: dossier.contact),
            latest: latest.map { DossierPage.Latest(who: names[$0.account] ?? $0.account, at: $0.at) }, notice: notice,
            request: request, today: parts.today)
        return .html(status, parts.pages.dossier(page))
    }

    private func edit(
        _ dossier: Dossier, _ fields: EntryFields, _ visit: DeskVisit, revision: Int? = nil,
        faults: [EntryFault] = [], conflict: EditPage.Conflict? = nil, _ status: HTTPResponse.Status = .ok
    ) -> Response {
        let page = EditPage(
            frame: sessions.frame(visit.visit), place: visit.place,
            name: "\(dossier.contact.givenName) \(dossier.contact.familyName)",
            isVisible: dossier.visibility == .visible, revision: revision ?? dossier.revision, fields: fields,
            faults: faults, conflict: conflict)
        return .html(status, parts.pages.edit(page))
    }

    /// Runs `body` for whom `admitting` lets in, a case manager without it; the form carries the token against forgery.
    ///
    /// - Throws: `Problem` 401; 403 for a forged request and for everybody else.
    private func visited(
        _ request: Request, _ context: FaceContext,
        admitting: ((Visit, String) async throws -> CaseWorker)? = nil, _ body: (DeskVisit) async throws -> Response
    ) async throws -> Response {
        let form = try await FormBody.read(request)
        let visit = try await sessions.member(of: request, csrf: form.first(SearchForm.Field.csrf))
        let worker = try await (admitting ?? { try await desk.admit($0, origin: $1) })(visit, context.origin)
        return try await body(DeskVisit(visit: visit, worker: worker, body: form))
    }

    private func name(of municipality: MunicipalityCode) -> String {
        parts.registry.value.municipality(municipality)?.name ?? municipality.code
    }
}

extension HistoryPage.Event.What {
    init(_ what: DossierEvent.What) {
        self =
            switch what {
            case .visibility(_, .visible, let request, let reason): .shown(request: request, reason: reason)
            case .visibility(_, .hidden, let request, let reason): .hidden(request: request, reason: reason)
            case .fields(.edited, let fields): .edited(fields)
            case .fields(.delivered, let fields): .delivered(fields)
            case .fields(.added, _): .added
            }
    }
}
