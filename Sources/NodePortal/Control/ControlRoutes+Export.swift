import Access
import Domain
import Hummingbird
import PeopleHTTP
import Wire

/// Giving a municipality's own people back to it, on the word of its administrator.
extension ControlRoutes {
    func export(_ request: Request) async throws -> Response {
        var fields = try JSONFields(await request.bytes(of: MediaType.json, upTo: Self.bodyBytes))
        let credentials = Credentials(&fields)
        let code = fields.text("gemeente", atMost: 6)
        let form = fields.text("vorm", atMost: 4)
        try fields.refuse()
        guard let municipality = try? MunicipalityCode(code), let form = PeopleExport.Form(rawValue: form) else {
            throw Problem.badRequest([FieldError(field: "vorm", message: "moet csv of json zijn")])
        }
        return try await asAdministrator(credentials, of: municipality, "export people") { administrator in
            PeopleExport(parts: parts.imports.parts).response(form, for: administrator)
        }
    }
}
