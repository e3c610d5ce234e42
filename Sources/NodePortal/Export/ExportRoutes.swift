import Access
import Domain
import Hummingbird
import PeopleHTTP
import Trust
import WebUI
import Wire

/// The page on which a municipality's administrator takes its own people out, as a file.
struct ExportRoutes: Sendable {
    let parts: PortalParts
    let sessions: PortalSessions

    func add(to router: Router<FaceContext>) {
        router.get("/uitlevering") { request, context in try await form(request, context) }
        router.post("/uitlevering") { request, context in try await export(request, context) }
    }

    private func form(_ request: Request, _ context: FaceContext) async throws -> Response {
        guard let visit = try await sessions.visit(of: request) else { return .seeOther("/inloggen") }
        guard let administrator = Administrator(visit.account, origin: context.origin) else {
            throw Problem.forbidden()
        }
        let code = administrator.municipality
        let name = parts.registry.value.municipality(code)?.name ?? code.code
        return .html(.ok, parts.pages.export(ExportPage(frame: sessions.frame(visit), municipality: name)))
    }

    private func export(_ request: Request, _ context: FaceContext) async throws -> Response {
        let body = try await FormBody.read(request)
        guard let visit = try await sessions.visit(of: request) else { throw Problem.unauthorized() }
        guard let administrator = Administrator(visit.account, origin: context.origin) else {
            throw Problem.forbidden()
        }
        try request.refuseOtherSites()
        guard body.first(SearchForm.Field.csrf) == visit.session.csrfToken else { throw Problem.forbidden() }
        guard let form = body.first("vorm").flatMap(PeopleExport.Form.init) else {
            throw Problem.badRequest([FieldError(field: "vorm", message: "Kies de vorm van het bestand.")])
        }
        return try await PeopleExport(parts: parts.imports.parts).audited(form, for: administrator)
            .asDownload("hallowerk-\(administrator.municipality.code)-\(parts.today).\(form.fileExtension)")
    }
}
