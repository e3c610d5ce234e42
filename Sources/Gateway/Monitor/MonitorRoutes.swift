package import Access
import Accountability
import Domain
import Foundation
import Trust
import Wire
package import Hummingbird
package import PeopleHTTP
package import WebUI

/// The gateway's monitor for processors: the health of nodes, behind a local account, and nothing of anybody (P-VIS-4).
package struct MonitorRoutes: Sendable {
    private static let cookie = "hallowerk-monitor"
    private static let roles: Set<Role> = [.processor, .federationAdministrator]
    /// The methods of each fixed path, for 405.
    private static let allowed = ["/": "GET", "/inloggen": "GET, POST", "/uitloggen": "POST"]

    private let parts: GatewayParts
    private let accounts: AccountStore
    private let pages: Pages
    private let hasTLS: Bool

    package init(_ parts: GatewayParts, accounts: AccountStore, pages: Pages, hasTLS: Bool) {
        self.parts = parts
        self.accounts = accounts
        self.pages = pages
        self.hasTLS = hasTLS
    }

    package func router() -> Router<FaceContext> {
        let router = Router(context: FaceContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: FaceGuard(methods: Self.allowed, hasTLS: hasTLS, logger: parts.logger, page: page))
        AssetRoutes(assets: pages.assets).add(to: router)
        router.get("/") { request, _ in
            guard let session = try await session(of: request) else { return Response.seeOther("/inloggen") }
            let visitor = Visitor(
                name: session.account.displayName, role: session.account.role, organisation: "Verwerker",
                csrfToken: session.csrfToken)
            let page = MonitorPage(
                frame: Frame(face: .monitor, visitor: visitor), standings: parts.standings(),
                checkedAt: parts.now(), now: parts.now())
            return .html(.ok, pages.monitor(page))
        }
        router.get("/inloggen") { _, _ in Response.html(.ok, pages.logIn(LogInPage(face: .monitor))) }
        router.post("/inloggen") { request, context in try await logIn(request, context) }
        router.post("/uitloggen") { request, context in try await logOut(request, context) }
        return router
    }

    private func session(of request: Request) async throws -> Session? {
        guard let token = request.cookies[Self.cookie]?.value, !token.isEmpty else { return nil }
        let session = try await accounts.session(token: token)
        return session.flatMap { Self.roles.contains($0.account.role) ? $0 : nil }
    }

    private func logIn(_ request: Request, _ context: FaceContext) async throws -> Response {
        try request.refuseOtherSites()
        let form = try await FormBody.read(request)
        let user = form.first("gebruiker") ?? ""
        do throws(LogInRefusal) {
            let session = try await admitted(user, form.first("wachtwoord") ?? "", context.origin)
            var response = Response.seeOther("/")
            response.setCookie(
                Cookie(
                    name: Self.cookie, value: session.token, path: "/", secure: hasTLS, httpOnly: true,
                    sameSite: .strict))
            return response
        } catch {
            switch error {
            case .wrongUserOrPassword:
                try await audit("log in", "refused", actor: "unknown", context.origin)
                return .html(
                    .unauthorized, pages.logIn(LogInPage(face: .monitor, user: user, fault: .wrongUserOrPassword)))
            case .tooManyAttempts(let seconds):
                try await audit("log in", "refused: too many attempts", actor: "unknown", context.origin)
                let fault = LogInPage.Fault.tooManyAttempts(minutes: (seconds + 59) / 60)
                return .html(.tooManyRequests, pages.logIn(LogInPage(face: .monitor, user: user, fault: fault)))
            case .unavailable: throw Problem.unavailable()
            }
        }
    }

    /// A session of somebody whose role may see the monitor, with its line in the audit log; another role's ends at
    /// once.
    private func admitted(_ user: String, _ password: String, _ origin: String) async throws(LogInRefusal) -> Session {
        let session = try await accounts.logIn(user: user, password: password, origin: origin)
        do {
            guard Self.roles.contains(session.account.role) else {
                try await accounts.end(token: session.token)
                throw LogInRefusal.wrongUserOrPassword
            }
            try await audit("log in", "ok", actor: session.account.user, origin)
        } catch let refusal as LogInRefusal {
            throw refusal
        } catch {
            try? await accounts.end(token: session.token)
            throw .unavailable
        }
        return session
    }

    /// - Throws: `Problem` 503 when it cannot be written: then nobody is let in or answered (I-9).
    private func audit(_ action: String, _ result: String, actor: String, _ origin: String) async throws {
        do {
            try await parts.auditLog.record(
                AuditRecord(
                    action: action, object: "session", result: result, origin: origin, actor: actor, time: parts.now(),
                    traceID: TraceContext.start().traceID))
        } catch {
            throw Problem.unavailable()
        }
    }

    private func logOut(_ request: Request, _ context: FaceContext) async throws -> Response {
        try request.refuseOtherSites()
        let form = try await FormBody.read(request)
        guard let session = try await session(of: request), form.first("csrf") == session.csrfToken else {
            throw Problem.forbidden()
        }
        try await accounts.end(token: session.token)
        try await audit("log out", "ok", actor: session.account.user, context.origin)
        return .seeOther("/inloggen")
    }

    /// A refusal as a page.
    @Sendable private func page(for problem: Problem, _ request: Request, _ context: FaceContext) async -> Response {
        let frame = Frame(face: .monitor, visitor: nil)
        return .html(
            .init(code: problem.status),
            pages.problem(ProblemPage(frame: frame, status: problem.status, requestID: context.requestID)))
    }
}
