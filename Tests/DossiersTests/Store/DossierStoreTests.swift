import Domain
import Foundation
import Showcase
import GRDB
import Storage
import Testing

@testable import Dossiers

@Suite("Dossiers on disk: rows, tenants, rules of the schema")
struct DossierStoreTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func readsBackWhatWasWritten(seed: UInt64) async throws {
        var people = People(seed: seed)
        let dossiers = try people.many(200)
        let region = try await Region(dossiers)
        for dossier in dossiers {
            #expect(try await region.store.dossier(dossier.id) == dossier, "seed \(seed)")
        }
    }

    @Test("lists keep empty items, one empty item, and no items apart")
    func lists() {
        for items in [[], [""], ["", ""], ["a"], ["a", ""], ["é", "b c", "d"]] {
            #expect(ListText.items(of: ListText.text(of: items)) == items)
        }
    }

    @Test(
        "a control character is refused, by the name of its field", arguments: ["\u{1F}", "\u{1E}", "\u{0}", "\u{1B}"])
    func controlCharacters(_ text: String) async throws {
        var people = People()
        var dossier = try people.one()
        let region = try await Region()
        dossier.work.skills = ["lassen", "a\(text)b"]
        await #expect(throws: AddInterrupted(added: 0, refusal: .unstorable(field: "skills"))) {
            try await region.ledger.add([dossier])
        }
        #expect(try await region.store.counts().total == 0)
    }

    @Test("what is out of range is refused by the schema, by the name of its field")
    func tooLong() async throws {
        var people = People()
        let region = try await Region()
        var long = try people.one()
        long.work.motivation = String(repeating: "a", count: 4_001)
        await #expect(throws: AddInterrupted(added: 0, refusal: .unstorable(field: "motivation"))) {
            try await region.ledger.add([long])
        }
        long.work.motivation = String(repeating: "a", count: 4_000)
        try await region.ledger.add([long])
        let nameless = try people.one(clientNumber: "")
        await #expect(throws: AddInterrupted(added: 0, refusal: .unstorable(field: "client_number"))) {
            try await region.ledger.add([nameless])
        }
    }

    @Test(
        "the schema holds on its own",
        arguments: [
            ("municipality", "'Rotterdam'"), ("postcode", "'0011AB'"), ("birth_day", "'28-02-1970'"),
            ("minimum_hours", "-1"), ("maximum_hours", "61"), ("visibility", "'half'"), ("generation", "-1"),
            ("revision", "0"), ("id", "x'00'"), ("client_number", "''"), ("motivation", "NULL"), ("revision", "'veel'"),
        ])
    func schema(_ column: String, _ value: String) async throws {
        var people = People()
        let dossier = try people.one()
        let region = try await Region([dossier])
        await #expect(throws: DatabaseError.self) {
            try await region.store.pool.write { try $0.execute(sql: "UPDATE dossier SET \(column) = \(value)") }
        }
        #expect(try await region.store.dossier(dossier.id) == dossier)
    }

    @Test("a client number is one person's within a municipality; an id is one person's everywhere")
    func tenants() async throws {
        var people = People()
        let first = try people.one(clientNumber: "K1")
        let region = try await Region([first, try people.one(clientNumber: "K1", in: People.schiedam)])
        for twin in [
            try people.one(clientNumber: "K1"),
            Dossier(
                id: first.id, municipality: People.schiedam, contact: first.contact,
                internalFields: try people.one(clientNumber: "K2").internalFields, work: first.work),
        ] {
            await #expect(throws: AddInterrupted(added: 0, refusal: .alreadyThere)) {
                try await region.ledger.add([twin])
            }
        }
        #expect(try await region.store.counts().total == 2)
        #expect(try await region.store.find(first.id, municipality: People.rotterdam) == first)
        #expect(try await region.store.find(first.id, municipality: People.schiedam) == nil)
    }

    @Test("a municipality's pages hold its dossiers only, each once, by id")
    func pages() async throws {
        var people = People()
        let own = try people.many(25)
        let region = try await Region(own + (try people.many(25, in: People.schiedam)))
        var seen: [Dossier] = []
        while true {
            let page = try await region.store.dossiers(of: People.rotterdam, after: seen.last?.id, limit: 10)
            seen += page
            if page.count < 10 { break }
        }
        #expect(seen.count == 25 && Set(seen) == Set(own))
        #expect(seen.map(\.id.description) == seen.map(\.id.description).sorted())
        #expect(try await region.store.dossiers(of: People.rotterdam, after: nil, limit: 0).count == 1)
    }

    @Test("a row that no version of ours wrote is damage, named by its column and not by its content")
    func unreadable() async throws {
        var people = People()
        let dossier = try people.one(visible: true)
        let region = try await Region([dossier])
        try await region.store.pool.write { try $0.execute(sql: "UPDATE dossier SET education = 'TOVENAAR'") }
        let refusal = await #expect(throws: StoreInvalid.self) { try await region.store.dossier(dossier.id) }
        #expect(refusal?.reason == .damaged("a dossier's education cannot be read"))
        await #expect(throws: StoreInvalid.self) { try await region.ledger.rebuildIndexes() }
    }

    @Test("the history of visibility is never changed, and needs its dossier")
    func history() async throws {
        var people = People()
        let dossier = try people.one()
        let region = try await Region([dossier])
        try await region.ledger.show(dossier.id, by: .sample())
        for sql in [
            "UPDATE visibility_change SET reason = 'anders'", "DELETE FROM dossier",
            "INSERT INTO visibility_change SELECT 'GM0606', id, 9, 9, before, after, account, request, reason, at"
                + " FROM visibility_change",
        ] {
            await #expect(throws: DatabaseError.self, "\(sql)") {
                try await region.store.pool.write { try $0.execute(sql: sql) }
            }
        }
    }
}
