import Access
import Domain
import Foundation
import Hummingbird
import PeopleHTTP
import WebUI
import Wire

/// The page on which exceptional access is asked, granted, refused and ended.
struct EmergencyRoutes: Sendable {
    /// The methods of each fixed path, for 405.
    static let allowed = [
        "/noodtoegang": "GET, POST", "/noodtoegang/besluit": "POST", "/noodtoegang/einde": "POST",
    ]

    let parts: PortalParts
    let sessions: PortalSessions
    private var desk: EmergencyDesk { EmergencyDesk(parts: parts) }

    init(parts: PortalParts, sessions: PortalSessions) {
        self.parts = parts
        self.sessions = sessions
    }

    func add(to router: Router<FaceContext>) {
        router.get("/noodtoegang") { request, _ in
            guard let visit = try await sessions.visit(of: request) else { return Response.seeOther("/inloggen") }
            guard Self.isConcerned(visit.account) else { throw Problem.forbidden() }
            return try await page(visit)
        }
        router.post("/noodtoegang") { request, context in
            let (visit, form) = try await admitted(request, context, EmergencyDesk.askers)
            let entry = EmergencyEntry(
                municipality: form.first(EmergencyPage.Field.municipality) ?? "",
                reason: form.first(EmergencyPage.Field.reason) ?? "",
                hours: form.first(EmergencyPage.Field.hours) ?? "")
            return try await answered(visit, entry) {
                try await desk.ask(entry, by: visit.account, origin: context.origin)
            }
        }
        router.post("/noodtoegang/besluit") { request, context in
            let (visit, form) = try await admitted(request, context, [.municipalAdministrator])
            let decision = form.first(EmergencyPage.Field.decision)
            guard let decision, [EmergencyPage.grants, EmergencyPage.refuses].contains(decision) else {
                throw Problem.badRequest([
                    FieldError(field: EmergencyPage.Field.decision, message: "moet toestaan of weigeren zijn")
                ])
            }
            return try await answered(visit) {
                try await desk.decide(
                    form.first(EmergencyPage.Field.id) ?? "", grants: decision == EmergencyPage.grants,
                    by: visit.account, origin: context.origin)
            }
        }
        router.post("/noodtoegang/einde") { request, context in
            let (visit, form) = try await admitted(
                request, context, EmergencyDesk.askers.union([.municipalAdministrator]))
            return try await answered(visit) {
                try await desk.end(
                    form.first(EmergencyPage.Field.id) ?? "", by: visit.account, origin: context.origin)
            }
        }
    }

    private static func isConcerned(_ account: Account) -> Bool {
        EmergencyDesk.askers.contains(account.role) || account.role == .municipalAdministrator
    }

    /// - Throws: `Problem` 401; 403 for a forged request, and for every other role: in the audit log.
    private func admitted(
        _ request: Request, _ context: FaceContext, _ roles: Set<Role>
    ) async throws -> (Visit, FormBody) {
        let form = try await FormBody.read(request)
        let visit = try await sessions.member(of: request, csrf: form.first(SearchForm.Field.csrf))
        guard roles.contains(visit.account.role) else {
            try await parts.records.audit(
                "emergency access", object: "dossiers", result: "refused: role", actor: visit.account.user,
                origin: context.origin)
            throw Problem.forbidden()
        }
        return (visit, form)
    }

    /// Back to the page when `act` is done; the page with what was typed, and why not, when it is refused.
    private func answered(
        _ visit: Visit, _ entry: EmergencyEntry = EmergencyEntry(), _ act: () async throws -> Void
    ) async throws -> Response {
        do {
            try await act()
            return .seeOther("/noodtoegang")
        } catch let refusal as EmergencyRefusal {
            return try await page(visit, entry, refusal)
        }
    }

    private func page(
        _ visit: Visit, _ entry: EmergencyEntry = EmergencyEntry(), _ refusal: EmergencyRefusal? = nil
    ) async throws -> Response {
        let time = parts.now()
        let isAdministrator = visit.account.role == .municipalAdministrator
        let items = try await desk.list(for: visit.account).map { access in
            EmergencyPage.Item(
                access: access, municipality: desk.name(of: access.municipality),
                organisation: desk.organisation(of: access))
        }
        let asking = EmergencyPage.Asking(
            municipalities: desk.municipalities.map { .init(code: $0.code.code, name: $0.name) },
            municipality: entry.municipality, reason: entry.reason, hours: entry.hours,
            fault: refusal.flatMap(Self.field))
        let page = EmergencyPage(
            frame: sessions.frame(visit), items: items, asking: isAdministrator ? nil : asking,
            fault: refusal?.sentence, now: time)
        return .html(refusal == nil ? .ok : .badRequest, parts.pages.emergency(page))
    }

    /// The field that `refusal` is about.
    private static func field(_ refusal: EmergencyRefusal) -> String? {
        switch refusal {
        case .reason, .bsn: EmergencyPage.Field.reason
        case .hours: EmergencyPage.Field.hours
        case .municipality: EmergencyPage.Field.municipality
        case .notOpen, .goingOn, .used, .agreement: nil
        }
    }
}
