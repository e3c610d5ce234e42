package import Domain
import Foundation
import GRDB

/// Who is served and not in a municipality's export: told before it is decided to import it, and only with a full
/// export the end of their service.
extension DossierLedger {
    /// Somebody whose service has not ended, by the municipality's own number.
    package struct Served: Hashable, Sendable {
        package let id: ProfileID
        package let clientNumber: String
    }

    /// How many are served and not in the stage `stageID`, and the first of them.
    ///
    /// - Parameter limit: of `clientNumbers`; `total` counts all.
    /// - Returns: In the order of the client numbers, each once.
    /// - Throws: `StoreInvalid` for a stage that is not there or not sound; what SQLite says.
    package func missing(
        from stageID: String, in data: String, of municipality: MunicipalityCode, limit: Int
    ) async throws -> (total: Int, clientNumbers: [String]) {
        let found = try await missingPeople(from: stageID, in: data, of: municipality, limit: limit)
        return (found.total, found.people.map(\.clientNumber))
    }

    /// As `missing`, with whom the numbers mean: for the processing log.
    package func missingPeople(
        from stageID: String, in data: String, of municipality: MunicipalityCode, limit: Int
    ) async throws -> (total: Int, people: [Served]) {
        var (total, people) = (0, [Served]())
        try await forEachMissing(from: stageID, in: data, of: municipality) { page in
            total += page.count
            people += page.prefix(limit - people.count)
        }
        return (total, people)
    }

    /// Gives all who are served and not in the stage to `body`, in the order of their client numbers, at most
    /// `importBatch` at a time and never none.
    ///
    /// - Throws: as `missing`; what `body` throws.
    package func forEachMissing(
        from stageID: String, in data: String, of municipality: MunicipalityCode,
        _ body: ([Served]) async throws -> Void
    ) async throws {
        let stage = try ImportStage(stageID, in: data)
        var last = ""
        while true {
            let page = try await served(of: municipality, after: last)
            guard let end = page.last else { return }
            last = end.clientNumber
            let held = try await stage.holds(page.map(\.clientNumber))
            let missing = page.filter { !held.contains($0.clientNumber) }
            if !missing.isEmpty { try await body(missing) }
        }
    }

    private func served(of municipality: MunicipalityCode, after clientNumber: String) async throws -> [Served] {
        try await store.pool.read { database in
            try Row.fetchAll(
                database, sql: DossierSchema.Query.servedAfter.sql,
                arguments: [municipality.code, clientNumber, Self.importBatch]
            ).compactMap { row in
                ProfileID(bytes: row[0] as Data).map { Served(id: $0, clientNumber: row[1]) }
            }
        }
    }
}
