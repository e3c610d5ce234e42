import Domain
import Foundation
import Showcase
import Synchronization
import Testing

@testable import Dossiers

@Suite("An import is decided once, applied in batches, and completed after whatever happened")
struct ImportLedgerTests {
    private static let now: @Sendable () -> Date = { Date(timeIntervalSince1970: 1_795_438_800) }

    /// An export of people `numbers`, with `name` for all of them.
    private static func export(_ numbers: some Sequence<Int>, name: String = "Noor") -> String {
        numbers.reduce(into: ImportReadingTests.header + "\n") { text, number in
            text += "W\(number);\(name);Jansen;n\(number)@voorbeeld.nl;0612345678;3011AB;1981-02-03\n"
        }
    }

    private func stage(_ text: String, in region: Region) async throws -> String {
        let file = region.folder.path + "/export.csv"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        let checked = try await ImportStage.check(
            file, into: region.folder.path, progress: { _ in }, onBad: { _, _ in })
        #expect(checked.report.bad == 0)
        return checked.id
    }

    private func decide(_ text: String, in region: Region, complete: Bool = false) async throws -> String {
        let id = try await stage(text, in: region)
        try await region.ledger.decideImport(
            id, in: region.folder.path, for: People.rotterdam, by: "beheer", isComplete: complete, at: Self.now())
        return id
    }

    private func apply(_ id: String, in region: Region) async throws {
        try await region.ledger.applyImport(id, in: region.folder.path, now: Self.now) { _ in }
    }

    @discardableResult
    private func run(_ text: String, in region: Region, complete: Bool = false) async throws -> ImportRun {
        let id = try await decide(text, in: region, complete: complete)
        try await apply(id, in: region)
        #expect(FileManager.default.fileExists(atPath: ImportStage.path(id, in: region.folder.path)) == false)
        return try #require(try await region.ledger.importRun(id))
    }

    private func everybody(_ region: Region) async throws -> [Dossier] {
        var (all, last) = ([Dossier](), ProfileID?.none)
        while true {
            let page = try await region.store.dossiers(of: People.rotterdam, after: last, limit: 500)
            guard let end = page.last else {
                return all.sorted { $0.internalFields.clientNumber < $1.internalFields.clientNumber }
            }
            all += page
            last = end.id
        }
    }

    @Test("people who are new are hidden; the same file again changes nothing")
    func twice() async throws {
        let region = try await Region()
        let first = try await run(Self.export(1...1_201), in: region)
        #expect(first.added == 1_201 && first.changed == 0 && first.isFinished)
        let people = try await everybody(region)
        #expect(people.count == 1_201 && people.allSatisfy { $0.visibility == .hidden && $0.generation == 0 })
        #expect(region.showcase.count == 0)
        let second = try await run(Self.export(1...1_201), in: region)
        #expect(second.added == 0 && second.changed == 0 && second.applied == 1_201)
        #expect(try await everybody(region) == people)
        for person in people.suffix(2) {
            let history = try await region.store.history(of: person.id, municipality: People.rotterdam, limit: 10)
            #expect(history.map(\.what) == [.fields(.added, [])] && history.map(\.account) == ["beheer"])
        }
        #expect(region.ledger.home.count == 1_201, "the own region's staff find them at once")
    }

    @Test("what the municipality keeps is brought up to date; what the jobseeker wrote, and visibility, stay")
    func updates() async throws {
        var numbers = People(seed: 3)
        var person = try numbers.one(clientNumber: "W1", visible: true)
        person.work.targetGroups = [.bbl]
        let other = try numbers.one(clientNumber: "W1", visible: true, in: People.schiedam)
        let region = try await Region([person, other])
        let outcome = try await run(Self.export([1], name: "Anders"), in: region)
        #expect(outcome.added == 0 && outcome.changed == 1)
        let after = try #require(try await region.store.dossier(person.id))
        #expect(after.contact.givenName == "Anders" && after.internalFields.birthDay.description == "1981-02-03")
        #expect(after.work == person.work && after.visibility == .visible && after.revision == person.revision + 1)
        #expect(after.internalFields.caseManager == person.internalFields.caseManager, "the file has no such column")
        #expect(region.showcase.profile(person.id, generation: person.generation)?.value.contact.givenName == "Anders")
        #expect(try await region.store.dossier(other.id) == other, "another municipality's client")
        let history = try await region.store.history(of: person.id, municipality: People.rotterdam, limit: 10)
        #expect(history.map(\.revision) == [person.revision + 1] && history.map(\.account) == ["beheer"])
        #expect(history.map(\.what) == [.fields(.delivered, DossierField.changed(from: person, to: after))])
        let found = try await region.store.find("Anders Jansen", in: People.rotterdam, after: nil, limit: 10)
        #expect(found.people.map(\.id) == [person.id], "found by the new name")
    }

