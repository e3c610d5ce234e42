import Access
import Domain
import Foundation
import Hummingbird
import PeopleHTTP
import WebUI
import Wire

/// One's own account: open sessions, password, second factor.
struct AccountRoutes: Sendable {
    /// The methods of each fixed path, for 405.
    static let allowed = [
        "/account": "GET", "/account/sessies": "POST", "/account/wachtwoord": "POST", "/account/tweede-factor": "POST",
    ]

    let parts: PortalParts
    let sessions: PortalSessions

    func add(to router: Router<FaceContext>) {
        router.get("/account") { request, _ in
            guard let visit = try await sessions.visit(of: request) else { return Response.seeOther("/inloggen") }
            return try await page(.ok, visit)
        }
        router.post("/account/sessies") { request, context in try await endOthers(request, context) }
        router.post("/account/wachtwoord") { request, context in try await changePassword(request, context) }
        router.post("/account/tweede-factor") { request, context in try await enrolAnew(request, context) }
    }

    private func endOthers(_ request: Request, _ context: FaceContext) async throws -> Response {
        let (visit, _) = try await asked(request)
        let ended: Int
        do throws(LogInRefusal) {
            ended = try await parts.accounts.endOthers(than: visit.session)
        } catch {
            throw Problem.unavailable()
        }
        try await audit("end other sessions", "ok: \(ended)", visit, context)
        return try await page(.ok, visit, done: "Uw andere sessies zijn beëindigd.")
    }

    private func changePassword(_ request: Request, _ context: FaceContext) async throws -> Response {
        let (visit, form) = try await asked(request)
        let password = form.first(AccountPage.Field.password) ?? ""
        guard password == form.first(AccountPage.Field.repeated) else {
            return try await page(.badRequest, visit, fault: .password(.newPassword(.notRepeated)))
        }
        let fault: PasswordFault?
        do throws(LogInRefusal) {
            fault = try await parts.accounts.changePassword(
                of: visit.session, from: form.first(AccountPage.Field.present) ?? "", to: password,
                origin: context.origin)
        } catch {
            guard case .tooManyAttempts(let seconds) = error else { throw Problem.unavailable() }
            try await audit("change password", "refused: too many attempts", visit, context)
            return try await page(
                .tooManyRequests, visit, fault: .password(.tooManyAttempts(retryAfterSeconds: seconds)))
        }
        try await audit("change password", fault == nil ? "ok" : "refused", visit, context)
        guard let fault else {
            return try await page(.ok, visit, done: "Uw wachtwoord is gewijzigd. Uw andere sessies zijn beëindigd.")
        }
        return try await page(.badRequest, visit, fault: .password(.newPassword(fault)))
    }

    /// Sends somebody to the page of the log-in on which a second factor is enrolled; the one before stays until then.
    private func enrolAnew(_ request: Request, _ context: FaceContext) async throws -> Response {
        let (visit, form) = try await asked(request)
        let halfWay: HalfWay
        do throws(LogInRefusal) {
            halfWay = try await parts.accounts.enrolAnew(
                visit.session, password: form.first(AccountPage.Field.present) ?? "",
                code: form.first(AccountPage.Field.code) ?? "", origin: context.origin)
        } catch {
            let refusal: EntranceRefusal =
                switch error {
                case .tooManyAttempts(let seconds): .tooManyAttempts(retryAfterSeconds: seconds)
                case .wrongUserOrPassword: .newPassword(.presentIsWrong)
                case .wrongCode, .codeMissing: .wrongCode
                case .unfinished, .withoutRole, .unavailable: throw Problem.unavailable()
                }
            try await audit("renew second factor", "refused", visit, context)
            return try await page(.badRequest, visit, fault: .secondFactor(refusal))
        }
        try await audit("renew second factor", "asked", visit, context)
        let keeper = PortalKeeper(parts: parts, sessions: sessions)
        var response = Response.seeOther(EntranceRoutes<PortalKeeper>.furtherPath)
        response.setCookie(keeper.cookie(for: halfWay))
        return response
    }

    private func asked(_ request: Request) async throws -> (Visit, FormBody) {
        let form = try await FormBody.read(request)
        return (try await sessions.member(of: request, csrf: form.first(SearchForm.Field.csrf)), form)
    }

    private func audit(_ action: String, _ result: String, _ visit: Visit, _ context: FaceContext) async throws {
        try await parts.records.audit(
            action, object: "account", result: result, actor: visit.account.user, origin: context.origin)
    }

    private func page(
        _ status: HTTPResponse.Status, _ visit: Visit, fault: AccountPage.Fault? = nil, done: String? = nil
    ) async throws -> Response {
        let account: OwnAccount
        do throws(LogInRefusal) {
            account = try await parts.accounts.ownAccount(of: visit.session)
        } catch {
            throw Problem.unavailable()
        }
        let open = account.sessions.map {
            AccountPage.OpenSession(began: $0.began, lastUsed: $0.lastUsed, isThis: $0.isThis)
        }
        return .html(
            status,
            parts.pages.account(
                AccountPage(
                    frame: sessions.frame(visit), user: visit.account.user, sessions: open,
                    isEnrolled: account.isEnrolled, recoveryCodesLeft: account.recoveryCodesLeft,
                    isOfProvider: account.isOfProvider, fault: fault, done: done, now: parts.now())))
    }
}
