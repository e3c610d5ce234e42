import Access
import Foundation
import Hummingbird
import PeopleHTTP
import WebUI
import Wire

/// Log-out of browsers.
struct LogOutRoute: Sendable {
    let parts: PortalParts
    let sessions: PortalSessions

    func add(to router: Router<FaceContext>) {
        router.post("/uitloggen") { request, _ in try await logOut(request) }
    }

    private func logOut(_ request: Request) async throws -> Response {
        var response = Response.seeOther("/inloggen")
        response.setCookie(sessions.expiredCookie)
        guard let visit = try await sessions.visit(of: request) else { return response }
        try request.refuseOtherSites()
        let form = try await FormBody.read(request)
        guard form.first(SearchForm.Field.csrf) == visit.session.csrfToken else { throw Problem.forbidden() }
        try await PortalLogIn(parts).end(visit.session)
        return response
    }
}
