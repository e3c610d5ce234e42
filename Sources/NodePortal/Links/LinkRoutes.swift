import Access
import Domain
import Foundation
import Hummingbird
import PeopleHTTP
import Trust
import WebUI
import Wire
import Workplace

/// A search as a link: stored under a random address, without whom it found, for whom, or what for. Who opens it
/// searches anew, by the own role, purpose and budget.
struct LinkRoutes: Sendable {
    static let path = "/zoekvraag"
    /// Seconds in which somebody who must log in first still comes where the link leads.
    private static let wait = 600

    let parts: PortalParts
    let sessions: PortalSessions
    let pages: SearchPages
    let search: SearchRoutes

    func add(to router: Router<FaceContext>) {
        router.post("/zoekvraag") { request, context in try await store(request, context) }
        router.get("/zoekvraag/:link") { request, context in try await open(request, context) }
    }

    private func store(_ request: Request, _ context: FaceContext) async throws -> Response {
        let body = try await FormBody.read(request)
        let visit = try await sessions.searcher(of: request, csrf: body.first(SearchForm.Field.csrf))
        let reading = pages.read(body, visit)
        guard reading.request != nil else {
            return pages.response(visit, reading.form, faults: reading.faults, .badRequest)
        }
        // Who opens it searches for a purpose of their own.
        var form = reading.form
        (form.purpose, form.vacancy) = ("", "")
        if let sentence = LinkText.refusal(of: form) {
            return page(visit, reading.form, .refused(sentence), .badRequest)
        }
        do {
            let link = try await parts.stored("links") {
                try await parts.workplace.storeLink(to: form.searchFields, by: visit.account.user)
            }
            try await parts.records.audit(
                "store link", object: "search", result: "stored", actor: visit.account.user,
                origin: context.origin)
            let path = "\(Self.path)/\(link)"
            let site = (parts.hasTLS ? "https://" : "http://") + (request.head.authority ?? "")
            return page(
                visit, reading.form,
                .stored(address: site + path, path: path, days: WorkplaceStore.linkDays), .ok)
        } catch WorkplaceRefusal.full(_, let limit) {
            return page(
                visit, reading.form,
                .refused(
                    "U hebt al \(limit) links. Na \(WorkplaceStore.linkDays) dagen verdwijnt een link vanzelf; dan is "
                        + "er weer plaats."), .conflict)
        }
    }

    private func page(
        _ visit: Visit, _ form: SearchForm, _ state: LinkPage.State, _ status: HTTPResponse.Status
    ) -> Response {
        .html(
            status, parts.pages.link(LinkPage(frame: sessions.frame(visit), form: form, state: state)))
    }

    private func open(_ request: Request, _ context: FaceContext) async throws -> Response {
        let link = LinkID(try context.parameters.require("link"))
        guard let visit = try await sessions.visit(of: request) else { return welcome(request, to: link) }
        try sessions.requireSearcher(visit)
        guard let link else { throw Problem.notFound() }
        // Who only asks whether it is there is shown nobody.
        guard request.method == .get else { return .html(.ok, "") }
        let kept = try await parts.stored("links") { try await parts.workplace.search(at: link) }
        guard let fields = kept else { throw Problem.notFound() }
        let reading = pages.reader(visit).read(SearchForm(kept: fields))
        return try await search.response(to: reading, visit, context)
    }

    /// To the log-in, and from there to the link.
    private func welcome(_ request: Request, to link: LinkID?) -> Response {
        guard let link else { return .seeOther("/inloggen") }
        let path = "\(Self.path)/\(link)"
        // A browser does not send the session where another site led; asked by our own page it does.
        let origin = HeaderName("Sec-Fetch-Site").flatMap { request.headers[$0] }
        if origin == "cross-site" || origin == "same-site" {
            return .html(.ok, parts.pages.link(LinkPage(frame: sessions.frame(nil), state: .opening(path: path))))
        }
        var response = Response.seeOther("/inloggen")
        response.setCookie(sessions.wayCookie(to: path, seconds: Self.wait))
        return response
    }
}

extension PortalSessions {
    private var wayName: String { "\(cookieName)-naar" }

    /// Remembers, until somebody has logged in, the stored search that they were going to.
    func wayCookie(to path: String, seconds: Int) -> Cookie {
        Cookie(
            name: wayName, value: seconds > 0 ? path : "", maxAge: seconds, path: "/", secure: parts.hasTLS,
            httpOnly: true,
            sameSite: .strict)
    }

    /// Where somebody was going before they logged in: a stored search, nothing else.
    func way(of request: Request) -> String? {
        guard let value = request.cookies[wayName]?.value, value.hasPrefix("\(LinkRoutes.path)/"),
            LinkID(value.dropFirst(LinkRoutes.path.count + 1)) != nil
        else { return nil }
        return value
    }
}
