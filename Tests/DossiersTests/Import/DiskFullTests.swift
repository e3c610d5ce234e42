import Domain
import Foundation
import GRDB
import Showcase
import TestSupport
import Testing

@testable import Dossiers

@Suite("A disk that is full at any write of an import: the file is sound, a hide holds, and room lets it go on")
struct DiskFullTests {
    /// Every write in full with `HALLOWERK_FULL=1`; otherwise one in ten.
    private static let step = FullRun.isWanted ? 1 : 10
    private static let now: @Sendable () -> Date = { Date(timeIntervalSince1970: 1_795_438_800) }

    /// A store in a folder, an import that was decided and one limit after another to what it may write.
    private struct Scene {
        let staged: StagedExport
        let folder: TestFolder
        let store: DossierStore
        let showcase = Showcase(places: People.places)
        let ledger: DossierLedger
        let people: [Dossier]

        init() async throws {
            staged = try await StagedExport()
            folder = try staged.copy()
            store = try DossierStore(path: folder.store)
            ledger = DossierLedger(store: store, showcase: showcase)
            try await ledger.rebuildIndexes()
            people = try await store.dossiers(of: People.rotterdam, after: nil, limit: 500)
            try await ledger.decideImport(
                staged.id, in: folder.path, for: People.rotterdam, by: "beheer", isComplete: true,
                at: DiskFullTests.now())
        }

        /// Whether the import went to its end.
        func isApplied() async throws -> Bool {
            do {
                try await ledger.applyImport(staged.id, in: folder.path, now: DiskFullTests.now) { _ in }
                return true
            } catch {
                let refusal = try #require(error as? LedgerRefusal, "refused plainly: \(error)")
                guard case .notWritten = refusal else { throw refusal }
                return false
            }
        }

        /// After a write that failed: nothing is half there, and a hide is written or refused, but out in any case.
        func expectSound(_ attempt: Int) async throws {
            let file = try FileWitness(folder.store)
            #expect(
                file.contradictions(importsOf: staged.revisions) == [] && staged.faults(in: file, atEnd: false) == [])
            let person = people[attempt % people.count]
            guard file.people[person.id.hexadecimal]?.visibility == "zichtbaar" else { return }
            do {
                try await ledger.hide(person.id, by: .sample(request: "full-\(attempt)"))
                let after = try FileWitness(folder.store).people[person.id.hexadecimal]
                #expect(after?.visibility == "verborgen" && after?.history.last?.request == "full-\(attempt)")
            } catch let refusal as LedgerRefusal {
                guard case .notWritten = refusal else { throw refusal }
            }
            #expect(KillVictim.generations.allSatisfy { showcase.profile(person.id, generation: $0) == nil })
        }

        func expectDone(after attempts: Int) throws {
            let file = try FileWitness(folder.store)
            #expect(
                file.contradictions(importsOf: staged.revisions) == [] && staged.faults(in: file, atEnd: true) == [])
            #expect(attempts > 5, "it never failed")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/import").isEmpty)
        }
    }

    @Test("the store may not grow by one more page (SQLITE_FULL)")
    func pages() async throws {
        let scene = try await Scene()
        var pages = try await scene.store.pool.read { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 }
        var attempts = 0
        while true {
            let limit = pages
            try await scene.store.pool.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA max_page_count = \(limit)")
            }
            if try await scene.isApplied() { break }
            try await scene.expectSound(attempts)
            attempts += 1
            pages += Self.step
        }
        try scene.expectDone(after: attempts)
    }

    @Test("the disk takes no more bytes, of the file or of its log, in a process of its own")
    func bytes() async throws {
        await #expect(processExitsWith: .success) {
            let scene = try await Scene()
            // Writing beyond the limit then fails, as on a full disk, in place of ending the process.
            signal(SIGXFSZ, SIG_IGN)
            var size = 256 * 1_024
            var attempts = 0
            while true {
                var limit = rlimit(rlim_cur: rlim_t(size), rlim_max: rlim_t.max)
                let isSet = unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0
                try #require(isSet)
                if try await scene.isApplied() { break }
                try await scene.expectSound(attempts)
                attempts += 1
                size += 4_096 * DiskFullTests.step
            }
            try scene.expectDone(after: attempts)
        }
    }
}
