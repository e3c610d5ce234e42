import Domain
import Foundation
import GRDB
import Showcase
import TestSupport
import Testing

@testable import Dossiers

@Suite(
    "I-4, I-11: kill -9 at any instant loses nothing that was acknowledged, and shows nobody who is hidden", .serialized
)
struct KillTableTests {
    /// In full with `HALLOWERK_FULL=1`, five hundred kills; otherwise a tenth.
    private static let share = FullRun.isWanted ? 10 : 1

    private static let acts: [WriteWindow] = WriteWindow.allCases.filter { !$0.rawValue.hasPrefix("import.") }
    private static let imports: [WriteWindow] = WriteWindow.allCases.filter { $0.rawValue.hasPrefix("import.") }

    @Test("during show, hide and edit: at every window of the write order, and at random instants")
    func acts() async throws {
        var random = SeededRandom(seed: .random(in: 0...UInt64.max))
        var table = KillTable()
        let deaths =
            Self.acts.flatMap { window in
                (0..<2 * Self.share).map { _ in
                    KillVictim.Death.window(window.rawValue, time: Int.random(in: 1...20, using: &random))
                }
            } + (0..<16 * Self.share).map { _ in .after(microseconds: Int.random(in: 1...120_000, using: &random)) }
        var folder = TestFolder?.none
        for (number, death) in deaths.shuffled(using: &random).enumerated() {
            // One store dies fifty times; then another begins.
            if number.isMultiple(of: 50) { folder = try await Self.folder() }
            let home = try #require(folder)
            let victim = KillVictim(folder: home.path, death: death, seed: random.next())
            await #expect(processExitsWith: .signal(SIGKILL), "\(victim)") { [victim = victim as KillVictim] in
                try await victim.act()
            }
            table.add(death.place, try await look(at: victim))
        }
        print(table.text)
        #expect(table.total.lost == [] && table.total.violations == [])
        #expect(table.lines.allSatisfy { $0.line.kills >= 2 * Self.share })
        #expect(table.total.acknowledged > table.total.kills, "most must have done something before they died")
    }

    /// A folder with the store of 24 people, all hidden.
    private static func folder() async throws -> TestFolder {
        var people = People()
        let region = try await Region(
            try people.many(24, visible: false).map { person in
                var person = person
                person.work.skills = []
                return person
            })
        try region.store.pool.close()
        return region.folder
    }

    /// What one victim of acts left, against what it said.
    private func look(at victim: KillVictim) async throws -> KillTable.Line {
        let file = try FileWitness(victim.store)
        let diary = try KillDiary.Reading(victim.diary)
        var line = KillTable.Line(kills: 1, acknowledged: diary.acknowledged.count)
        line.lost = diary.acknowledged.filter { !file.holds($0.key, of: $0.value) }.map { "\(victim): \($0.key)" }
        let unheard = file.acts(of: victim.seed).subtracting(diary.begun.keys)
        line.violations = (file.contradictions() + unheard.map { "\($0) was never begun" }).map { "\(victim): \($0)" }
        if let shown = diary.shown, !shown.isSubset(of: file.visible) {
            line.violations.append("\(victim): somebody who is hidden was shown at death")
        }
        line.violations += try await reopened(victim, file)
        return line
    }

    /// The next start shows exactly who is visible in the file.
    private func reopened(_ victim: KillVictim, _ file: FileWitness) async throws -> [String] {
        let store = try DossierStore(path: victim.store)
        let showcase = Showcase(places: People.places)
        try await DossierLedger(store: store, showcase: showcase).rebuildIndexes()
        let people = try await store.dossiers(of: People.rotterdam, after: nil, limit: 500)
        let shown = people.map(\.id).filter { id in
            KillVictim.generations.contains { showcase.profile(id, generation: $0) != nil }
        }
        // Of more than a page of people, those who came with an import are hidden.
        let isExact = Set(shown.map(\.hexadecimal)).isSubset(of: file.visible)
        let isCounted = showcase.count == file.visible.count
        try store.pool.close()
        return isExact && isCounted ? [] : ["\(victim): the next start shows others than who is visible"]
    }

    @Test(
        "during an import beside shows and hides: at every window, and at random instants; the next start completes it")
    func imports() async throws {
        var random = SeededRandom(seed: .random(in: 0...UInt64.max))
        let stage = try await StagedExport()
        var table = KillTable()
        let deaths =
            Self.imports.flatMap { window in
                (0..<Self.share).map { _ in KillVictim.Death.window(window.rawValue, time: window.time(&random)) }
            } + (0..<4 * Self.share).map { _ in .after(microseconds: Int.random(in: 1...700_000, using: &random)) }
        for death in deaths {
            let folder = try stage.copy()
            let (victim, id) = (KillVictim(folder: folder.path, death: death, seed: random.next()), stage.id)
            await #expect(processExitsWith: .signal(SIGKILL), "\(victim)") {
                [victim = victim as KillVictim, id = id as String] in
                try await victim.takeIn(id)
            }
            table.add(death.place, try await look(at: victim, importing: stage))
        }
        print(table.text)
        #expect(table.total.lost == [] && table.total.violations == [])
    }

    /// What one victim of an import left, then what the next start makes of it.
    private func look(at victim: KillVictim, importing stage: StagedExport) async throws -> KillTable.Line {
        let file = try FileWitness(victim.store)
        let diary = try KillDiary.Reading(victim.diary)
        var line = KillTable.Line(kills: 1, acknowledged: diary.acknowledged.count)
        line.lost = diary.acknowledged.filter { !file.holds($0.key, of: $0.value) }.map { "\(victim): \($0.key)" }
        line.violations = (file.contradictions(importsOf: stage.revisions) + stage.faults(in: file, atEnd: false))
            .map { "\(victim): \($0)" }
        if let shown = diary.shown, !shown.isSubset(of: file.visible) {
            line.violations.append("\(victim): somebody who is hidden was shown at death")
        }
        line.violations += try await reopened(victim, file)
        let store = try DossierStore(path: victim.store)
        let ledger = DossierLedger(store: store, showcase: Showcase(places: People.places))
        for run in try await ledger.unfinishedImports() {
            try await ledger.applyImport(run.id, in: victim.folder, now: { victim.now }) { _ in }
        }
        try store.pool.close()
        let after = try FileWitness(victim.store)
        line.violations +=
            (after.contradictions(importsOf: stage.revisions)
            + (file.runs.isEmpty ? [] : stage.faults(in: after, atEnd: true))).map { "\(victim), completed: \($0)" }
        return line
    }
}

extension KillVictim.Death {
    var place: String {
        switch self {
        case .window(let name, time: _): name
        case .after: "any instant"
        }
    }
}

extension WriteWindow {
    /// One of the times that an import of three batches gets here.
    fileprivate func time(_ random: inout SeededRandom) -> Int {
        switch self {
        case .importBatchWritten, .importBatchCommitted, .importBatchShown: Int.random(in: 1...3, using: &random)
        default: 1
        }
    }
}

extension FileWitness {
    /// Whether the act `name` stands in the file as a whole.
    func holds(_ name: String, of subject: String) -> Bool {
        switch name {
        case "decision": runs[subject] != nil
        case "import": runs[subject]?.isFinished == true
        case _ where name.hasPrefix("edit-"): people[subject]?.skills.contains(name) == true
        default: people[subject]?.history.contains { $0.request == name } == true
        }
    }

    /// The names of the acts of one victim that left anything in the file.
    func acts(of seed: UInt64) -> Set<String> {
        let names = people.values.flatMap { Array($0.skills) + $0.history.map(\.request) }
        return Set(names.filter { $0.hasPrefix("\(seed)-") || $0.hasPrefix("edit-\(seed)-") })
    }
}
