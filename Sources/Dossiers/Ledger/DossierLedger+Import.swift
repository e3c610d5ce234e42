package import Domain
package import Foundation
import GRDB
import Storage

/// Applying a municipality's export: decided once, durably, then done in batches between which others have their turn,
/// and completed after a crash.
extension DossierLedger {
    /// Rows of one transaction: what a hide waits for at most.
    package static let importBatch = 500

    /// Decides to import the stage `id` of the process whose data is in `data`, for `municipality`.
    ///
    /// - Parameter isComplete: a full export: the service of whoever is not in it has ended.
    /// - Throws: `LedgerRefusal`, `.importUnfinished` while another import of the municipality is not finished;
    ///   `StoreInvalid` for a stage that is not there or not sound.
    package func decideImport(
        _ id: String, in data: String, for municipality: MunicipalityCode, by account: String, isComplete: Bool,
        at time: Date
    ) async throws {
        let total = try await ImportStage(id, in: data).count()
        try await change { database in
            try database.inTransaction(.immediate) {
                try database.execute(
                    sql: DossierSchema.insertImport,
                    arguments: [
                        id, municipality.code, account, time.milliseconds, isComplete ? 1 : 0, total,
                    ])
                return .commit
            }
        }
        windows.pass(.importDecided)
    }

    /// How an import stands; nil when nobody decided it.
    package func importRun(_ id: String) async throws -> ImportRun? {
        try await store.pool.read { database in
            try Row.fetchOne(database, sql: DossierSchema.Query.importRun.sql, arguments: [id]).flatMap(ImportRun.init)
        }
    }

    /// Decisions to import, the latest first, at most `limit`.
    ///
    /// - Parameter municipality: whose; nil for all of the region.
    package func latestImports(of municipality: MunicipalityCode?, limit: Int) async throws -> [ImportRun] {
        try await store.pool.read { database in
            let rows =
                if let municipality {
                    try Row.fetchAll(
                        database, sql: DossierSchema.Query.latestImportsOf.sql, arguments: [municipality.code, limit])
                } else {
                    try Row.fetchAll(database, sql: DossierSchema.Query.latestImports.sql, arguments: [limit])
                }
            return rows.compactMap(ImportRun.init)
        }
    }

    /// Applies what is left of a decided import; it may have been begun before.
    ///
    /// - Parameters:
    ///   - now: gives the time and day of what it writes.
    ///   - beforeBatch: told whose data a batch uses, changed or not, before it is written; when it throws, the batch
    ///     is not written. Called for the next batch while one is written.
    /// - Throws: `LedgerRefusal`, `StoreInvalid`; what was applied stays, and a later call goes on.
    package func applyImport(
        _ id: String, in data: String, now: @escaping @Sendable () -> Date,
        beforeBatch: @escaping @Sendable ([ProfileID]) async throws -> Void
    ) async throws {
        guard let run = try await importRun(id), !run.isFinished else { return }
        let stage = try ImportStage(id, in: data)
        let name = "stage" + id.filter { $0 != "-" }
        try await change { try $0.execute(sql: "ATTACH ? AS \(name)", arguments: [stage.path]) }
        do {
            try await applyBatches(of: run, stage, BatchSQL(stage: name), now: now, beforeBatch)
            windows.pass(.importApplied)
            if run.isComplete { try await endService(of: run, stage, at: now(), beforeBatch) }
        } catch {
            try? await detach(name)
            throw error
        }
        try await detach(name)
        let finished = now().milliseconds
        try await change { database in
            try database.execute(sql: DossierSchema.Query.finishImport.sql, arguments: [finished, id])
        }
        windows.pass(.importFinished)
        ImportStage.remove(ImportStage.path(id, in: data))
    }

    private func detach(_ stage: String) async throws(LedgerRefusal) {
        try await change { database in
            // Statements on the stage would keep it attached.
            database.clearSchemaCache()
            try database.execute(sql: "DETACH \(stage)")
        }
    }

    /// One batch of a stage, whose people are in the processing log.
    private struct Batch {
        let first: Int
        let last: Int
        /// How many of them have a dossier. Nobody else adds any while the import is open.
        let known: Int
        var newcomers: Int { last - first + 1 - known }
    }

    /// While a batch is written, the next is logged, and who the last one added is put in the index of hidden people.
    private func applyBatches(
        of run: ImportRun, _ stage: ImportStage, _ sql: BatchSQL, now: @Sendable () -> Date,
        _ beforeBatch: @escaping @Sendable ([ProfileID]) async throws -> Void
    ) async throws {
        var next = try await batch(after: run.applied, of: run, stage, beforeBatch)
        var newcomers: Newcomers?
        while let batch = next {
            let last = newcomers
            async let following = self.batch(after: batch.last, of: run, stage, beforeBatch)
            async let seen: Void = takeHome(last)
            newcomers = try await apply(batch, of: run, sql, at: now())
            next = try await following
            try await seen
        }
        try await takeHome(newcomers)
    }

    /// Rows of the dossiers that one batch added: they stand together.
    private typealias Newcomers = ClosedRange<Int64>

