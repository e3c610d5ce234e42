import Domain
import Foundation
import GRDB
import Testing

@testable import Dossiers

/// A store of 300 people and a checked export of 1,150 rows, which renames 200 of them and leaves the others out.
struct StagedExport {
    private static let before = 1...300
    private static let exported = 101...1_250

    let id: String
    let region: Region

    init() async throws {
        var people = People(seed: 11)
        region = try await Region(
            try Self.before.map { number in
                var person = try people.one(clientNumber: "W\(number)")
                person.work.skills = []
                let own = person.internalFields
                person.internalFields = InternalFields(
                    clientNumber: own.clientNumber, postcode: own.postcode, birthDay: own.birthDay,
                    caseManager: own.caseManager)
                return person
            })
        // Half of them visible, each by an act, as the history says.
        let there = try await region.store.dossiers(of: People.rotterdam, after: nil, limit: 300)
        for person in there.enumerated() where person.offset % 2 == 0 {
            try await region.ledger.show(person.element.id, by: .sample(request: "begin"))
        }
        let file = region.folder.path + "/export.csv"
        let rows = Self.exported.map {
            "W\($0);Later;Jansen;n\($0)@voorbeeld.nl;0612345678;3011AB;1981-02-03\n"
        }
        try Data((ImportReadingTests.header + "\n" + rows.joined()).utf8).write(to: URL(fileURLWithPath: file))
        id = try await ImportStage.check(file, into: region.folder.path, progress: { _ in }, onBad: { _, _ in }).id
        try region.store.pool.close()
    }

    /// The same, in a folder of its own.
    func copy() throws -> TestFolder {
        let folder = try TestFolder()
        for name in try FileManager.default.contentsOfDirectory(atPath: region.folder.path) {
            try FileManager.default.copyItem(atPath: region.folder.path + "/" + name, toPath: folder.path + "/" + name)
        }
        return folder
    }

    /// How many revisions the import gave somebody.
    func revisions(_ person: FileWitness.Person) -> Int {
        let number = Int(person.clientNumber.dropFirst()) ?? 0
        guard Self.before.contains(number) else { return 0 }
        return (person.givenName == "Later" ? 1 : 0) + (person.hasEnded ? 1 : 0)
    }

    /// Whatever of the import is neither wholly there nor wholly not.
    func faults(in file: FileWitness, atEnd: Bool) -> [String] {
        let run =
            file.runs[id]
            ?? FileWitness.Run(
                total: Self.exported.count, applied: 0, added: 0, changed: 0, ended: 0, isFinished: false)
        let numbers = Dictionary(uniqueKeysWithValues: file.people.values.map { ($0.clientNumber, $0) })
        let (taken, rest) = (Self.exported.prefix(run.applied), Self.exported.dropFirst(run.applied))
        let ended = file.people.values.count(where: \.hasEnded)
        var faults: [String] = []
        func expect(_ isTrue: Bool, _ fault: String) { if !isTrue { faults.append(fault) } }
        expect(taken.allSatisfy { numbers["W\($0)"]?.givenName == "Later" }, "a row that counts as taken is not")
        expect(rest.allSatisfy { numbers["W\($0)"]?.givenName != "Later" }, "a row is taken that does not count")
        expect(
            file.people.values.allSatisfy { person in
                let isNew = !Self.before.contains(Int(person.clientNumber.dropFirst()) ?? 0)
                return isNew == (person.lines.first?.kind == "toegevoegd")
            }, "a newcomer without the first line of a history")
        expect(run.added == taken.count { !Self.before.contains($0) }, "\(run.added) people count as new")
        expect(run.changed == taken.count { Self.before.contains($0) }, "\(run.changed) people count as changed")
        expect(file.people.count == Self.before.count + run.added, "\(file.people.count) people are there")
        expect(run.ended == ended && (ended == 0 || run.applied == run.total), "\(ended) people are no longer served")
        expect(!run.isFinished && !atEnd || run.applied == run.total && ended == 100, "finished before it is done")
        expect(run.isFinished || !atEnd, "the next start did not finish it")
        return faults
    }
}