    @Test("a full export ends the service of whoever is not in it, and only then")
    func complete() async throws {
        let region = try await Region()
        try await run(Self.export(1...700), in: region)
        let part = try await run(Self.export(1...100), in: region)
        #expect(part.ended == 0)
        let full = try await run(Self.export(101...700), in: region, complete: true)
        #expect(full.ended == 100 && full.changed == 0)
        let ended = try await everybody(region).filter { $0.internalFields.serviceEnded != nil }
        #expect(ended.count == 100 && ended.allSatisfy { $0.internalFields.serviceEnded?.description == "2026-11-23" })
        let gone = try #require(ended.first)
        let history = try await region.store.history(of: gone.id, municipality: People.rotterdam, limit: 10)
        #expect(history.map(\.what) == [.fields(.delivered, [.serviceEnded]), .fields(.added, [])])
        #expect(region.ledger.home.count == 600, "nobody looks for work for them any more")
        let again = try await run(Self.export(101...700), in: region, complete: true)
        #expect(again.ended == 0)
    }

    private struct Stopped: Error {}

    @Test("cut off after any batch, it is completed by the next start to the same as at one go", arguments: [1, 2, 3])
    func cutOff(_ batches: Int) async throws {
        let region = try await Region()
        try await run(Self.export(1...300), in: region)
        let id = try await decide(Self.export(200...1_600, name: "Later"), in: region, complete: true)
        let counter = Counter()
        await #expect(throws: Stopped.self) {
            try await region.ledger.applyImport(id, in: region.folder.path, now: Self.now) { _ in
                if counter.next() > batches { throw Stopped() }
            }
        }
        // As after a crash: the store is opened anew.
        let store = try DossierStore(path: region.folder.store)
        let ledger = DossierLedger(store: store, showcase: Showcase(places: People.places))
        let open = try await ledger.unfinishedImports()
        #expect(open.map(\.id) == [id] && open.first?.applied == min(1_401, batches * DossierLedger.importBatch))
        try await ledger.applyImport(id, in: region.folder.path, now: Self.now) { _ in }
        #expect(try await ledger.unfinishedImports().isEmpty)
        let outcome = try #require(try await ledger.importRun(id))
        #expect(outcome.added == 1_300 && outcome.changed == 101 && outcome.ended == 199 && outcome.isFinished)
        let people = try await everybody(region)
        #expect(people.count == 1_600 && people.count { $0.contact.givenName == "Later" } == 1_401)
        #expect(people.allSatisfy { $0.revision <= 2 }, "nobody was written twice")
    }

    @Test("whose data a batch uses is told before it is written: without that, it is not (I-9)")
    func toldFirst() async throws {
        let region = try await Region()
        try await run(Self.export(1...10), in: region)
        let id = try await decide(Self.export(1...600, name: "Later"), in: region)
        let told = Told()
        await #expect(throws: Stopped.self) {
            try await region.ledger.applyImport(id, in: region.folder.path, now: Self.now) { people in
                told.add(people)
                throw Stopped()
            }
        }
        #expect(told.people.count == 500)
        let before = try await everybody(region)
        #expect(before.count == 10 && before.allSatisfy { $0.revision == 1 })
        try await region.ledger.applyImport(id, in: region.folder.path, now: Self.now) { told.add($0) }
        let after = try await everybody(region)
        #expect(after.count == 600 && Set(told.people).isSuperset(of: after.map(\.id)))
    }

    @Test("whoever is shown while an import goes on is in the showcase, and not among the hidden")
    func shownMeanwhile() async throws {
        let region = try await Region()
        let act = ActOfVisibility(
            account: "klant", municipality: People.rotterdam, request: "V1", reason: "wil werk", at: Self.now())
        let id = try await decide(Self.export(1...2_000), in: region)
        try await region.ledger.applyImport(id, in: region.folder.path, now: Self.now) { _ in
            let page = try await region.store.dossiers(of: People.rotterdam, after: nil, limit: 500)
            for person in page where person.visibility == .hidden {
                try await region.ledger.show(person.id, by: act)
            }
        }
        let people = try await everybody(region)
        let visible = people.filter { $0.visibility == .visible }
        #expect(visible.count >= 500 && region.showcase.count == visible.count)
        #expect(region.ledger.home.count == people.count - visible.count)
    }

    @Test("while an import is applied nobody gets another client number")
    func clientNumbers() async throws {
        var numbers = People(seed: 4)
        let person = try numbers.one(clientNumber: "W1")
        let region = try await Region([person])
        let id = try await decide(Self.export(1...10), in: region)
        let act = ActOfEditing(account: "klant", municipality: People.rotterdam, revision: 1, at: Self.now())
        let rename: @Sendable (inout Dossier) -> Void = { dossier in
            let own = dossier.internalFields
            dossier.internalFields = InternalFields(
                clientNumber: "W99", postcode: own.postcode, birthDay: own.birthDay, caseManager: own.caseManager)
        }
        await #expect(throws: LedgerRefusal.importUnfinished) {
            try await region.ledger.edit(person.id, by: act, rename)
        }
        #expect(try await region.store.dossier(person.id) == person)
        try await apply(id, in: region)
    }

    @Test("of one municipality one import at a time")
    func oneAtATime() async throws {
        let region = try await Region()
        let first = try await decide(Self.export(1...10), in: region)
        await #expect(throws: LedgerRefusal.importUnfinished) { _ = try await decide(Self.export(1...5), in: region) }
        try await apply(first, in: region)
        #expect(try await run(Self.export(1...5), in: region).changed == 0)
    }

    @Test("a full disk stops it between batches, and room lets it go on")
    func fullDisk() async throws {
        let region = try await Region()
        let id = try await decide(Self.export(1...1_200), in: region)
        try region.setDisk(full: true)
        await #expect(throws: LedgerRefusal.self) {
            try await apply(id, in: region)
        }
        let (there, run) = (try await everybody(region).count, try await region.ledger.importRun(id))
        #expect(there == run?.applied && there % DossierLedger.importBatch == 0 && there < 1_200)
        try region.setDisk(full: false)
        try await apply(id, in: region)
        #expect(try await everybody(region).count == 1_200)
    }

    @Test(
        "a client who occurs twice in a file is a fault of the second row; nothing is left of a stage that is given up")
    func duplicates() async throws {
        let folder = try TestFolder()
        let file = folder.path + "/export.csv"
        try Data(
            (Self.export([1, 2]) + Self.export([2, 3]).split(separator: "\n").dropFirst().joined(separator: "\n")).utf8
        )
        .write(to: URL(fileURLWithPath: file))
        var left: [ImportFault] = []
        let checked = try await ImportStage.check(file, into: folder.path, progress: { _ in }, onBad: { left += $1 })
        #expect(checked.report.good == 3 && checked.report.bad == 1)
        #expect(left.map(\.line) == [4] && left.first?.reason == "staat ook op regel 3")
        ImportStage.discard(checked.id, in: folder.path)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/import").isEmpty)
    }

    @Test("a stage on which nobody decides goes after a day; one that is still to be applied stays")
    func swept() async throws {
        let region = try await Region()
        let (left, decided) = (
            try await stage(Self.export(1...5), in: region), try await decide(Self.export(1...5), in: region)
        )
        func isThere(_ id: String) -> Bool {
            FileManager.default.fileExists(atPath: ImportStage.path(id, in: region.folder.path))
        }
        let day = ImportStage.kept
        try await region.ledger.sweepStages(in: region.folder.path, now: Date().addingTimeInterval(day - 60))
        #expect(isThere(left) && isThere(decided))
        try await region.ledger.sweepStages(in: region.folder.path, now: Date().addingTimeInterval(day + 60))
        #expect(!isThere(left) && isThere(decided))
    }

    @Test("a stage that is not there, or that is damaged, is not decided")
    func stages() async throws {
        let region = try await Region()
        let id = try await stage(Self.export(1...10), in: region)
        let path = ImportStage.path(id, in: region.folder.path)
        try Data("geen database".utf8).write(to: URL(fileURLWithPath: path))
        for id in [id, UUID().uuidString.lowercased()] {
            await #expect(throws: (any Error).self) {
                try await region.ledger.decideImport(
                    id, in: region.folder.path, for: People.rotterdam, by: "beheer", isComplete: false, at: Self.now())
            }
            #expect(try await region.ledger.importRun(id) == nil)
        }
    }
}

/// Counts calls from several threads.
private final class Counter: Sendable {
    private let count = Mutex(0)
    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}

/// Who was told of, by several calls.
private final class Told: Sendable {
    private let all = Mutex<[ProfileID]>([])
    var people: [ProfileID] { all.withLock(\.self) }
    func add(_ people: [ProfileID]) { all.withLock { $0 += people } }
}
