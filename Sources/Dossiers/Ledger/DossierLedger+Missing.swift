package import Domain
import Foundation
import GRDB
import Storage

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
    /// - Parameter limit: of `people`; `total` counts all.
    /// - Returns: In the order of the client numbers, each once.
    /// - Throws: `StoreInvalid` for a stage that is not there or not sound; what SQLite says.
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
    /// - Throws: as `missingPeople`; what `body` throws.
    package func forEachMissing(
        from stageID: String, in data: String, of municipality: MunicipalityCode,
        _ body: ([Served]) async throws -> Void
    ) async throws {
        try await forEachMissing(from: ImportStage(stageID, in: data), of: municipality, body)
    }

    private func forEachMissing(
        from stage: ImportStage, of municipality: MunicipalityCode, _ body: ([Served]) async throws -> Void
    ) async throws {
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

    /// Records that the service of those has ended who are not in a full export, batch by batch.
    ///
    /// - Parameter beforeBatch: told whose service ends, before it is written.
    func endService(
        of run: ImportRun, _ stage: ImportStage, at time: Date, _ beforeBatch: ([ProfileID]) async throws -> Void
    ) async throws {
        try await forEachMissing(from: stage, of: run.municipality) { gone in
            try await beforeBatch(gone.map(\.id))
            try await change { [self] database in
                var ended: [Dossier] = []
                try database.inTransaction(.immediate) {
                    ended = try gone.compactMap { try Self.endService(of: $0.id, run, at: time, database) }
                    try database.cachedStatement(sql: DossierSchema.Query.countImport.sql).execute(
                        arguments: [run.total, 0, 0, ended.count, run.id])
                    windows.pass(.importEndWritten)
                    return .commit
                }
                windows.pass(.importEndCommitted)
                show(ended)
            }
        }
    }

    /// The dossier as it is then; nil, and nothing is written, when its service has ended meanwhile.
    private static func endService(
        of id: ProfileID, _ run: ImportRun, at time: Date, _ database: Database
    ) throws -> Dossier? {
        guard var dossier = try DossierStore.fetch(.dossier, [Data(id.bytes)], database).first,
            dossier.internalFields.serviceEnded == nil
        else { return nil }
        dossier.internalFields = dossier.internalFields.ended(on: CalendarDay(of: time))
        dossier.revision += 1
        try replace(dossier, database)
        try database.cachedStatement(sql: DossierSchema.insertDossierChange).execute(arguments: [
            run.municipality.code, Data(id.bytes), dossier.revision, run.account, time.milliseconds,
            DossierEvent.Change.delivered.rawValue, DossierEvent.text(of: [.serviceEnded]),
        ])
        return dossier
    }
}
