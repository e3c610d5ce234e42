import Access
import Domain
import Dossiers
import Hummingbird
import NIOCore
import Wire

/// Who is served and not in an export, for the administrator of the municipality: each is in the processing log before
/// the number is told (I-9).
struct MissingPeople: Sendable {
    let parts: ImportParts

    /// How many, and the first client numbers.
    func first(_ limit: Int, in stage: String, for administrator: Administrator) async throws -> (
        total: Int, clientNumbers: [String]
    ) {
        let found = try await parts.ledger.missingPeople(
            from: stage, in: parts.data, of: administrator.municipality, limit: limit)
        try await log(found.people, for: administrator)
        return (found.total, found.people.map(\.clientNumber))
    }

    /// All client numbers, a line each, under a header.
    func all(in stage: String, for administrator: Administrator) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/csv; charset=utf-8"],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: ImportColumn.clientNumber.rawValue + "\n"))
                try await parts.ledger.forEachMissing(
                    from: stage, in: parts.data, of: administrator.municipality
                ) { page in
                    try await log(page, for: administrator)
                    try await writer.write(ByteBuffer(string: page.map { $0.clientNumber + "\n" }.joined()))
                }
                try await writer.finish(nil)
            })
    }

    private func log(_ people: [DossierLedger.Served], for administrator: Administrator) async throws {
        try await parts.records.processing(
            people.map(\.id), "ontbrekenden in een levering tonen", "gegevensAanleveren",
            for: administrator.account.organisation)
    }
}
