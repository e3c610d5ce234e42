package import Domain
import Foundation
import GRDB
package import Showcase
import Storage
import Synchronization

/// The one serial writer of a region's dossiers (I-4). Each change is one job on the store's writing queue, with
/// the indexes changed in the same job: no two changes mix, and a change goes on when its caller is cancelled.
///
/// Hide removes from the showcase, commits, then settles. Show, add and edit commit first, then show. Who is hidden is
/// in `home` once that is committed. Without the store's lock (`StoreLock`) another process could write beside it.
package final class DossierLedger: Sendable {
    /// Dossiers of one transaction when many are added, so that a hide never waits for thousands of them.
    package static let batchDossiers = 500
    /// Changes that wait at once.
    package static let waitingChanges = 1_000

    /// What of a dossier decides on a change.
    private struct Standing {
        let municipality: String
        let visibility: Dossier.Visibility
        let generation: Int
        let revision: Int
    }

    private struct State {
        var waiting = 0
        /// Taken out of the showcase by a hide that could not be committed. One small entry a dossier.
        var unfinished: Set<ProfileID> = []
    }

    let store: DossierStore
    let showcase: Showcase
    /// The region's own hidden people.
    package let home: HomeRegion
    let windows: WriteWindows
    private let state = Mutex(State())

    package init(store: DossierStore, showcase: Showcase, windows: WriteWindows = WriteWindows()) {
        self.store = store
        self.showcase = showcase
        home = HomeRegion(places: showcase.places, store: store)
        self.windows = windows
    }

    /// Fills the showcase, and the own region's index of hidden people, from committed dossiers; before any listener
    /// opens.
    ///
    /// - Throws: `StoreFault`, `StoreInvalid`.
    package func rebuildIndexes() async throws {
        try await store.forEachInParallel { [self] dossier in show([dossier]) }
    }

    /// Adds people in batches of `batchDossiers`, each a transaction; who is visible is in the showcase when it
    /// returns.
    ///
    /// - Throws: `AddInterrupted`, which says how many of the first are there.
    package func add(_ dossiers: [Dossier]) async throws(AddInterrupted) {
        for start in stride(from: 0, to: dossiers.count, by: Self.batchDossiers) {
            let batch = dossiers[start..<min(start + Self.batchDossiers, dossiers.count)]
            do throws(LedgerRefusal) {
                try await change { [self] database in
                    try database.inTransaction(.immediate) {
                        let insert = try database.cachedStatement(sql: DossierSchema.insert)
                        for dossier in batch { try insert.execute(arguments: DossierRow.encode(dossier)) }
                        return .commit
                    }
                    show(Array(batch))
                }
            } catch {
                throw AddInterrupted(added: start, refusal: error)
            }
        }
    }

    /// Makes a jobseeker visible to everybody connected; on disk and in the showcase when it returns. Nothing
    /// changes when the jobseeker is visible already.
    ///
    /// - Throws: `LedgerRefusal`.
    package func show(_ id: ProfileID, by act: ActOfVisibility) async throws(LedgerRefusal) {
        if let field = act.incompleteField { throw .incomplete(field: field) }
        try await change { [self] database in
            let standing = try permitted(id, act.municipality, database)
            guard !isUnfinished(id) else { throw LedgerRefusal.hideUnfinished }
            guard standing.visibility == .hidden else { return }
            var shown: Dossier?
            try database.inTransaction(.immediate) {
                try Self.write(.visible, of: id, standing, act, database)
                windows.pass(.showWritten)
                shown = try DossierStore.fetch(.dossier, [Data(id.bytes)], database).first
                return .commit
            }
            windows.pass(.showCommitted)
            if let shown { show([shown]) }
            windows.pass(.showShown)
        }
    }

    /// Hides a jobseeker, everywhere and at once: when it returns, it is on disk and no byte of the profile leaves
    /// (I-5). The own region's staff find the person among the hidden before the next change. Nothing changes when the
    /// jobseeker is hidden already.
    ///
    /// - Throws: `LedgerRefusal`; after `.notWritten` the profile stays out of the showcase until it is hidden
    ///   again, or the process starts anew.
    package func hide(_ id: ProfileID, by act: ActOfVisibility) async throws(LedgerRefusal) {
        if let field = act.incompleteField { throw .incomplete(field: field) }
        do throws(LedgerRefusal) {
            try await change { [self] database in
                let standing = try permitted(id, act.municipality, database)
                guard standing.visibility == .visible else { return }
                windows.pass(.hideBegun)
                showcase.remove(id, revision: standing.revision + 1)
                state.withLock { _ = $0.unfinished.insert(id) }
                windows.pass(.hideRemoved)
                try database.inTransaction(.immediate) {
                    try Self.write(.hidden, of: id, standing, act, database)
                    windows.pass(.hideWritten)
                    return .commit
                }
                windows.pass(.hideCommitted)
                state.withLock { _ = $0.unfinished.remove(id) }
            } then: { [self] database in
                // A row that cannot be read is refused, with its column, by the next start.
                show((try? DossierStore.fetch(.dossier, [Data(id.bytes)], database)) ?? [])
            }
        } catch {
            if isUnfinished(id) { await showcase.settle(id) }
            throw error
        }
        await showcase.settle(id)
        windows.pass(.hideSettled)
    }

    /// Changes what a region holds of a jobseeker, with a line in the history; on disk when it returns, and in the
    /// showcase when visible. Nothing is written when nothing changes.
    ///
    /// - Parameter edit: changes a copy of the revision that the act names; what it does to id, municipality,
    ///   visibility, generation and revision is undone.
    /// - Returns: The dossier as it is now.
    /// - Throws: `LedgerRefusal`; `.conflict` when the dossier has another revision than the act names;
    ///   `.importUnfinished` for another client number while the municipality's import is applied.
    @discardableResult
    package func edit(
        _ id: ProfileID, by act: ActOfEditing, _ edit: @escaping @Sendable (inout Dossier) -> Void
    ) async throws(LedgerRefusal) -> Dossier {
        try await change { [self] database in
            let standing = try permitted(id, act.municipality, database)
            guard standing.revision == act.revision else {
                throw LedgerRefusal.conflict(try Self.newest(of: id, standing, database))
            }
            guard let before = try DossierStore.fetch(.dossier, [Data(id.bytes)], database).first else {
                throw LedgerRefusal.unknown
            }
            var edited = before
            edit(&edited)
            let next = Dossier(
                id: id, municipality: before.municipality, contact: edited.contact,
                internalFields: edited.internalFields, work: edited.work, visibility: standing.visibility,
                generation: standing.generation, revision: standing.revision + 1)
            let fields = DossierField.changed(from: before, to: next)
            guard !fields.isEmpty else { return before }
            // An import has logged whom each of its client numbers means (I-9).
            if fields.contains(.clientNumber),
                try Self.unfinished(database).contains(where: { $0.municipality == act.municipality })
            {
                throw LedgerRefusal.importUnfinished
            }
            try database.inTransaction(.immediate) {
                try Self.replace(next, database)
                try database.cachedStatement(sql: DossierSchema.insertDossierChange).execute(arguments: [
                    standing.municipality, Data(id.bytes), next.revision, act.account, act.at.milliseconds,
                    DossierEvent.Change.edited.rawValue, DossierEvent.text(of: fields),
                ])
                windows.pass(.editWritten)
                return .commit
            }
            windows.pass(.editCommitted)
            show([next])
            windows.pass(.editShown)
            return next
        }
    }

    /// Who made the revision that a dossier has, and when.
    private static func newest(of id: ProfileID, _ standing: Standing, _ database: Database) throws -> NewerChange {
        let event = try DossierStore.events(of: id, standing.municipality, before: nil, limit: 1, database).first
        let isOfRevision = event?.revision == standing.revision
        return NewerChange(
            revision: standing.revision, account: isOfRevision ? event?.account : nil,
            at: isOfRevision ? event?.at : nil)
    }

    /// Brings the indexes to what `dossiers` are now: names, who is visible into the showcase and who is hidden into
    /// `home`. Call it after the commit; every change but the removal by a hide reaches them here.
    func show(_ dossiers: [Dossier]) {
        for dossier in dossiers where !isUnfinished(dossier.id) {
            takeHome(dossier)
            if let profile = ShowcaseProfile(disclosing: dossier) { showcase.show(profile) }
        }
    }

    /// Brings what only the own region sees to what `dossier` is now.
    func takeHome(_ dossier: Dossier) {
        store.names.put(dossier)
        home.update(dossier)
    }

    /// Writes `next` over the revision before it, and over no other.
    static func replace(_ next: Dossier, _ database: Database) throws {
        let keys: [(any DatabaseValueConvertible)?] = [
            next.revision, next.municipality.code, Data(next.id.bytes), next.revision - 1,
        ]
        try database.cachedStatement(sql: DossierSchema.Query.change.sql)
            .execute(arguments: StatementArguments(try DossierRow.content(of: next) + keys))
    }

    private func isUnfinished(_ id: ProfileID) -> Bool { state.withLock { $0.unfinished.contains(id) } }

    /// How the dossier stands, if it is the municipality's.
    private func permitted(
        _ id: ProfileID, _ municipality: MunicipalityCode, _ database: Database
    ) throws -> Standing {
        let query = try database.cachedStatement(sql: DossierSchema.Query.standing.sql)
        guard let row = try Row.fetchOne(query, arguments: [Data(id.bytes)]),
            let visibility = Dossier.Visibility(rawValue: row[1])
        else { throw LedgerRefusal.unknown }
        let standing = Standing(municipality: row[0], visibility: visibility, generation: row[2], revision: row[3])
        guard standing.municipality == municipality.code else { throw LedgerRefusal.notYours }
        return standing
    }

    /// Writes a new visibility and its place in the history.
    private static func write(
        _ visibility: Dossier.Visibility, of id: ProfileID, _ standing: Standing, _ act: ActOfVisibility,
        _ database: Database
    ) throws {
        let (generation, revision) = (standing.generation + 1, standing.revision + 1)
        let key = Data(id.bytes)
        // Prepared once: preparing costs more than writing.
        try database.cachedStatement(sql: DossierSchema.Query.changeVisibility.sql).execute(
            arguments: [visibility.rawValue, generation, revision, standing.municipality, key, standing.revision])
        try database.cachedStatement(sql: DossierSchema.insertChange).execute(arguments: [
            standing.municipality, key, revision, generation, standing.visibility.rawValue, visibility.rawValue,
            act.account, act.request, act.reason, act.at.milliseconds,
        ])
    }

    /// Runs `body` alone on the writing queue, to its end, whether or not the caller still waits.
    ///
    /// - Parameter next: runs after it and before any other change, and the caller does not wait for it.
    func change<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value,
        then next: @escaping @Sendable (Database) -> Void = { _ in }
    ) async throws(LedgerRefusal) -> Value {
        let admitted = state.withLock { state in
            guard state.waiting < Self.waitingChanges else { return false }
            state.waiting += 1
            return true
        }
        guard admitted else { throw .tooManyWaiting(limit: Self.waitingChanges) }
        defer { state.withLock { $0.waiting -= 1 } }
        let outcome: Result<Value, LedgerRefusal> = await withCheckedContinuation { done in
            store.pool.asyncWriteWithoutTransaction { [file = store.path] database in
                do {
                    done.resume(returning: .success(try body(database)))
                    next(database)
                } catch {
                    done.resume(returning: .failure(LedgerRefusal(error, file: file)))
                }
            }
        }
        return try outcome.get()
    }
}
