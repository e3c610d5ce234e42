import Access
import Domain
import Foundation
import Hummingbird
import PeopleHTTP
import WebUI
import Wire

/// Log-in and log-out of browsers.
struct LogInRoutes: Sendable {
    let parts: PortalParts
    let sessions: PortalSessions

    func add(to router: Router<FaceContext>) {
        router.get("/inloggen") { request, _ in try await form(request) }
        router.post("/inloggen") { request, context in try await logIn(request, context) }
        router.post("/uitloggen") { request, _ in try await logOut(request) }
    }

    private func form(_ request: Request) async throws -> Response {
        guard try await sessions.visit(of: request) == nil else { return .seeOther("/") }
        return page(.ok, user: "", fault: nil)
    }

    private func logIn(_ request: Request, _ context: FaceContext) async throws -> Response {
        try request.refuseOtherSites()
        let form = try await FormBody.read(request)
        let user = form.first("gebruiker") ?? ""
        let outcome = try await PortalLogIn(parts).logIn(
            user: user, password: form.first("wachtwoord") ?? "", origin: context.origin)
        switch outcome {
        case .admitted(let session):
            var response = Response.seeOther("/")
            response.setCookie(sessions.cookie(for: session))
            return response
        case .wrong: return page(.unauthorized, user: user, fault: .wrongUserOrPassword)
        case .tooMany(let seconds):
            var response = page(.tooManyRequests, user: user, fault: .tooManyAttempts(minutes: (seconds + 59) / 60))
            response.add(["Retry-After": String(seconds)])
            return response
        }
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

    private func page(_ status: HTTPResponse.Status, user: String, fault: LogInPage.Fault?) -> Response {
        let face = Frame.Face.portal(region: parts.regionName)
        return .html(status, parts.pages.logIn(LogInPage(face: face, user: user, fault: fault)))
    }
}
