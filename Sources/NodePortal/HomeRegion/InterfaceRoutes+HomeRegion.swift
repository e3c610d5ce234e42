import Foundation
import Access
import Domain
import Hummingbird
import PeopleHTTP
import Trust
import WebUI
import Wire

/// The region's own hidden people, for its own programs.
extension InterfaceRoutes {
    func addHomeRegion(to router: Router<FaceContext>) {
        router.post(RouterPath(WirePath.homeSearch)) { request, context in try await findHidden(request, context) }
        router.get(RouterPath(WirePath.homeProfiles + "/:handvat")) { request, context in
            try await openHidden(request, context)
        }
    }

    private func findHidden(_ request: Request, _ context: FaceContext) async throws -> Response {
        let visit = try await sessions.searcher(of: request, csrf: PortalSessions.csrf(of: request))
        let body = try await request.bytes(of: MediaType.json, upTo: Limits.requestBytes)
        let (query, cursor) = try CursorField.decode(body)
        let found = try await home.search(
            query, after: cursor, by: HomeRegionHolder(visit, origin: context.origin, keys: parts.localKeys))
        purposes.remember(query.purpose, of: visit.session.csrfToken)
        return .document(.ok, HomeRegionJSON.document(of: found, region: parts.region), MediaType.json)
    }

    private func openHidden(_ request: Request, _ context: FaceContext) async throws -> Response {
        let visit = try await opener(of: request)
        let handle = try context.parameters.require("handvat")
        guard handle != "_zoek" else { throw Problem.methodNotAllowed(allow: "POST") }
        let profile = try await home.open(
            handle, for: purpose(of: request, visit),
            by: HomeRegionHolder(visit, origin: context.origin, keys: parts.localKeys))
        return .document(.ok, HomeRegionJSON.profile(profile, region: parts.region), MediaType.json)
    }
}
