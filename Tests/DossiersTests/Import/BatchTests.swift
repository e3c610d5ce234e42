import Domain
import Foundation
import GRDB
import Storage
import Testing

@testable import Dossiers

@Suite("A batch of an export: SQLite alone applies it, by index, column by column")
struct BatchTests {
    @Test("each statement goes from the stage's rows to the dossiers by index, never through all dossiers")
    func plans() async throws {
        let region = try await Region()
        let path = ImportStage.path("plans", in: region.folder.path)
        let stage = try StoreFile.open(path, schema: ImportStage.schema)
        try stage.close()
        let sql = BatchSQL(stage: "plans")
        let ofClient = "SEARCH d USING INDEX sqlite_autoindex_dossier_2 (municipality=? AND client_number=?)"
        let expected = [
            (sql.changed, ["SEARCH p USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)", ofClient]),
            (
                sql.change,
                [
                    "SEARCH d USING INTEGER PRIMARY KEY (rowid=?)", "SEARCH p USING INTEGER PRIMARY KEY (rowid=?)",
                ]
            ),
            (
                sql.add,
                [
                    "SEARCH p USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)", "CORRELATED SCALAR SUBQUERY 1",
                    ofClient.replacing("USING INDEX", with: "USING COVERING INDEX"),
                ]
            ),
        ]
        try await region.store.pool.writeWithoutTransaction { database in
            try database.execute(sql: "ATTACH ? AS plans", arguments: [path])
            for (text, plan) in expected {
                let explained = try database.makeStatement(sql: "EXPLAIN QUERY PLAN \(text)")
                explained.setUncheckedArguments(
                    StatementArguments(Array(repeating: 1, count: text.count { $0 == "?" })))
                let found = try Row.fetchAll(explained).map { $0["detail"] as String }
                    .filter { !$0.contains("visibility_change") && !$0.contains("dossier_change") }
                #expect(found == plan)
            }
        }
    }

    /// A column that a file may have, what it says, and what the dossier then has; nil when the file says nothing.
    struct Case: Sendable {
        let column: String
        let says: String
        let expected: @Sendable (Dossier) -> Bool
    }

    static let cases = [
        Case(column: "zaaknummer", says: "Z9") { $0.internalFields.caseNumber == "Z9" },
        Case(column: "zaaknummer", says: "") { $0.internalFields.caseNumber == "" },
        Case(column: "straat", says: "Kade 1") { $0.internalFields.street == "Kade 1" },
        Case(column: "straat", says: "") { $0.internalFields.street == "" },
        Case(column: "geslacht", says: "V") { $0.internalFields.gender == .woman },
        Case(column: "geslacht", says: "") { $0.internalFields.gender == nil },
        Case(column: "klantmanager", says: "Ünal") { $0.internalFields.caseManager == "Ünal" },
        Case(column: "klantmanager", says: "") { $0.internalFields.caseManager == "" },
        Case(column: "ondersteuning", says: "samen") { $0.internalFields.support == .together },
        Case(column: "ondersteuning", says: "") { $0.internalFields.support == nil },
        Case(column: "tozo", says: "ja") { $0.internalFields.isToZo },
        Case(column: "tozo", says: "") { !$0.internalFields.isToZo },
        Case(column: "doelgroepen", says: "bbl|baanafspraak") { $0.work.targetGroups == [.bbl, .baanafspraak] },
        Case(column: "doelgroepen", says: "") { $0.work.targetGroups == [] },
        Case(column: "einddatum", says: "01-02-2026") { $0.internalFields.serviceEnded?.description == "2026-02-01" },
        Case(column: "einddatum", says: "") { $0.internalFields.serviceEnded == nil },
    ]

    private func apply(_ text: String, in region: Region) async throws {
        let file = region.folder.path + "/export.csv"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        let now = { @Sendable in Date(timeIntervalSince1970: 1_795_000_000) }
        let id = try await ImportStage.check(file, into: region.folder.path, progress: { _ in }, onBad: { _, _ in }).id
        try await region.ledger.decideImport(
            id, in: region.folder.path, for: People.rotterdam, by: "beheer", isComplete: false, at: now())
        try await region.ledger.applyImport(id, in: region.folder.path, now: now) { _ in }
    }

    @Test("an optional column is taken as it says, also when it is empty, of newcomers and of who is there")
    func optionalColumns() async throws {
        for item in Self.cases {
            let person = try person()
            let region = try await Region([person])
            let row = "Noor;Jansen;n@voorbeeld.nl;0612345678;3011AB;1981-02-03;\(item.says)"
            try await apply("\(ImportReadingTests.header);\(item.column)\nW1;\(row)\nW2;\(row)\n", in: region)
            let after = try await region.store.dossiers(of: People.rotterdam, after: nil, limit: 10)
            #expect(after.count == 2 && after.allSatisfy(item.expected), "\(item.column) says '\(item.says)'")
            let kept = try #require(after.first { $0.id == person.id })
            #expect(kept.revision == 2)
            var undone = kept
            undone.contact = person.contact
            undone.internalFields = person.internalFields
            undone.work.targetGroups = person.work.targetGroups
            undone.revision = 1
            #expect(undone == person, "\(item.column) changed what the jobseeker wrote")
        }
    }

    @Test("what a file has no column for stays")
    func absentColumns() async throws {
        let person = try person()
        let region = try await Region([person])
        try await apply(
            "\(ImportReadingTests.header)\nW1;Noor;Jansen;n@voorbeeld.nl;0612345678;3011AB;1981-02-03\n", in: region)
        let after = try #require(try await region.store.dossier(person.id)).internalFields
        let before = person.internalFields
        #expect(after.caseNumber == before.caseNumber && after.street == before.street)
        #expect(after.gender == before.gender && after.caseManager == before.caseManager)
        #expect(after.support == before.support && after.isToZo && after.serviceEnded == before.serviceEnded)
        #expect(after.postcode.description == "3011AB")
    }

    /// Somebody of whom every optional field is known.
    private func person() throws -> Dossier {
        var numbers = People(seed: 5)
        var person = try numbers.one(clientNumber: "W1")
        person.internalFields = InternalFields(
            clientNumber: "W1", postcode: try Postcode("3012CD"), birthDay: try CalendarDay("1980-01-01"),
            caseManager: "Smit", caseNumber: "Z1", street: "Laan 2", gender: .man, support: .full, isToZo: true,
            serviceEnded: try CalendarDay("2026-01-31"))
        person.work.targetGroups = [.praktijkroute]
        return person
    }
}
