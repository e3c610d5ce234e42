package import Domain
package import Foundation
import GRDB
import Showcase
import Storage
import Synchronization

/// Applying a municipality's export: decided once, durably, then done in batches between which others have their turn,
/// and completed after a crash.
extension DossierLedger {
    /// Rows of one transaction: what a hide waits for at most.
    package static let importBatch = 500

    /// Decides to import the stage `id` of the process whose data is in `data`, for `municipality`.
    ///
    /// - Parameter isComplete: a full export: the service of whoever is not in it has ended.
    /// - Throws: `LedgerRefusal`, `StoreInvalid` for a stage that is not there or not sound.
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
                        id, municipality.code, account, Self.milliseconds(time), isComplete ? 1 : 0, total,
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
    ///   - onBatch: told after each batch whose dossiers it wrote, before the next.
    /// - Throws: `LedgerRefusal`, `StoreInvalid`; what was applied stays, and a later call goes on.
    package func applyImport(
        _ id: String, in data: String, now: @escaping @Sendable () -> Date,
        onBatch: @Sendable ([ProfileID]) async throws -> Void = { _ in }
    ) async throws {
        guard var run = try await importRun(id), !run.isFinished else { return }
        let stage = try ImportStage(id, in: data)
        var people = try await stage.people(after: run.applied, limit: Self.importBatch)
        while run.applied < run.total, !people.isEmpty {
            // The next batch is read while this one is written.
            let end = run.applied + people.count
            async let following = stage.people(after: end, limit: Self.importBatch)
            try await onBatch(apply(people, of: run, on: now()))
            // Without progress there is no end: it stays unfinished, and the answer says so.
            guard let next = try await importRun(id), next.applied > run.applied else { return }
            run = next
            people = try await following
        }
        if run.isComplete { try await endService(of: run, stage, on: now(), onBatch) }
        let finished = Self.milliseconds(now())
        try await change { database in
            try database.execute(sql: DossierSchema.Query.finishImport.sql, arguments: [finished, id])
        }
        ImportStage.remove(ImportStage.path(id, in: data))
    }

    /// Completes every import that was decided and not finished: at the start, after a crash.
    ///
    /// - Returns: Those that were completed.
    package func completeImports(in data: String, now: @escaping @Sendable () -> Date) async throws -> [ImportRun] {
        let open = try await store.pool.read { database in
            try Row.fetchAll(database, sql: DossierSchema.Query.unfinishedImports.sql).compactMap(ImportRun.init)
        }
        ImportStage.sweep(data, keeping: Set(open.map(\.id)), now: now())
        for run in open { try await applyImport(run.id, in: data, now: now) }
        return open
    }

    /// One batch, in one transaction; who is visible is in the showcase as changed when it returns.
    private func apply(
        _ people: [ImportedPerson], of run: ImportRun, on time: Date
    ) async throws(LedgerRefusal) -> [ProfileID] {
        let today = CalendarDay(of: time)
        let ids = people.map { _ in ProfileID(UUID()) }
        let written = Written()
        try await change { database in
            var outcome = (dossiers: [Dossier](), added: 0)
            try database.inTransaction(.immediate) {
                // Prepared once: preparing costs more than finding.
                let find = try database.cachedStatement(sql: DossierSchema.Query.ofClientNumber.sql)
                let insert = try database.cachedStatement(sql: DossierSchema.insert)
                for (person, id) in zip(people, ids) {
                    let key: StatementArguments = [run.municipality.code, person.clientNumber]
                    let found = try Row.fetchOne(find, arguments: key).map(DossierRow.decode)
                    guard
                        let dossier = person.dossier(
                            over: found, id: id, municipality: run.municipality, today: today)
                    else { throw LedgerRefusal.unstorable(field: "line \(person.line) of the stage") }
                    if let found {
                        guard dossier != found else { continue }
                        outcome.dossiers.append(try Self.replace(found, with: dossier, database))
                    } else {
                        try insert.execute(arguments: DossierRow.encode(dossier))
                        outcome.dossiers.append(dossier)
                        outcome.added += 1
                    }
                }
                let changed = outcome.dossiers.count - outcome.added
                try database.execute(
                    sql: DossierSchema.Query.countImport.sql,
                    arguments: [run.applied + people.count, outcome.added, changed, 0, run.id])
                return .commit
            }
            self.show(outcome.dossiers)
            written.set(outcome.dossiers.map(\.id))
        }
        return written.ids
    }

    /// Records that the service of those has ended who are not in the export, batch by batch.
    private func endService(
        of run: ImportRun, _ stage: ImportStage, on time: Date, _ onBatch: ([ProfileID]) async throws -> Void
    ) async throws {
        let today = CalendarDay(of: time)
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
            let written = Written()
            try await change { database in
                var ended: [Dossier] = []
                try database.inTransaction(.immediate) {
                    for id in gone {
                        guard let found = try DossierStore.fetch(.dossier, [id], database).first else { continue }
                        var dossier = found
                        dossier.internalFields = found.internalFields.ended(on: today)
                        ended.append(try Self.replace(found, with: dossier, database))
                    }
                    try database.execute(
                        sql: DossierSchema.Query.countImport.sql,
                        arguments: [run.total, 0, 0, ended.count, run.id])
                    return .commit
                }
                self.show(ended)
                written.set(ended.map(\.id))
            }
            try await onBatch(written.ids)
        }
    }

    /// Puts those who are visible in the showcase as they are now.
    private func show(_ dossiers: [Dossier]) {
        for dossier in dossiers where !isUnfinished(dossier.id) {
            if let profile = ShowcaseProfile(disclosing: dossier) { showcase.show(profile) }
        }
    }

    /// Writes `dossier` as the next revision of `found`.
    private static func replace(_ found: Dossier, with dossier: Dossier, _ database: Database) throws -> Dossier {
        var next = dossier
        next.revision = found.revision + 1
        let keys: [(any DatabaseValueConvertible)?] = [
            next.revision, found.municipality.code, Data(found.id.bytes), found.revision,
        ]
        try database.cachedStatement(sql: DossierSchema.Query.change.sql)
            .execute(arguments: StatementArguments(try DossierRow.content(of: next) + keys))
        return next
    }

    private static func milliseconds(_ time: Date) -> Int64 { Int64((time.timeIntervalSince1970 * 1_000).rounded()) }
}

/// Whose dossiers a change wrote: made on the writing queue, read by who waits for it.
private final class Written: Sendable {
    private let all = Mutex<[ProfileID]>([])
    var ids: [ProfileID] { all.withLock(\.self) }
    func set(_ ids: [ProfileID]) { all.withLock { $0 = ids } }
}
