import Domain
import Foundation
import GRDB
import Testing

@testable import Dossiers

@Suite("An edit: of the revision that was seen, with its line in the history, or not at all")
struct EditTests {
    private static let noon = Date(timeIntervalSince1970: 1_795_000_000)

    @Test("a dossier and its history are written together, with names of fields and no value")
    func writes() async throws {
        let (region, person) = try await one()
        let after = try await region.ledger.edit(person.id, by: .sample(account: "vos", revision: 1, at: Self.noon)) {
            $0.contact = Contact(givenName: "Nieuwenaam", familyName: $0.contact.familyName, email: "", phone: "")
            $0.work.targetGroups = [.bbl]
        }
        #expect(after.revision == 2)
        #expect(try await region.store.dossier(person.id) == after)
        let events = try await region.store.history(of: person.id, municipality: People.rotterdam, limit: 9)
        #expect(events.map(\.account) == ["vos"] && events.map(\.at) == [Self.noon] && events.map(\.revision) == [2])
        guard case .fields(.edited, let fields)? = events.first?.what else { Issue.record("no edit"); return }
        #expect(fields == DossierField.changed(from: person, to: after) && fields.contains(.givenName))
        let line = try await region.store.pool.read {
            try String.fetchOne($0, sql: "SELECT fields FROM dossier_change")
        }
        #expect(line?.contains("Nieuwenaam") == false)
    }

    @Test("with a newer revision nothing is written, and who and when is said")
    func conflict() async throws {
        let (region, person) = try await one()
        try await region.ledger.edit(person.id, by: .sample(account: "vos", revision: 1, at: Self.noon)) {
            $0.work.talents = ["zingen"]
        }
        let newer = NewerChange(revision: 2, account: "vos", at: Self.noon)
        for seen in [0, 1, 3] {
            await #expect(throws: LedgerRefusal.conflict(newer)) {
                try await region.ledger.edit(person.id, by: .sample(revision: seen)) { $0.work.talents = ["fluiten"] }
            }
        }
        try await region.ledger.show(person.id, by: .sample(account: "maas"))
        await #expect(throws: LedgerRefusal.conflict(NewerChange(revision: 3, account: "maas", at: Self.noon))) {
            try await region.ledger.edit(person.id, by: .sample(revision: 2)) { $0.work.talents = ["fluiten"] }
        }
        #expect(try await region.store.dossier(person.id)?.work.talents == ["zingen"])
        let events = try await region.store.history(of: person.id, municipality: People.rotterdam, limit: 9)
        #expect(events.map(\.revision) == [3, 2])
    }

    @Test("an edit that changes nothing leaves no revision and no line")
    func nothing() async throws {
        let (region, person) = try await one()
        let after = try await region.ledger.edit(person.id, by: .sample(revision: 1)) {
            $0.revision = 9
            $0.visibility = .visible
        }
        #expect(after == person)
        #expect(try await region.store.history(of: person.id, municipality: People.rotterdam, limit: 9) == [])
    }

    @Test("when the line of history cannot be written, the dossier is as it was")
    func together() async throws {
        let (region, person) = try await one()
        try await region.store.pool.writeWithoutTransaction { database in
            try database.execute(
                sql: "CREATE TRIGGER full BEFORE INSERT ON dossier_change BEGIN SELECT RAISE(ABORT, 'full'); END")
        }
        await #expect(throws: LedgerRefusal.self) {
            try await region.ledger.edit(person.id, by: .sample(revision: 1)) { $0.work.talents = ["zingen"] }
        }
        #expect(try await region.store.dossier(person.id) == person)
    }

    @Test("a line of history is never changed, and belongs to a dossier that is there")
    func stays() async throws {
        let (region, person) = try await one()
        try await region.ledger.edit(person.id, by: .sample(revision: 1)) { $0.work.talents = ["zingen"] }
        #expect(throws: DatabaseError.self) {
            try region.store.pool.writeWithoutTransaction {
                try $0.execute(sql: "UPDATE dossier_change SET account = 'iemand'")
            }
        }
        let stranger = Data(repeating: 1, count: 16)
        #expect(throws: DatabaseError.self) {
            try region.store.pool.writeWithoutTransaction {
                try $0.execute(
                    sql: DossierSchema.insertDossierChange,
                    arguments: ["GM0599", stranger, 2, "vos", 0, "bewerkt", "voornaam\u{1F}"])
            }
        }
    }

    @Test(
        "fifty editors of one dossier: every edit that was acknowledged is in it, and every other was told of a newer")
    func fifty() async throws {
        let (region, person) = try await one()
        try await region.ledger.edit(person.id, by: .sample(revision: 1)) { $0.work.skills = [] }
        let conflicts = await withTaskGroup(of: Int.self) { group in
            for editor in 0..<50 {
                group.addTask { await Self.append("\(editor)", to: person.id, in: region) }
            }
            return await group.reduce(0, +)
        }
        let stored = try #require(try await region.store.dossier(person.id))
        #expect(Set(stored.work.skills) == Set((0..<50).map(String.init)) && stored.work.skills.count == 50)
        let events = try await region.store.history(of: person.id, municipality: People.rotterdam, limit: 100)
        #expect(events.map(\.revision) == Array((2...stored.revision).reversed()))
        #expect(Set(events.map(\.account)).count == 51)
        #expect(conflicts > 0)
    }

    /// One editor, who begins anew from the newest revision after a conflict.
    ///
    /// - Returns: How many conflicts there were.
    private static func append(_ skill: String, to id: ProfileID, in region: Region) async -> Int {
        var (seen, conflicts) = (2, 0)
        while conflicts < 200 {
            do throws(LedgerRefusal) {
                let act = ActOfEditing.sample(account: "editor\(skill)", revision: seen)
                try await region.ledger.edit(id, by: act) { $0.work.skills.append(skill) }
                return conflicts
            } catch {
                guard case .conflict(let newer) = error, newer.account != nil, newer.at != nil else {
                    Issue.record("\(error)")
                    return conflicts
                }
                conflicts += 1
                seen = newer.revision
            }
        }
        return conflicts
    }

    private func one() async throws -> (Region, Dossier) {
        var people = People()
        let person = try people.one()
        return (try await Region([person]), person)
    }
}
