import Access
import Domain
import Dossiers
import Hummingbird
import NIOCore
import PeopleHTTP
import Wire

/// Giving a municipality's own people back to it, on the word of its administrator.
extension ControlRoutes {
    /// Streams them; each page is in the processing log before it is sent (I-9). What is cut off did not end.
    func export(_ request: Request) async throws -> Response {
        var fields = try JSONFields(await request.bytes(of: MediaType.json, upTo: Self.bodyBytes))
        let credentials = Credentials(&fields)
        let code = fields.text("gemeente", atMost: 6)
        let form = fields.text("vorm", atMost: 4)
        try fields.refuse()
        guard let municipality = try? MunicipalityCode(code), ["csv", "json"].contains(form) else {
            throw Problem.badRequest([FieldError(field: "vorm", message: "moet csv of json zijn")])
        }
        return try await asAdministrator(credentials, of: municipality, "export people") { account in
            let type = form == "csv" ? "text/csv; charset=utf-8" : MediaType.ndjson
            return Response(
                status: .ok, headers: [.contentType: type],
                body: ResponseBody { writer in
                    if form == "csv" { try await writer.write(ByteBuffer(string: DossierExport.csvHeader)) }
                    try await pages(of: municipality) { page in
                        try await log(
                            page.map(\.id), "gegevens uitleveren", "gegevensUitleveren", for: account.organisation)
                        var buffer = ByteBuffer()
                        for dossier in page {
                            if form == "csv" {
                                buffer.writeBytes(DossierExport.csvRow(dossier))
                            } else {
                                buffer.writeBytes(try DossierExport.jsonLine(dossier))
                            }
                        }
                        try await writer.write(buffer)
                    }
                    try await writer.finish(nil)
                })
        }
    }

    private func pages(
        of municipality: MunicipalityCode, _ body: ([Dossier]) async throws -> Void
    ) async throws {
        var last: ProfileID?
        while true {
            let page = try await parts.dossiers.dossiers(
                of: municipality, after: last, limit: DossierStore.pageDossiers.upperBound)
            guard let end = page.last else { return }
            try await body(page)
            last = end.id
        }
    }
}
