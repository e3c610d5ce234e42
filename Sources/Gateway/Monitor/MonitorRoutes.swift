import Access
import Domain
import Foundation
package import Hummingbird
package import PeopleHTTP
import Telemetry
import WebUI
import Wire

/// The gateway's monitor: the health of nodes, behind a log-in, and nothing of anybody (P-VIS-4).
package struct MonitorRoutes: Sendable {
    /// The methods of each fixed path, for 405.
    private static let allowed = [
        EntranceRoutes<MonitorKeeper>.allowed, OverviewRoutes.allowed, IncidentRoutes.allowed, ReportRoutes.allowed,
        AlertRoutes.allowed, LookEvents.allowed, ["/uitloggen": "POST"],
    ].reduce(into: [:]) { $0.merge($1) { path, _ in path } }

    private let parts: MonitorParts
    private let keeper: MonitorKeeper

    package init(_ parts: MonitorParts) {
        self.parts = parts
        keeper = parts.keeper
    }

    package func router() -> Router<FaceContext> {
        let router = Router(context: FaceContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(
            middleware: FaceGuard(
                methods: Self.allowed, hasTLS: parts.hasTLS, logger: parts.gateway.logger, page: page,
                noted: parts.gateway.telemetry.requested))
        AssetRoutes(assets: parts.pages.assets).add(to: router)
        OverviewRoutes(parts: parts).add(to: router)
        IncidentRoutes(parts: parts).add(to: router)
        ReportRoutes(parts: parts).add(to: router)
        AlertRoutes(parts: parts).add(to: router)
        LookEvents(parts: parts).add(to: router)
        MonitorInterface(parts: parts) { [keeper] request in try await keeper.visit(of: request)?.reach }.add(
            to: router)
        EntranceRoutes(keeper).add(to: router)
        ProviderRoutes(keeper).add(to: router)
        router.post("/uitloggen") { request, context in
            let (visit, _) = try await keeper.acting(request)
            try await parts.accounts.end(token: visit.session.token)
            try await keeper.audit("log out", "ok", actor: visit.user, context.origin)
            return Response.seeOther("/inloggen")
        }
        return router
    }

    /// A refusal as a page.
    @Sendable private func page(for problem: Problem, _ request: Request, _ context: FaceContext) async -> Response {
        let frame = (try? await keeper.visit(of: request))?.frame ?? Frame(face: .monitor, visitor: nil)
        return .html(
            .init(code: problem.status),
            parts.pages.problem(ProblemPage(frame: frame, status: problem.status, requestID: context.requestID)))
    }
}
