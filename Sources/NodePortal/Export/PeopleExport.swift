import Access
import Domain
import Dossiers
import Hummingbird
import NIOCore
import Wire

/// Gives a municipality's own people back to its administrator, on the portal and over the control socket alike: each
/// page of them is in the processing log before it is sent (I-9). What is cut off did not end.
struct PeopleExport: Sendable {
    /// What comes out.
    enum Form: String, CaseIterable, Sendable {
        /// The columns of an import, so that what goes out can come in again.
        case csv
        /// One object a line, with everything.
        case json

        var mediaType: String { self == .csv ? "text/csv; charset=utf-8" : MediaType.ndjson }
        var fileExtension: String { self == .csv ? "csv" : "jsonl" }
    }

    let parts: ImportParts

    func response(_ form: Form, for administrator: Administrator) -> Response {
        Response(
            status: .ok, headers: [.contentType: form.mediaType],
            body: ResponseBody { writer in
                if form == .csv { try await writer.write(ByteBuffer(string: DossierExport.csvHeader)) }
                try await pages(of: administrator.municipality) { page in
                    try await parts.records.processing(
                        page.map(\.id), "gegevens uitleveren", "gegevensUitleveren",
                        for: administrator.account.organisation)
                    try await writer.write(try Self.lines(page, form))
                }
                try await writer.finish(nil)
            })
    }

    /// The same, in the audit log first.
    ///
    /// - Throws: `Problem` 503 when it cannot be logged.
    func audited(_ form: Form, for administrator: Administrator) async throws -> Response {
        try await parts.records.audit(
            "export people", object: administrator.municipality.code, result: "begun",
            actor: administrator.account.user, origin: administrator.origin)
        return response(form, for: administrator)
    }

    private static func lines(_ page: [Dossier], _ form: Form) throws -> ByteBuffer {
        var buffer = ByteBuffer()
        for dossier in page {
            buffer.writeBytes(form == .csv ? DossierExport.csvRow(dossier) : try DossierExport.jsonLine(dossier))
        }
        return buffer
    }

    private func pages(of municipality: MunicipalityCode, _ body: ([Dossier]) async throws -> Void) async throws {
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
