package import Domain
import Foundation
import GRDB
package import Showcase

/// The one writer of a region's dossiers: every change goes through here, one after another (I-4).
///
/// Hide takes the profile out of the showcase first, then commits, then waits until nothing of it is being written, then
/// returns. Show and edit commit first, then update the showcase.
package actor DossierLedger {
    /// Rows of one transaction when many are added.
    package static let batch = 500

    private let store: DossierStore
    private let showcase: Showcase
    /// The change under way; the next waits for it, so that no two changes mix across an `await`.
    private var busy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    package init(store: DossierStore, showcase: Showcase) {
        self.store = store
        self.showcase = showcase
    }

    /// Fills the showcase from what is committed; before any listener opens.
    package func rebuildShowcase() async throws {
        do {
            try await store.forEachVisible { [showcase] dossier in
                if let profile = ShowcaseProfile(disclosing: dossier) { showcase.show(profile) }
            }
        } catch let row as DossierRow.Unreadable {
            throw StoreFault.corrupt(file: store.path, reason: "dossier \(row.id) has a value that this version does not know")
        } catch {
            throw StoreFault.failed(file: store.path, reason: DossierStore.reason(error))
        }
    }

    /// Adds people, at most `batch` in a transaction, and shows those who are visible.
    ///
    /// - Throws: `StoreFault.failed`; batches before it are kept.
    package func add(_ dossiers: some Sequence<Dossier> & Sendable) async throws {
        await takeTurn()
        defer { giveTurn() }
        let sql = "INSERT INTO dossier (\(DossierRow.columns.joined(separator: ", "))) VALUES (\(databaseQuestionMarks(count: DossierRow.columns.count)))"
        var batch: [Dossier] = []
        for dossier in dossiers {
            batch.append(dossier)
            if batch.count == Self.batch { try await insert(&batch, sql) }
        }
        try await insert(&batch, sql)
    }

    private func insert(_ batch: inout [Dossier], _ sql: String) async throws {
        let rows = batch
        batch = []
        do {
            try await store.pool.write { database in
                let statement = try database.cachedStatement(sql: sql)
                for dossier in rows { try statement.execute(arguments: DossierRow.arguments(of: dossier)) }
            }
        } catch {
            throw StoreFault.failed(file: store.path, reason: DossierStore.reason(error))
        }
        for dossier in rows { if let profile = ShowcaseProfile(disclosing: dossier) { showcase.show(profile) } }
    }

    /// Makes a dossier visible to everybody connected. Showing who is visible already changes nothing.
    ///
    /// - Throws: `LedgerRefusal`.
    package func show(_ id: ProfileID, by act: ActOfVisibility) async throws(LedgerRefusal) {
        await takeTurn()
        defer { giveTurn() }
        var dossier = try await permitted(id, act)
        guard dossier.visibility == .hidden else { return }
        dossier.visibility = .visible
        try await commit(&dossier, act)
        if let profile = ShowcaseProfile(disclosing: dossier) { showcase.show(profile) }
    }

    /// Hides a dossier, everywhere and at once: when it returns, no byte of the profile leaves any more (I-5).
    ///
    /// - Throws: `LedgerRefusal`; after `.notWritten` the profile stays out of the showcase until the next start.
    package func hide(_ id: ProfileID, by act: ActOfVisibility) async throws(LedgerRefusal) {
        await takeTurn()
        defer { giveTurn() }
        var dossier = try await permitted(id, act)
        guard dossier.visibility == .visible else {
            await showcase.hide(id, revision: dossier.revision)
            return
        }
        showcase.remove(id, revision: dossier.revision + 1)
        dossier.visibility = .hidden
        try await commit(&dossier, act)
        await showcase.settle(id)
    }

    /// Waits until every change before this one is done: an actor alone would let changes mix where they wait for the disk.
    private func takeTurn() async {
        guard busy else {
            busy = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func giveTurn() {
        if waiting.isEmpty { busy = false } else { waiting.removeFirst().resume() }
    }

    private func permitted(_ id: ProfileID, _ act: ActOfVisibility) async throws(LedgerRefusal) -> Dossier {
        guard (1...100).contains(act.request.count), (1...500).contains(act.reason.count) else { throw .noReason }
        let dossier: Dossier?
        do { dossier = try await store.dossier(id) } catch { throw .notWritten(reason: DossierStore.reason(error)) }
        guard let dossier else { throw .unknown }
        guard dossier.municipality == act.municipality else { throw .notYours }
        return dossier
    }

    /// Writes the new visibility with its history in one transaction.
    private func commit(_ dossier: inout Dossier, _ act: ActOfVisibility) async throws(LedgerRefusal) {
        dossier.generation += 1
        dossier.revision += 1
        let changed = dossier
        do {
            try await store.pool.write { database in
                try database.execute(
                    sql: """
                        UPDATE dossier SET visibility = ?, generation = ?, revision = ?
                        WHERE municipality = ? AND id = ? AND revision = ?
                        """,
                    arguments: [
                        changed.visibility.rawValue, changed.generation, changed.revision, changed.municipality.code,
                        changed.id.description, changed.revision - 1,
                    ])
                try database.execute(
                    sql: """
                        INSERT INTO visibility_change (municipality, id, account, request, reason, visibility, revision, time)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        changed.municipality.code, changed.id.description, act.account, act.request, act.reason,
                        changed.visibility.rawValue, changed.revision, Int64(act.at.timeIntervalSince1970),
                    ])
            }
        } catch {
            throw .notWritten(reason: DossierStore.reason(error))
        }
    }
}
