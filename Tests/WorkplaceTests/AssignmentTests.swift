import Domain
import Foundation
import GRDB
import Testing

@testable import Workplace

@Suite("Lists are an organisation's: its people share them, and nobody else finds them")
struct AssignmentTests {
    private let folder: WorkplaceFolder
    private var store: WorkplaceStore { folder.store }

    init() throws { folder = try WorkplaceFolder() }

    @Test("what was made is there after the file is opened again, with its search, for a colleague too")
    func kept() async throws {
        let search = [SearchField(name: "tekst", value: "reachtruck"), SearchField(name: "rijbewijs", value: "B")]
        let id = try await store.add(.vacancy(), search: search, by: .jansen())
        let found = try #require(
            try await folder.reopened().assignment(id, of: Colleague.devries().organisation))
        #expect(found.content == .vacancy() && found.search == search && found.owner == "jansen")
        #expect(found.status == .open && found.candidates == 0)
        #expect(found.purpose == (try Purpose(activity: .fillVacancy, basis: .wetSuwi, vacancy: "1183")))
        #expect(WorkplaceID(id.description) == id)
    }

    @Test("to another organisation it is as one that is not there, whatever is done")
    func foreign() async throws {
        let (id, stranger) = (try await store.add(.vacancy(), search: [], by: .jansen()), try Colleague.stranger())
        let candidate = try await store.keep(
            "zeeland.x", until: folder.clock.now + 60, in: RegionCode("zeeland"), on: id, by: .jansen())
        #expect(try await store.assignment(id, of: stranger.organisation) == nil)
        #expect(try await store.assignments(of: stranger.organisation, .open).isEmpty)
        await #expect(throws: WorkplaceRefusal.missing) {
            try await store.candidates(of: id, organisation: stranger.organisation)
        }
        await #expect(throws: WorkplaceRefusal.missing) {
            try await store.change(
                id, title: "x", employer: "", note: "", status: .closed, of: stranger.organisation)
        }
        await #expect(throws: WorkplaceRefusal.missing) {
            try await store.keep(
                "zeeland.y", until: folder.clock.now + 60, in: RegionCode("zeeland"), on: id, by: stranger)
        }
        await #expect(throws: WorkplaceRefusal.missing) {
            try await store.follow(candidate, of: id, status: .hired, note: "", by: stranger)
        }
        await #expect(throws: WorkplaceRefusal.missing) {
            try await store.remove(candidate, of: id, organisation: stranger.organisation)
        }
        await #expect(throws: WorkplaceRefusal.missing) { try await store.remove(id, of: stranger.organisation) }
        await #expect(throws: WorkplaceRefusal.missing) {
            try await store.keep([], of: id, organisation: stranger.organisation)
        }
        #expect(try await store.assignment(id, of: Colleague.jansen().organisation)?.content == .vacancy())
        #expect(try await store.candidates(of: id, organisation: Colleague.jansen().organisation).count == 1)
    }

    @Test("a reference is used once in an organisation, and as often as there are organisations")
    func references() async throws {
        let organisation = try Colleague.jansen().organisation
        _ = try await store.add(.vacancy("2027-9"), search: [], by: .jansen())
        await #expect(throws: WorkplaceRefusal.referenceTaken) {
            try await store.add(.vacancy("2027-9"), search: [], by: .devries())
        }
        _ = try await store.add(.vacancy("2027-9"), search: [], by: .stranger())
        #expect(try await store.freeReference(of: organisation, year: 2027) == "2027-10")
        #expect(try await store.freeReference(of: organisation, year: 2028) == "2028-1")
        #expect(try await store.assignments(of: organisation, .open).count == 1)
    }

    @Test("the list of a reference is found however many were changed since, in its own organisation only")
    func named() async throws {
        let organisation = try Colleague.jansen().organisation
        let first = try await store.add(.vacancy("1183"), search: [], by: .jansen())
        for number in 0..<WorkplaceStore.pageAssignments {
            _ = try await store.add(.vacancy("later-\(number)"), search: [], by: .jansen())
        }
        #expect(try await store.assignments(of: organisation, .open).count == WorkplaceStore.pageAssignments)
        #expect(try await store.assignments(of: organisation, .open, limit: 3).count == 3)
        #expect(try await store.assignment(named: "1183", of: organisation)?.id == first)
        #expect(try await store.assignment(named: "1183", of: Colleague.stranger().organisation) == nil)
        #expect(try await store.assignment(named: "none", of: organisation) == nil)
    }

    @Test("a change is shown to all, and puts a list where its status says")
    func changes() async throws {
        let organisation = try Colleague.jansen().organisation
        let id = try await store.add(.vacancy(), search: [], by: .jansen())
        folder.clock.pass(days: 1)
        try await store.change(
            id, title: "Orderpicker", employer: "", note: "", status: .filled, of: organisation)
        #expect(try await store.assignments(of: organisation, .open).isEmpty)
        let filled = try #require(try await store.assignments(of: organisation, .filled).first)
        #expect(filled.content.title == "Orderpicker" && filled.content.reference == "1183")
        #expect(filled.changed.timeIntervalSince(filled.made) == 86_400)
        try await store.remove(id, of: organisation)
        #expect(try await store.assignments(of: organisation, .filled).isEmpty)
    }

    @Test("every query on lists, candidates and searches uses an index")
    func indexes() async throws {
        for (sql, arguments) in [
            ("SELECT * FROM assignment WHERE organisation = ? AND status = ? ORDER BY changed DESC", 2),
            ("SELECT * FROM assignment WHERE organisation = ? AND reference = ?", 2),
            ("SELECT * FROM candidate WHERE assignment = ? ORDER BY added, id", 1),
            ("DELETE FROM candidate WHERE ends <= ?", 1),
            ("SELECT * FROM saved_search WHERE owner = ? AND organisation = ? ORDER BY made, id", 2),
            ("DELETE FROM stored_search WHERE ends <= ?", 1),
        ] {
            let plan = try await store.pool.read { database in
                try Row.fetchAll(
                    database, sql: "EXPLAIN QUERY PLAN " + sql,
                    arguments: StatementArguments(Array(repeating: "x", count: arguments))
                ).map { $0["detail"] as String }
            }
            #expect(plan.contains { $0.contains("USING") && $0.contains("INDEX") }, "\(sql): \(plan)")
        }
    }
}
