package import Access
import Domain
import Foundation
import Telemetry
import Trust
import Wire
package import Hummingbird
package import PeopleHTTP
package import WebUI

/// The gateway's monitor for processors: the health of nodes, behind a local account, and nothing of anybody (P-VIS-4).
package struct MonitorRoutes: Sendable {
    /// The methods of each fixed path, for 405.
    private static let allowed = EntranceRoutes<MonitorKeeper>.allowed
        .merging(["/": "GET", "/uitloggen": "POST"]) { path, _ in path }

    private let parts: GatewayParts
    private let accounts: AccountStore
    private let pages: Pages
    private let hasTLS: Bool
    private let keeper: MonitorKeeper

    package init(_ parts: GatewayParts, accounts: AccountStore, pages: Pages, hasTLS: Bool) {
        self.parts = parts
        self.accounts = accounts
        self.pages = pages
        self.hasTLS = hasTLS
        keeper = MonitorKeeper(parts: parts, accounts: accounts, pages: pages, hasTLS: hasTLS)
    }

    package func router() -> Router<FaceContext> {
        let router = Router(context: FaceContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(
            middleware: FaceGuard(
                methods: Self.allowed, hasTLS: hasTLS, logger: parts.logger, page: page,
                noted: parts.telemetry.requested))
        AssetRoutes(assets: pages.assets).add(to: router)
        router.get("/") { request, _ in
            guard let session = try await keeper.session(of: request) else { return Response.seeOther("/inloggen") }
            let page = MonitorPage(
                frame: keeper.frame(for: session), standings: parts.standings(),
                checkedAt: parts.now(), now: parts.now())
            return .html(.ok, pages.monitor(page))
        }
        EntranceRoutes(keeper).add(to: router)
        router.post("/uitloggen") { request, context in try await logOut(request, context) }
        return router
    }

    private func logOut(_ request: Request, _ context: FaceContext) async throws -> Response {
        try request.refuseOtherSites()
        let form = try await FormBody.read(request)
        guard let session = try await keeper.session(of: request), form.first("csrf") == session.csrfToken else {
            throw Problem.forbidden()
        }
        try await accounts.end(token: session.token)
        try await keeper.audit("log out", "ok", actor: session.account.user, context.origin)
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
