import Domain
import Foundation
import Hummingbird
import PeopleHTTP
import WebUI
import Wire

/// Saving a search, and forgetting one; both lead to the start page, where they stand.
struct SavedSearchRoutes: Sendable {
    let sessions: PortalSessions
    let saved: SavedSearches

    func add(to router: Router<FaceContext>) {
        router.post("/zoekvragen") { request, context in try await save(request, context) }
        router.post("/zoekvragen/:id/weg") { request, context in try await forget(request, context) }
    }

    private func save(_ request: Request, _ context: FaceContext) async throws -> Response {
        let body = try await FormBody.read(request)
        let visit = try await sessions.searcher(of: request, csrf: body.first(SearchForm.Field.csrf))
        let refusal = try await saved.save(
            SearchForm(body.all), named: body.first(SavedSearchItem.nameField) ?? "", by: visit,
            origin: context.origin)
        if let refusal { throw Problem.badRequest([FieldError(field: SavedSearchItem.nameField, message: refusal)]) }
        return .seeOther("/#bewaard")
    }

    private func forget(_ request: Request, _ context: FaceContext) async throws -> Response {
        let body = try await FormBody.read(request)
        let visit = try await sessions.searcher(of: request, csrf: body.first(SearchForm.Field.csrf))
        try await saved.forget(context.parameters.get("id") ?? "", by: visit)
        return .seeOther("/#bewaard")
    }
}
