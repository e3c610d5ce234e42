import Domain
import Foundation
import Testing

@testable import Dossiers

@Suite("Who is served and not in a full export is told before anything is decided")
struct MissingTests {
    private static let now: @Sendable () -> Date = { Date(timeIntervalSince1970: 1_795_438_800) }

    private func stage(_ numbers: some Sequence<Int>, in region: Region) async throws -> String {
        let rows = numbers.map { "W\($0);Noor;Jansen;n@voorbeeld.nl;0612345678;3011AB;1981-02-03\n" }.joined()
        let file = region.folder.path + "/export.csv"
        try Data((ImportReadingTests.header + "\n" + rows).utf8).write(to: URL(fileURLWithPath: file))
        return try await ImportStage.check(file, into: region.folder.path, progress: { _ in }, onBad: { _, _ in }).id
    }

    private func take(_ numbers: some Sequence<Int>, complete: Bool = false, in region: Region) async throws {
        let id = try await stage(numbers, in: region)
        try await region.ledger.decideImport(
            id, in: region.folder.path, for: People.rotterdam, by: "beheer", isComplete: complete, at: Self.now())
        try await region.ledger.applyImport(id, in: region.folder.path, now: Self.now) { _ in }
    }

    @Test("all of them, in the order of their numbers, over pages; not those of another municipality, nor who left")
    func missing() async throws {
        var numbers = People(seed: 5)
        let other = try numbers.one(clientNumber: "A1", visible: true, in: People.schiedam)
        let region = try await Region([other])
        try await take(1...1_200, in: region)
        try await take(1...1_190, complete: true, in: region)
        let id = try await stage(stride(from: 2, through: 1_300, by: 2), in: region)
        let expected = stride(from: 1, through: 1_190, by: 2).map { "W\($0)" }.sorted()
        let few = try await region.ledger.missingPeople(
            from: id, in: region.folder.path, of: People.rotterdam, limit: 20)
        #expect(few.total == 595 && few.people.map(\.clientNumber) == Array(expected.prefix(20)))
        let none = try await region.ledger.missingPeople(
            from: id, in: region.folder.path, of: People.rotterdam, limit: 0)
        #expect(none.total == 595 && none.people.isEmpty)
        var all: [DossierLedger.Served] = []
        try await region.ledger.forEachMissing(from: id, in: region.folder.path, of: People.rotterdam) { page in
            #expect(!page.isEmpty && page.count <= DossierLedger.importBatch)
            all += page
        }
        #expect(all.map(\.clientNumber) == expected)
        for one in all.prefix(3) {
            let dossier = try await region.store.find(one.id, municipality: People.rotterdam)
            #expect(dossier?.internalFields.clientNumber == one.clientNumber)
        }
        let schiedam = try await region.ledger.missingPeople(
            from: id, in: region.folder.path, of: People.schiedam, limit: 5)
        #expect(schiedam.total == 1 && schiedam.people.map(\.clientNumber) == ["A1"])
    }

    @Test("a day on which somebody's service ended meanwhile is not written over")
    func endedMeanwhile() async throws {
        let region = try await Region()
        try await take(1...10, in: region)
        let gone = try #require(
            try await region.store.find("W6", in: People.rotterdam, after: nil, limit: 1).people.first)
        let id = try await stage(1...5, in: region)
        try await region.ledger.decideImport(
            id, in: region.folder.path, for: People.rotterdam, by: "beheer", isComplete: true, at: Self.now())
        try await region.ledger.applyImport(id, in: region.folder.path, now: Self.now) { people in
            guard people.contains(gone.id) else { return }
            let act = ActOfEditing(account: "klant", municipality: People.rotterdam, revision: 1, at: Self.now())
            let day = try CalendarDay("2026-01-31")
            try await region.ledger.edit(gone.id, by: act) { $0.internalFields = $0.internalFields.ended(on: day) }
        }
        let after = try #require(try await region.store.dossier(gone.id))
        #expect(after.internalFields.serviceEnded?.description == "2026-01-31" && after.revision == 2)
        #expect(try await region.ledger.importRun(id)?.ended == 4)
    }

    @Test("nobody is missing from a file with everybody; a stage that is not there is refused")
    func nobody() async throws {
        let region = try await Region()
        try await take(1...10, in: region)
        let id = try await stage(1...10, in: region)
        let found = try await region.ledger.missingPeople(
            from: id, in: region.folder.path, of: People.rotterdam, limit: 5)
        #expect(found.total == 0 && found.people.isEmpty)
        await #expect(throws: (any Error).self) {
            _ = try await region.ledger.missingPeople(
                from: UUID().uuidString.lowercased(), in: region.folder.path, of: People.rotterdam, limit: 5)
        }
    }
}
