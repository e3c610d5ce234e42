import Domain
import Foundation
import Hummingbird
import PeopleHTTP
import Trust
import WebUI
import Wire

/// The page of one opened profile. A POST: neither handle nor purpose stands in a URL.
struct ProfileRoutes: Sendable {
    let parts: PortalParts
    let sessions: PortalSessions
    let detail: PortalDetail

    func add(to router: Router<FaceContext>) {
        router.post("/profiel") { request, context in try await open(request, context) }
    }

    private func open(_ request: Request, _ context: FaceContext) async throws -> Response {
        let body = try await FormBody.read(request)
        let visit = try await sessions.searcher(of: request, csrf: body.first(SearchForm.Field.csrf))
        let form = SearchForm(body.all)
        let purpose = try SearchFormReader.requirePurpose(of: form)
        let asker = PortalAsker(visit.account, origin: context.origin, keys: parts.localKeys)
        let handle = body.first(SearchForm.Field.handle) ?? ""
        let opened = try await context.untilGone { try await detail.open(handle, for: purpose, by: asker) }.detail
        let registry = parts.registry.value
        let page = ProfilePage(
            frame: sessions.frame(visit), form: form, purpose: purpose,
            regionName: registry.member(opened.region)?.region.name ?? opened.region.slug,
            municipalityName: registry.municipality(opened.municipality)?.name ?? opened.municipality.code,
            contact: opened.contact,
            work: opened.work,
            today: parts.today, warnings: try await PortalBudget(parts).standing(of: asker).warnings,
            message: ContactForm(
                about: opened.work,
                in: registry.municipality(opened.municipality)?.name ?? opened.municipality.code, handle: handle, form))
        return .html(.ok, parts.pages.profile(page))
    }
}
