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
    }

    /// How an import stands; nil when nobody decided it.
    package func importRun(_ id: String) async throws -> ImportRun? {
        try await store.pool.read { database in
            try Row.fetchOne(database, sql: DossierSchema.Query.importRun.sql, arguments: [id]).flatMap(ImportRun.init)
        }
    }

    /// Applies what is left of a decided import; it may have been begun before.
    ///
    /// - Parameters:
    ///   - now: gives the time and day of what it writes.
    ///   - beforeBatch: told whose data the next batch uses, changed or not; when it throws, the batch is not written.
    /// - Throws: `LedgerRefusal`, `StoreInvalid`; what was applied stays, and a later call goes on.
    package func applyImport(
        _ id: String, in data: String, now: @escaping @Sendable () -> Date,
        beforeBatch: @Sendable ([ProfileID]) async throws -> Void
    ) async throws {
        guard var run = try await importRun(id), !run.isFinished else { return }
        let stage = try ImportStage(id, in: data)
        var people = try await stage.people(after: run.applied, limit: Self.importBatch)
        while run.applied < run.total, !people.isEmpty {
            // The next batch is read while this one is written.
            let end = run.applied + people.count
            async let following = stage.people(after: end, limit: Self.importBatch)
            let ids = try await ids(of: people, in: run.municipality)
            try await beforeBatch(ids)
            try await apply(people, ids, of: run, on: CalendarDay(of: now()))
            // Without progress there is no end: it stays unfinished, and the answer says so.
            guard let next = try await importRun(id), next.applied > run.applied else { return }
            run = next
            people = try await following
        }
        if run.isComplete { try await endService(of: run, stage, on: CalendarDay(of: now()), beforeBatch) }
        let finished = now().milliseconds
        try await change { database in
            try database.execute(sql: DossierSchema.Query.finishImport.sql, arguments: [finished, id])
        }
        ImportStage.remove(ImportStage.path(id, in: data))
    }

    /// Every import that was decided and not finished: to be applied at the start, after a crash. Stages that nobody
    /// decided to import and that are a day old are removed.
    package func unfinishedImports(in data: String, now: Date) async throws -> [ImportRun] {
        let open = try await store.pool.read { database in
            try Row.fetchAll(database, sql: DossierSchema.Query.unfinishedImports.sql).compactMap(ImportRun.init)
        }
        ImportStage.sweep(data, keeping: Set(open.map(\.id)), now: now)
        return open
    }

    /// The ids of `people` in their order: those that they have, and new ones. While an import is not finished nobody
    /// else adds clients of its municipality, so they stay.
    private func ids(of people: [ImportedPerson], in municipality: MunicipalityCode) async throws -> [ProfileID] {
        try await store.pool.read { database in
            let find = try database.cachedStatement(sql: DossierSchema.Query.idOfClientNumber.sql)
            return try people.map { person in
                let key: Data? = try Data.fetchOne(find, arguments: [municipality.code, person.clientNumber])
                return key.flatMap { ProfileID(bytes: $0) } ?? ProfileID(UUID())
            }
        }
    }

    /// One batch, in one transaction; who is visible is in the showcase as changed when it returns.
    private func apply(
        _ people: [ImportedPerson], _ ids: [ProfileID], of run: ImportRun, on today: CalendarDay
    ) async throws(LedgerRefusal) {
        try await change { [self] database in
            var written: [Dossier] = []
            var added = 0
            try database.inTransaction(.immediate) {
                // Prepared once: preparing costs more than finding.
                let find = try database.cachedStatement(sql: DossierSchema.Query.ofClientNumber.sql)
                let insert = try database.cachedStatement(sql: DossierSchema.insert)
                for (person, id) in zip(people, ids) {
                    let key: StatementArguments = [run.municipality.code, person.clientNumber]
                    let found = try Row.fetchOne(find, arguments: key).map(DossierRow.decode)
                    guard
                        var dossier = person.dossier(over: found, id: id, municipality: run.municipality, today: today)
                    else { throw LedgerRefusal.unstorable(field: "line \(person.line) of the stage") }
                    guard dossier != found else { continue }
                    if let found {
                        dossier.revision = found.revision + 1
                        try Self.replace(dossier, database)
                    } else {
                        try insert.execute(arguments: DossierRow.encode(dossier))
                        added += 1
                    }
                    written.append(dossier)
                }
                try database.execute(
                    sql: DossierSchema.Query.countImport.sql,
                    arguments: [run.applied + people.count, added, written.count - added, 0, run.id])
                return .commit
            }
            show(written)
        }
    }

    /// Records that the service of those has ended who are not in the export, batch by batch.
    private func endService(
        of run: ImportRun, _ stage: ImportStage, on today: CalendarDay,
        _ beforeBatch: ([ProfileID]) async throws -> Void
    ) async throws {
        var last = ""
        while true {
            let after = last
            let page = try await store.pool.read { database in
                try Row.fetchAll(
                    database, sql: DossierSchema.Query.servedAfter.sql,
                    arguments: [run.municipality.code, after, Self.importBatch]
                ).map { (id: $0[0] as Data, clientNumber: $0[1] as String) }
            }
            guard let end = page.last else { return }
            last = end.clientNumber
            let held = try await stage.holds(page.map(\.clientNumber))
            let gone = page.filter { !held.contains($0.clientNumber) }.map(\.id)
            guard !gone.isEmpty else { continue }
            try await beforeBatch(gone.compactMap { ProfileID(bytes: $0) })
            try await change { [self] database in
                var ended: [Dossier] = []
                try database.inTransaction(.immediate) {
                    for id in gone {
                        guard var dossier = try DossierStore.fetch(.dossier, [id], database).first else { continue }
                        dossier.internalFields = dossier.internalFields.ended(on: today)
                        dossier.revision += 1
                        try Self.replace(dossier, database)
                        ended.append(dossier)
                    }
                    try database.execute(
                        sql: DossierSchema.Query.countImport.sql,
                        arguments: [run.total, 0, 0, ended.count, run.id])
                    return .commit
                }
                show(ended)
            }
        }
    }
}
