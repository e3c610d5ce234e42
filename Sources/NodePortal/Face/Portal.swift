package import Hummingbird
package import PeopleHTTP
import Telemetry
import WebUI
import Wire

/// The portal face of a region's node: pages for its own users, and the same as an interface for programs.
///
/// Who is not an accountmanager (or a case manager where the activity allows it) can log in, and search nothing
/// (P-ROL).
package struct Portal: Sendable {
    /// The methods of each fixed path, for 405.
    private static let allowed = [
        DossierRoutes.allowed, EntranceRoutes<PortalKeeper>.allowed, AccountRoutes.allowed, StaffRoutes.allowed,
        EmergencyRoutes.allowed,
    ].reduce([
        "/": "GET", "/uitloggen": "POST", "/zoeken": "POST", "/aanvullen": "POST", "/profiel": "POST",
        LinkRoutes.path: "POST",
        "/eigen-regio": "POST", "/eigen-profiel": "POST", WirePath.homeSearch: "POST",
        WirePath.sessions: "POST, DELETE", WirePath.search: "POST", WirePath.openAPI: "GET",
        WirePath.findDossiers: "POST", "/leveringen": "GET, POST", "/uitlevering": "GET, POST",
        WirePath.deliveries: "GET, POST", WirePath.exports: "POST", "/bericht": "POST", "/berichten": "GET",
        "/berichten/gelezen": "POST", "/berichten/antwoord": "POST", "/berichten/melding": "POST",
        WirePath.messages: "GET", "/vacatures": "GET, POST", "/op-lijst": "POST", "/zoekvragen": "POST",
    ]) { all, more in all.merging(more) { path, _ in path } }

    private let parts: PortalParts

    package init(_ parts: PortalParts) { self.parts = parts }

    /// Every page and call as `METHOD path`, in order: what a list of who may what is compared with.
    package var routes: [String] {
        router().routes.map { "\($0.method.rawValue) \($0.path)" }.filter { !$0.hasPrefix("HEAD ") }.sorted()
    }

    /// The routes, behind `FaceGuard`.
    package func router() -> Router<FaceContext> {
        let router = Router(context: FaceContext.self, options: [.autoGenerateHeadEndpoints])
        let sessions = PortalSessions(parts)
        let search = PortalSearch(parts)
        let detail = PortalDetail(parts)
        router.add(
            middleware: FaceGuard(
                methods: Self.allowed, hasTLS: parts.hasTLS, logger: parts.logger, page: sessions.page,
                noted: parts.telemetry.requested))
        AssetRoutes(assets: parts.pages.assets).add(to: router)
        let keeper = PortalKeeper(parts: parts, sessions: sessions)
        EntranceRoutes(keeper).add(to: router)
        ProviderRoutes(keeper).add(to: router)
        LogOutRoute(parts: parts, sessions: sessions).add(to: router)
        AccountRoutes(parts: parts, sessions: sessions).add(to: router)
        StaffRoutes(parts: parts, sessions: sessions).add(to: router)
        EmergencyRoutes(parts: parts, sessions: sessions).add(to: router)
        let pages = SearchPages(parts: parts, sessions: sessions)
        let home = HomeRegionSearch(parts)
        let saved = SavedSearches(parts: parts, search: search)
        let searching = SearchRoutes(
            parts: parts, sessions: sessions, pages: pages, search: search, home: home, saved: saved)
        searching.add(to: router)
        SavedSearchRoutes(sessions: sessions, saved: saved).add(to: router)
        LinkRoutes(parts: parts, sessions: sessions, pages: pages, search: searching).add(to: router)
        CompletionRoutes(parts: parts, sessions: sessions).add(to: router)
        HomeRegionRoutes(parts: parts, sessions: sessions, pages: pages, home: home).add(to: router)
        ProfileRoutes(parts: parts, sessions: sessions, detail: detail).add(to: router)
        DeliveryRoutes(parts: parts, sessions: sessions).add(to: router)
        ExportRoutes(parts: parts, sessions: sessions).add(to: router)
        DeliveryInterface(parts: parts, sessions: sessions).add(to: router)
        VacancyRoutes(parts: parts, sessions: sessions, pages: pages).add(to: router)
        let post = PostDesk(parts)
        let desk = DossierDesk(parts)
        MessageRoutes(parts: parts, sessions: sessions, desk: post, dossiers: desk).add(to: router)
        MessageInterface(parts: parts, sessions: sessions, desk: post, dossiers: desk).add(to: router)
        DossierRoutes(parts: parts, sessions: sessions, desk: desk).add(to: router)
        DossierInterface(parts: parts, sessions: sessions, desk: desk).add(to: router)
        InterfaceRoutes(parts: parts, sessions: sessions, search: search, detail: detail, home: home).add(to: router)
        return router
    }
}
