import Domain
import Foundation
import Showcase
import GRDB
import Synchronization
import Storage
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
                #expect((try? await region.store.dossier(dossier.id))?.visibility == .hidden)
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

    @Test("a commit that fails at its very end: nobody appears, the hidden stay out, nothing is on disk")
    func commitFails() async throws {
        var people = People()
        let (hidden, shown) = (try people.one(), try people.one(clientNumber: "K2", visible: true))
        let edited = try people.one(clientNumber: "K3", visible: true)
        let added = try people.one(clientNumber: "K4", visible: true)
        let region = try await Region([hidden, shown, edited])
        try region.breakCommits()
        await #expect(throws: LedgerRefusal.self) { try await region.ledger.show(hidden.id, by: .sample()) }
        await #expect(throws: LedgerRefusal.self) { try await region.ledger.hide(shown.id, by: .sample()) }
        #expect(await region.refusalOfEdit(edited.id) != nil)
        await #expect(throws: AddInterrupted.self) { try await region.ledger.add([added]) }
        #expect(!region.isShown(hidden.id) && !region.isShown(shown.id) && !region.isShown(added.id))
        #expect(region.showcase.profile(edited.id, generation: 0)?.value.revision == 1)
        for dossier in [hidden, shown, edited] { #expect(try await region.store.dossier(dossier.id) == dossier) }
        #expect(try await region.store.dossier(added.id) == nil)
        #expect(try await region.store.info(shown.id)?.history == [])
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
        let release = region.hold()
        let id = dossier.id
        let refusals = await withTaskGroup(of: LedgerRefusal?.self) { group in
            for _ in 0..<limit + 5 { group.addTask { await region.refusalOfEdit(id) } }
            var refusals: [LedgerRefusal] = []
            for await refusal in group {
                if let refusal { refusals.append(refusal) }
                if refusals.count == 5 { release.signal() }
            }
            return refusals
        }
        #expect(refusals == Array(repeating: .tooManyWaiting(limit: limit), count: 5))
        // Each of those let in came to its end without a refusal; only the first had something to change.
        #expect(try await region.store.dossier(dossier.id)?.work.skills == [])
        #expect(try await region.store.dossier(dossier.id)?.revision == (dossier.work.skills.isEmpty ? 1 : 2))
    }
}
