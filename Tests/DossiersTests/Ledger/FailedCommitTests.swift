import Domain
import Foundation
import GRDB
import Synchronization
import Testing

@testable import Dossiers

@Suite("Ledger: when the store refuses, nothing is half done and nobody comes back (I-4)")
struct FailedCommitTests {
    @Test("a full disk: the batch that does not fit is not there, what fitted is, and the store goes on after")
    func fullDisk() async throws {
        var people = People()
        let region = try await Region(try people.many(10))
        try region.setDisk(full: true)
        let more = try people.many(1_500, in: People.schiedam)
        let refusal = await #expect(throws: AddInterrupted.self) { try await region.ledger.add(more) }
        guard case .notWritten(let fault)? = refusal?.refusal else { throw try #require(refusal) }
        #expect(fault.kind == .diskFull && fault.file == region.folder.store)
        #expect("\(fault)".contains("the disk is full"))
        #expect(try await region.store.counts().total == 10 + (refusal?.added ?? -1))
        #expect(region.showcase.count == (try await region.store.counts().visible))
        try region.setDisk(full: false)
        try await region.ledger.add(Array(more.dropFirst(refusal?.added ?? 0)))
        #expect(try await region.store.counts().total == 1_510)
        #expect(try DossierStore.examine(path: region.folder.store).hasPrefix("sound"))
    }

    @Test("a hide on a full disk: the profile is out all the same, and stays out")
    func hideOnFullDisk() async throws {
        var people = People()
        let dossiers = try people.many(200, visible: true)
        let region = try await Region(dossiers)
        try region.setDisk(full: true)
        let reason = String(repeating: "vol ", count: 120)
        var failed: Dossier?
        for dossier in dossiers where failed == nil {
            do throws(LedgerRefusal) {
                try await region.ledger.hide(dossier.id, by: .sample(reason: reason))
                #expect(try? await region.store.dossier(dossier.id)?.visibility == .hidden)
            } catch {
                guard case .notWritten(let fault) = error else { throw error }
                #expect(fault.kind == .diskFull)
                failed = dossier
            }
            #expect(!region.isShown(dossier.id))
        }
        let dossier = try #require(failed, "the disk was never full")
        #expect(try await region.store.dossier(dossier.id) == dossier)
        #expect(try await region.store.info(dossier.id)?.history == [])
    }

    @Test("a hide that was not written: no show, no edit brings the profile back; hiding it again does the rest")
    func unfinishedHide() async throws {
        var people = People()
        let dossier = try people.one(visible: true)
        let region = try await Region([dossier])
        try region.setReadOnly(true)
        let refusal = await #expect(throws: LedgerRefusal.self) {
            try await region.ledger.hide(dossier.id, by: .sample())
        }
        guard case .notWritten(let fault)? = refusal else { throw try #require(refusal) }
        #expect(fault.kind == .readOnly)
        #expect(!region.isShown(dossier.id))
        try region.setReadOnly(false)

        await #expect(throws: LedgerRefusal.hideUnfinished) { try await region.ledger.show(dossier.id, by: .sample()) }
        for _ in 0..<3 {
            try await region.ledger.edit(dossier.id, of: People.rotterdam) { $0.work.skills.append("lassen") }
            #expect(!region.isShown(dossier.id))
        }
        try await region.ledger.hide(dossier.id, by: .sample())
        #expect(try await region.store.dossier(dossier.id)?.visibility == .hidden)
        #expect(!region.isShown(dossier.id))
        try await region.ledger.show(dossier.id, by: .sample())
        #expect(region.isShown(dossier.id))
    }

    @Test("a show and an edit that were not written do not reach the showcase")
    func showNotWritten() async throws {
        var people = People()
        let (hidden, shown) = (try people.one(), try people.one(clientNumber: "K2", visible: true))
        let region = try await Region([hidden, shown])
        try region.setReadOnly(true)
        await #expect(throws: LedgerRefusal.self) { try await region.ledger.show(hidden.id, by: .sample()) }
        await #expect(throws: LedgerRefusal.self) {
            try await region.ledger.edit(shown.id, of: People.rotterdam) { $0.work.occupations = ["bakker"] }
        }
        await #expect(throws: AddInterrupted.self) {
            try await region.ledger.add([try people.one(clientNumber: "K3", visible: true)])
        }
        #expect(!region.isShown(hidden.id) && region.showcase.count == 1)
        #expect(region.showcase.profile(shown.id, generation: 0)?.value.revision == 1)
    }

    @Test(
        "a hide returns only when no answer with the profile is being written (I-5), written to disk or not",
        arguments: [false, true])
    func settles(failing: Bool) async throws {
        var people = People()
        let dossier = try people.one(visible: true)
        let region = try await Region([dossier])
        let prepared = try #require(region.showcase.profile(dossier.id, generation: 0))
        let closed = Mutex(false)
        let ticket = region.showcase.beginWriting(prepared, holding: [dossier.id]) { closed.withLock { $0 = true } }
        #expect(ticket != nil)
        try region.setReadOnly(failing)
        try? await region.ledger.hide(dossier.id, by: .sample())
        #expect(closed.withLock { $0 })
        #expect(region.showcase.beginWriting(prepared, holding: [dossier.id]) {} == nil)
    }

    @Test("a hide whose caller is gone is done all the same")
    func cancelled() async throws {
        var people = People()
        let dossiers = try people.many(30, visible: true)
        let region = try await Region(dossiers)
        await withTaskGroup(of: Void.self) { group in
            group.cancelAll()
            for dossier in dossiers { group.addTask { try? await region.ledger.hide(dossier.id, by: .sample()) } }
        }
        #expect(try await region.store.counts() == .init(visible: 0, hidden: 30))
        #expect(region.showcase.count == 0)
    }

    @Test("over the limit of waiting changes: a refusal by name, and those let in are done")
    func tooMany() async throws {
        var people = People()
        let dossier = try people.one()
        let region = try await Region([dossier])
        let limit = DossierLedger.waitingChanges
        let release = DispatchSemaphore(value: 0)
        region.store.pool.asyncWriteWithoutTransaction { _ in release.wait() }
        let outcomes = Mutex<(done: Int, refused: Int)>((0, 0))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<limit + 5 {
                group.addTask {
                    do throws(LedgerRefusal) {
                        try await region.ledger.edit(dossier.id, of: People.rotterdam) { _ in }
                        outcomes.withLock { $0.done += 1 }
                    } catch {
                        guard error == .tooManyWaiting(limit: limit) else { return }
                        let refused = outcomes.withLock { outcomes in
                            outcomes.refused += 1
                            return outcomes.refused
                        }
                        if refused == 5 { release.signal() }
                    }
                }
            }
        }
        #expect(outcomes.withLock { $0.done } == limit && outcomes.withLock { $0.refused } == 5)
        #expect(try await region.store.dossier(dossier.id)?.revision == limit + 1)
    }
}
