package import Access
import Domain
import Foundation
import Logging
import Trust
package import Hummingbird
package import WebUI

/// The gateway's monitor for processors: the health of nodes, behind a local account, and nothing of anybody (P-VIS-4).
package struct MonitorRoutes: Sendable {
    private static let cookie = "hallowerk-monitor"
    private static let roles: Set<Role> = [.processor, .federationAdministrator]
    private static let formBytes = 4_096

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

    package func router() -> Router<MonitorContext> {
        let router = Router(context: MonitorContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: MonitorGuard(hasTLS: hasTLS))
        for asset in pages.assets {
            router.get(RouterPath(asset.path)) { _, _ in
                var response = Response.document(.ok, asset.bytes, asset.mediaType)
                response.headers[.cacheControl] = Asset.cacheControl
                return response
            }
        }
        router.get("/") { request, _ in
            guard let session = try await session(of: request) else { return redirect("/inloggen") }
            let visitor = Visitor(
                name: session.account.displayName, organisation: "Verwerker", csrfToken: session.csrfToken)
            let page = MonitorPage(
                frame: Frame(face: .monitor, visitor: visitor), standings: parts.board.standings(parts.registry.value),
                checkedAt: parts.now(), now: parts.now())
            return .page(.ok, pages.monitor(page))
        }
        router.get("/inloggen") { _, _ in Response.page(.ok, pages.logIn(LogInPage(face: .monitor))) }
        router.post("/inloggen") { request, context in try await logIn(request, context) }
        router.post("/uitloggen") { request, _ in try await logOut(request) }
        return router
    }

    private func session(of request: Request) async throws -> Session? {
        guard let token = request.cookies[Self.cookie]?.value, !token.isEmpty else { return nil }
        let session = try await accounts.session(token: token)
        return session.flatMap { Self.roles.contains($0.account.role) ? $0 : nil }
    }

    private func logIn(_ request: Request, _ context: MonitorContext) async throws -> Response {
        let form = try await form(request)
        let user = form["gebruiker"] ?? ""
        do throws(LogInRefusal) {
            let session = try await accounts.logIn(
                user: user, password: form["wachtwoord"] ?? "", origin: context.origin)
            guard Self.roles.contains(session.account.role) else { throw .wrongUserOrPassword }
            var response = redirect("/")
            response.setCookie(
                Cookie(
                    name: Self.cookie, value: session.token, path: "/", secure: hasTLS, httpOnly: true,
                    sameSite: .strict))
            return response
        } catch {
            switch error {
            case .wrongUserOrPassword:
                return .page(
                    .unauthorized, pages.logIn(LogInPage(face: .monitor, user: user, fault: .wrongUserOrPassword)))
            case .tooManyAttempts(let seconds):
                let fault = LogInPage.Fault.tooManyAttempts(minutes: (seconds + 59) / 60)
                return .page(.tooManyRequests, pages.logIn(LogInPage(face: .monitor, user: user, fault: fault)))
            case .unavailable: throw HTTPError(.serviceUnavailable)
            }
        }
    }

    private func logOut(_ request: Request) async throws -> Response {
        let form = try await form(request)
        guard let session = try await session(of: request), form.values.contains(session.csrfToken) else {
            throw HTTPError(.forbidden)
        }
        try await accounts.end(token: session.token)
        return redirect("/inloggen")
    }

    /// The fields of a small form.
    private func form(_ request: Request) async throws -> [String: String] {
        let buffer = try await request.body.collect(upTo: Self.formBytes)
        var components = URLComponents()
        components.percentEncodedQuery = String(buffer: buffer).replacingOccurrences(of: "+", with: "%20")
        return Dictionary(
            (components.queryItems ?? []).map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { a, _ in a })
    }

    private func redirect(_ path: String) -> Response { Response(status: .seeOther, headers: [.location: path]) }
}
