import Domain
import Dossiers
import Foundation
import Showcase
import Trust

/// Hiding and editing in the store of a node with many people, through the ledger that the node uses.
struct LedgerBench: Sendable {
    private static let editors = 50
    private static let edited = 25
    private static let timesFsync = 2.0
    private static let within = Duration.milliseconds(50)

    let folder: String
    let store: DossierStore
    let ledger: DossierLedger
    let lock: StoreLock

    /// Opens what `node` has, which does not run.
    static func open(_ node: BenchNode) async throws -> LedgerBench {
        let lock = try StoreLock.take(node.data)
        let store = try DossierStore(path: node.store)
        let ledger = DossierLedger(store: store, showcase: Showcase(places: node.folder.loaded.places))
        try await ledger.rebuildIndexes()
        return LedgerBench(folder: node.data, store: store, ledger: ledger, lock: lock)
    }

    /// A hide, acknowledged and durable, each beside one fsync of the same disk.
    func hiding(_ count: Int, quiet: Bool) async throws -> [BenchFigure] {
        var bar = ProgressBar("Hiding", total: count, unit: "hides", quiet: quiet)
        let people = try await some(.visible, count)
        let disk = try DiskProbe(folder + "/probe")
        var (hides, syncs) = ([Duration](), [Duration]())
        for number in 0..<count {
            let person = people[number % people.count]
            if number >= people.count { try await ledger.show(person.id, by: act(person)) }
            syncs.append(try disk.sync())
            hides.append(try await timed { try await ledger.hide(person.id, by: act(person)) })
            bar.update(number + 1)
        }
        let (hide, sync) = (Percentiles(hides), Percentiles(syncs))
        let ratio = hide.median / sync.median
        return [
            BenchFigure(
                name: "hide, acknowledged and durable: median", goal: "at most 2 x one fsync",
                measured: "\(BenchText.milliseconds(hide.median)), \(BenchText.times(ratio)) of "
                    + BenchText.milliseconds(sync.median), isMet: ratio <= Self.timesFsync),
            BenchFigure(
                name: "the same: p99", goal: "",
                measured: "\(BenchText.milliseconds(hide.p99)), one fsync "
                    + BenchText.milliseconds(sync.p99), isMet: nil),
        ]
    }

    /// Hides one after another while an import of `rows` rows is applied.
    func hidingDuringImport(rows: Int, in other: String, quiet: Bool) async throws -> [BenchFigure] {
        try OwnerOnlyFile.makeFolder(other)
        let people = try await some(.visible, 20_000)
        guard let home = people.first?.municipality else { throw OperatorError("Nobody is visible.") }
        let file = other + "/export.csv"
        try BenchRows(municipality: home.code).writeExport(rows, to: file)
        let checked = try await ImportStage.check(file, into: folder, progress: { _ in }, onBad: { _, _ in })
        try await ledger.decideImport(
            checked.id, in: folder, for: home, by: "bench", isComplete: false, at: Date())
        let bar = SharedBar("Hiding during an import", total: rows, unit: "rows", quiet: quiet)
        let samples = try await withThrowingTaskGroup(of: [Duration]?.self) { group in
            group.addTask {
                try await ledger.applyImport(checked.id, in: folder, now: { Date() }) { _ in
                    await bar.update(try await ledger.importRun(checked.id)?.applied ?? 0)
                }
                return nil
            }
            group.addTask {
                var samples: [Duration] = []
                for person in people {
                    guard try await ledger.importRun(checked.id)?.isFinished == false else { break }
                    samples.append(try await timed { try await ledger.hide(person.id, by: act(person)) })
                }
                return samples
            }
            var samples: [Duration] = []
            while let found = try await group.next() { samples += found ?? [] }
            return samples
        }
        guard !samples.isEmpty else { throw OperatorError("The import was done before anybody was hidden.") }
        let hide = Percentiles(samples)
        return [
            BenchFigure(
                name: "hide during an import: p99 of \(hide.count)", goal: "under 50 ms",
                measured: "\(BenchText.milliseconds(hide.p99)), median \(BenchText.milliseconds(hide.median))",
                isMet: hide.p99 < Self.within)
        ]
    }

    /// Fifty editors at once on the same few dossiers, each adding a line of its own.
    func editing(_ edits: Int, quiet: Bool) async throws -> [BenchFigure] {
        let people = try await some(.hidden, Self.edited)
        let bar = SharedBar("Editing", total: Self.editors, unit: "editors", quiet: quiet)
        let all = try await withThrowingTaskGroup(of: [Edit].self) { group in
            for editor in 0..<Self.editors {
                group.addTask {
                    var done: [Edit] = []
                    for number in 0..<edits {
                        let person = people[(editor + number) % people.count]
                        done.append(try await edit(person, adding: "bench \(editor) \(number)"))
                    }
                    return done
                }
            }
            var all: [Edit] = []
            var finished = 0
            while let done = try await group.next() {
                all += done
                finished += 1
                await bar.update(finished)
            }
            return all
        }
        var kept = 0
        for person in people {
            let after = try await store.dossier(person.id)?.work.interests ?? []
            kept += after.count { $0.hasPrefix("bench ") }
        }
        let time = Percentiles(all.flatMap(\.tries))
        let lost = all.count - kept
        return [
            BenchFigure(
                name: "50 concurrent editors, \(all.count) edits: lost updates", goal: "none",
                measured: "\(lost), after \(time.count - all.count) revision conflicts", isMet: lost == 0),
            BenchFigure(
                name: "the same: p99 of an edit", goal: "under 50 ms",
                measured: "\(BenchText.milliseconds(time.p99)), median \(BenchText.milliseconds(time.median))",
                isMet: time.p99 < Self.within),
        ]
    }

    /// One line that an editor added: how long each try took, the last one accepted.
    private struct Edit: Sendable { var tries: [Duration] = [] }

    /// Adds `line` as somebody does who reads the dossier, changes it, and looks again when another was first.
    private func edit(_ person: Dossier, adding line: String) async throws -> Edit {
        var done = Edit()
        var seen = try await store.dossier(person.id)?.revision ?? 0
        while true {
            let act = ActOfEditing(account: "bench", municipality: person.municipality, revision: seen, at: Date())
            let clock = ContinuousClock()
            let began = clock.now
            do throws(LedgerRefusal) {
                try await ledger.edit(person.id, by: act) { $0.work.interests.append(line) }
                done.tries.append(clock.now - began)
                return done
            } catch {
                done.tries.append(clock.now - began)
                guard case .conflict(let newer) = error else { throw error }
                seen = newer.revision
            }
        }
    }

    private func timed(_ body: () async throws -> Void) async rethrows -> Duration {
        let clock = ContinuousClock()
        let began = clock.now
        try await body()
        return clock.now - began
    }

    private func act(_ person: Dossier) -> ActOfVisibility {
        ActOfVisibility(
            account: "bench", municipality: person.municipality, request: "bench", reason: "meting", at: Date())
    }

    /// At most `count` people who are visible or hidden, of one municipality after another.
    private func some(_ visibility: Dossier.Visibility, _ count: Int) async throws -> [Dossier] {
        let found = Collected()
        try await store.forEach { dossier in
            if dossier.visibility == visibility { found.add(dossier, limit: count) }
        }
        guard !found.dossiers.isEmpty else { throw OperatorError("Nobody is \(visibility.rawValue).") }
        return found.dossiers
    }
}
