import Access
import Domain
import Foundation
import Hummingbird
import OpenIDConnect
import PeopleHTTP
import Trust
import WebUI
import Wire

/// The roles of a municipality's own people, on the page of its administrator (P-VIS-3). Everything asked and done, and
/// every refusal, is in the audit log: who, to whom, what.
struct StaffRoutes: Sendable {
    /// The methods of each fixed path, for 405.
    static let allowed = [
        "/rollen": "GET", "/rollen/lijst.csv": "GET", "/rollen/toevoegen": "POST", "/rollen/rol": "POST",
        "/rollen/intrekken": "POST", "/rollen/sluiten": "POST", "/rollen/bevestigen": "POST",
        "/rollen/nieuw-begin": "POST",
    ]

    let parts: PortalParts
    let sessions: PortalSessions

    func add(to router: Router<FaceContext>) {
        router.get("/rollen") { request, _ in
            guard let visit = try await sessions.visit(of: request) else { return Response.seeOther("/inloggen") }
            return try await page(visit)
        }
        router.get("/rollen/lijst.csv") { request, context in try await list(request, context) }
        router.post("/rollen/toevoegen") { request, context in try await hire(request, context) }
        router.post("/rollen/rol") { request, context in
            try await change(request, context, "give role") { user, form, administrator throws(StaffRefusal) in
                guard let role = Self.role(in: form) else { throw .roleNotGivenHere }
                try await parts.accounts.give(role, to: user, by: administrator)
                return .done("\(user) is nu \(role.rawValue).", "\(role.rawValue)")
            }
        }
        router.post("/rollen/intrekken") { request, context in
            try await change(request, context, "withdraw role") { user, _, administrator throws(StaffRefusal) in
                try await parts.accounts.withdraw(from: user, by: administrator)
                return .done("\(user) heeft geen rol meer en is uitgelogd.", nil)
            }
        }
        router.post("/rollen/sluiten") { request, context in
            try await change(request, context, "close account") { user, _, administrator throws(StaffRefusal) in
                try await parts.accounts.close(user, by: administrator)
                return .done("Het account van \(user) is gesloten.", nil)
            }
        }
        router.post("/rollen/nieuw-begin") { request, context in
            try await change(request, context, "renew start password") { user, _, administrator throws(StaffRefusal) in
                .told(.init(user: user, password: try await parts.accounts.startAnew(user, by: administrator)))
            }
        }
        router.post("/rollen/bevestigen") { request, context in try await confirm(request, context) }
    }

    /// What an act left to show.
    private enum Outcome {
        /// A sentence, and what the audit log has beside the user.
        case done(String, String?)
        case told(StaffPage.StartPassword)
    }

    private typealias Act =
        @Sendable (String, FormBody, Account) async throws(StaffRefusal) -> Outcome

    /// Does `act` to the user that the form names.
    private func change(
        _ request: Request, _ context: FaceContext, _ action: String, _ act: Act
    ) async throws -> Response {
        let (visit, form) = try await administrator(request, context, action)
        let user = form.first(StaffPage.Field.user) ?? ""
        let outcome: Outcome
        do throws(StaffRefusal) {
            outcome = try await act(user, form, visit.account)
        } catch {
            return try await refused(error, action, [user], visit, context)
        }
        switch outcome {
        case .done(let sentence, let detail):
            try await audit(action, user, detail.map { "done: \($0)" } ?? "done", visit, context)
            return try await page(visit, done: sentence)
        case .told(let password):
            try await audit(action, user, "done", visit, context)
            return try await page(visit, told: password)
        }
    }

    private func hire(_ request: Request, _ context: FaceContext) async throws -> Response {
        let action = "add account"
        let (visit, form) = try await administrator(request, context, action)
        let user = form.first(StaffPage.Field.user) ?? ""
        let password: String
        do throws(StaffRefusal) {
            guard let role = Self.role(in: form) else { throw StaffRefusal.roleNotGivenHere }
            password = try await parts.accounts.hire(
                user: user, name: form.first(StaffPage.Field.name) ?? "", role: role, by: visit.account)
        } catch {
            return try await refused(error, action, [user], visit, context)
        }
        try await audit(action, user, "done", visit, context)
        return try await page(visit, told: .init(user: user, password: password))
    }

    private func confirm(_ request: Request, _ context: FaceContext) async throws -> Response {
        let action = "confirm role"
        let (visit, form) = try await administrator(request, context, action)
        let users = form.all.filter { $0.name == StaffPage.Field.user }.map(\.value)
        do throws(StaffRefusal) {
            guard !users.isEmpty else { throw StaffRefusal.notFound }
            try await parts.accounts.confirm(users, by: visit.account)
        } catch {
            return try await refused(error, action, users, visit, context)
        }
        for user in users { try await audit(action, user, "done", visit, context) }
        let done = users.count == 1 ? "De rol is bevestigd." : "\(users.count) rollen zijn bevestigd."
        return try await page(visit, done: done)
    }