    /// Puts people in the own region's indexes who were added: not in the job that adds them, because nothing waits
    /// for it. Whoever was shown or changed meanwhile is there with a newer revision.
    private func takeHome(_ newcomers: Newcomers?) async throws {
        guard let newcomers else { return }
        try await store.reading { [self] database in
            let arguments: StatementArguments = [newcomers.lowerBound, newcomers.upperBound]
            for dossier in try DossierStore.fetch(.allBetween, arguments, database) { takeHome(dossier) }
        }
    }

    /// The batch after row `number`, told of; nil after the last.
    private func batch(
        after number: Int, of run: ImportRun, _ stage: ImportStage,
        _ beforeBatch: @Sendable ([ProfileID]) async throws -> Void
    ) async throws -> Batch? {
        let entries = try await stage.entries(after: number, limit: Self.importBatch)
        guard !entries.isEmpty else { return nil }
        let people = try await ids(of: entries, in: run.municipality)
        try await beforeBatch(people.map(\.id))
        return Batch(first: number + 1, last: number + entries.count, known: people.count(where: \.isKnown))
    }

    /// Every import that was decided and not finished: to be applied at the start, after a crash.
    package func unfinishedImports() async throws -> [ImportRun] { try await store.pool.read(Self.unfinished) }

    static func unfinished(_ database: Database) throws -> [ImportRun] {
        try Row.fetchAll(database, sql: DossierSchema.Query.unfinishedImports.sql).compactMap(ImportRun.init)
    }

    /// Removes stages in `data` that nobody decided to import for `ImportStage.kept`.
    package func sweepStages(in data: String, now: Date) async throws {
        ImportStage.sweep(data, keeping: Set(try await unfinishedImports().map(\.id)), now: now)
    }

    /// The ids of those whom `entries` mean, in their order: the ids that they have, and those that newcomers get.
    /// While an import is not finished nobody else adds clients of its municipality, so they stay.
    private func ids(
        of entries: [ImportStage.Entry], in municipality: MunicipalityCode
    ) async throws -> [(id: ProfileID, isKnown: Bool)] {
        try await store.pool.read { database in
            let find = try database.cachedStatement(sql: DossierSchema.Query.idOfClientNumber.sql)
            return try entries.map { entry in
                let key: Data? = try Data.fetchOne(find, arguments: [municipality.code, entry.clientNumber])
                return key.flatMap { ProfileID(bytes: $0) }.map { ($0, true) } ?? (entry.id, false)
            }
        }
    }

    /// One batch, in one transaction; who is visible is in the showcase as changed when it returns.
    ///
    /// - Returns: Who was added; they are in no index yet.
    private func apply(
        _ batch: Batch, of run: ImportRun, _ sql: BatchSQL, at time: Date
    ) async throws(LedgerRefusal) -> Newcomers? {
        try await change { [self] database in
            var changed: [Dossier] = []
            var newcomers: Newcomers?
            try database.inTransaction(.immediate) {
                if batch.known > 0 { changed = try Self.change(batch, of: run, sql, at: time, database) }
                if batch.newcomers > 0 { newcomers = try Self.add(batch, of: run, sql, at: time, database) }
                try database.cachedStatement(sql: DossierSchema.Query.countImport.sql).execute(
                    arguments: [batch.last, newcomers?.count ?? 0, changed.count, 0, run.id])
                windows.pass(.importBatchWritten)
                return .commit
            }
            windows.pass(.importBatchCommitted)
            show(changed)
            windows.pass(.importBatchShown)
            return newcomers
        }
    }

    /// Adds those of a batch who are not there.
    private static func add(
        _ batch: Batch, of run: ImportRun, _ sql: BatchSQL, at time: Date, _ database: Database
    ) throws -> Newcomers? {
        let municipality = run.municipality.code
        try database.cachedStatement(sql: sql.add).execute(arguments: [
            municipality, CalendarDay(of: time).description, run.account, time.milliseconds, batch.first, batch.last,
            municipality,
        ])
        let added = Int64(database.changesCount)
        return added > 0 ? database.lastInsertedRowID - added + 1...database.lastInsertedRowID : nil
    }

    /// Changes those of a batch who are there and differ, each with its line in the history.
    private static func change(
        _ batch: Batch, of run: ImportRun, _ sql: BatchSQL, at time: Date, _ database: Database
    ) throws -> [Dossier] {
        let municipality = run.municipality.code
        let rows = try Row.fetchAll(
            database.cachedStatement(sql: sql.changed), arguments: [municipality, batch.first, batch.last])
        let change = try database.cachedStatement(sql: sql.change)
        let note = try database.cachedStatement(sql: DossierSchema.insertDossierChange)
        return try rows.flatMap { row in
            let (dossier, number, revision): (Int64, Int, Int) = (row[0], row[1], row[3])
            let (id, fields): (Data, String) = (row[2], row[4])
            try change.execute(arguments: [number, dossier])
            try note.execute(arguments: [
                municipality, id, revision + 1, run.account, time.milliseconds,
                DossierEvent.Change.delivered.rawValue, fields,
            ])
            return try DossierStore.fetch(.allBetween, [dossier, dossier], database)
        }
    }
}