    private func list(_ request: Request, _ context: FaceContext) async throws -> Response {
        guard let visit = try await sessions.visit(of: request) else { throw Problem.unauthorized() }
        let bytes = try await content(visit).file
        try await parts.records.audit(
            "take list of roles", object: "accounts", result: "done", actor: visit.account.user, origin: context.origin)
        var response = Response.document(.ok, bytes, "text/csv; charset=utf-8")
        response.add(["Content-Disposition": "attachment; filename=\"hallowerk-rollen-\(parts.today).csv\""])
        return response
    }

    /// Who asks, an administrator of a municipality; others are refused, and that is written down.
    private func administrator(
        _ request: Request, _ context: FaceContext, _ action: String
    ) async throws -> (Visit, FormBody) {
        let form = try await FormBody.read(request)
        let visit = try await sessions.member(of: request, csrf: form.first(SearchForm.Field.csrf))
        guard visit.account.role == .municipalAdministrator else {
            try await audit(action, "", "refused: role", visit, context)
            throw Problem.forbidden()
        }
        try await audit(action, form.first(StaffPage.Field.user) ?? "", "asked", visit, context)
        return (visit, form)
    }

    private static func role(in form: FormBody) -> Role? {
        form.first(StaffPage.Field.role).flatMap(Role.init(rawValue:))
    }

    private func audit(
        _ action: String, _ user: String, _ result: String, _ visit: Visit, _ context: FaceContext
    ) async throws {
        // Only what can be a user is written; anything may be typed.
        let object = user.utf8.count <= 64 && !user.isEmpty ? "account \(user)" : "account"
        try await parts.records.audit(
            action, object: object, result: result, actor: visit.account.user, origin: context.origin)
    }

    private func refused(
        _ refusal: StaffRefusal, _ action: String, _ users: [String], _ visit: Visit, _ context: FaceContext
    ) async throws -> Response {
        try await audit(action, users.first ?? "", "refused: \(refusal.reason)", visit, context)
        switch refusal {
        case .unavailable: throw Problem.unavailable()
        case .notAdministrator: throw Problem.forbidden()
        case .notFound: throw Problem.notFound()
        case .ownAccount, .roleNotGivenHere, .ofProvider, .account:
            return try await page(visit, status: .badRequest, fault: refusal.sentence)
        }
    }

    private func content(
        _ visit: Visit, told: StaffPage.StartPassword? = nil, fault: String? = nil, done: String? = nil
    ) async throws -> StaffPage {
        let staff: [StaffMember]
        do throws(StaffRefusal) {
            staff = try await parts.accounts.staff(of: visit.account)
        } catch {
            throw error == .notAdministrator ? Problem.forbidden() : Problem.unavailable()
        }
        let now = parts.now()
        let code = visit.account.municipality
        return StaffPage(
            frame: sessions.frame(visit),
            municipality: code.flatMap { parts.registry.value.municipality($0)?.name } ?? code?.code ?? "",
            members: staff.map { member in
                StaffPage.Member(
                    user: member.account.user, name: member.account.displayName, role: member.account.role,
                    hasRole: member.hasRole,
                    provider: member.provider.map { parts.entrance[$0]?.rules.title ?? $0 },
                    isEnrolled: member.isEnrolled, isTemporary: member.isTemporary, lastLogIn: member.lastLogIn,
                    confirmed: member.confirmed, mustBeConfirmed: member.mustBeConfirmed(at: now),
                    isSelf: member.account.user == visit.account.user)
            }, told: told, fault: fault, done: done)
    }

    private func page(
        _ visit: Visit, status: HTTPResponse.Status = .ok, told: StaffPage.StartPassword? = nil,
        fault: String? = nil, done: String? = nil
    ) async throws -> Response {
        .html(status, parts.pages.staff(try await content(visit, told: told, fault: fault, done: done)))
    }
}

extension StaffRefusal {
    /// For the audit log.
    fileprivate var reason: String {
        switch self {
        case .notAdministrator: "role"
        case .notFound: "not of this municipality"
        case .ownAccount: "own account"
        case .roleNotGivenHere: "role is not given here"
        case .ofProvider: "role is given by the identity provider"
        case .account: "account"
        case .unavailable: "unavailable"
        }
    }

    /// For the administrator.
    fileprivate var sentence: String {
        switch self {
        case .ownAccount: "U kunt uw eigen rol en account hier niet wijzigen of bevestigen. Vraag een andere beheerder."
        case .roleNotGivenHere: "Deze rol geeft u hier niet. U geeft de rollen accountmanager en klantmanager."
        case .ofProvider: "Deze collega logt in bij uw gemeente, en krijgt daar de rol. Wijzig de rol daar."
        case .account(let refusal):
            switch refusal {
            case .malformedUser: "De gebruikersnaam kan niet: gebruik kleine letters, cijfers en de tekens . - _ @."
            case .malformedName: "Geef een naam van 1 tot 100 tekens."
            case .userTaken: "Deze gebruikersnaam bestaat al. Kies een andere."
            default: "Dit account kan niet zo worden toegevoegd."
            }
        case .notAdministrator, .notFound, .unavailable: "Dit lukt nu niet."
        }
    }
}
