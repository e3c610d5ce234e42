import Domain
import Foundation
import GRDB
import Testing

@testable import Workplace

@Suite("Candidates: references and notes, with what was done; nothing outlasts its reference")
struct CandidateTests {
    private let folder: WorkplaceFolder
    private var store: WorkplaceStore { folder.store }

    init() throws { folder = try WorkplaceFolder() }

    private func keep(_ reference: String, on id: WorkplaceID, days: Double = 90) async throws -> WorkplaceID {
        try await store.keep(
            reference, until: folder.clock.now + days * 86_400, in: RegionCode("zeeland"), on: id, by: .jansen())
    }

    @Test("each step is kept with who took it and when; a note without a step adds none")
    func steps() async throws {
        let organisation = try Colleague.jansen().organisation
        let id = try await store.add(.vacancy(), search: [], by: .jansen())
        let candidate = try await keep("zeeland.a", on: id)
        folder.clock.pass(days: 1)
        try await store.follow(candidate, of: id, status: .kept, note: "bellen", by: .devries())
        folder.clock.pass(days: 1)
        try await store.follow(candidate, of: id, status: .proposed, note: "gebeld", by: .devries())
        let found = try #require(try await store.candidates(of: id, organisation: organisation).first)
        #expect(found.status == .proposed && found.note == "gebeld" && found.owner == "jansen" && !found.isHome)
        #expect(found.steps.map(\.status) == [.kept, .proposed] && found.steps.map(\.by) == ["jansen", "devries"])
        #expect(found.steps[1].at.timeIntervalSince(found.steps[0].at) == 2 * 86_400)
        let list = try #require(try await store.assignment(id, of: organisation))
        #expect(list.candidates == 1 && list.proposed == 1)
        try await store.remove(candidate, of: id, organisation: organisation)
        #expect(try await store.candidates(of: id, organisation: organisation).isEmpty)
    }

    @Test("a list that is full takes nobody more, and stays as it was")
    func full() async throws {
        let id = try await store.add(.vacancy(), search: [], by: .jansen())
        for number in 0..<Candidate.limit { _ = try await keep("zeeland.\(number)", on: id) }
        await #expect(throws: WorkplaceRefusal.full(.candidates, limit: Candidate.limit)) {
            try await keep("zeeland.more", on: id)
        }
        let organisation = try Colleague.jansen().organisation
        #expect(try await store.candidates(of: id, organisation: organisation).count == Candidate.limit)
    }

    @Test("with its reference a candidate's notes and steps end; the others stay")
    func ends() async throws {
        let id = try await store.add(.vacancy(), search: [], by: .jansen())
        let (short, long) = (try await keep("zeeland.a", on: id, days: 1), try await keep("zeeland.b", on: id))
        folder.clock.pass(days: 1)
        #expect(try await store.forgetEnded() == 1)
        let organisation = try Colleague.jansen().organisation
        #expect(try await store.candidates(of: id, organisation: organisation).map(\.id) == [long])
        let steps = try await store.pool.read { database in
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM candidate_step WHERE candidate = ?", arguments: [short.data])
        }
        #expect(steps == 0)
    }

    @Test("a candidate of one list is not found by another, and is gone with its list")
    func lists() async throws {
        let organisation = try Colleague.jansen().organisation
        let first = try await store.add(.vacancy("1"), search: [], by: .jansen())
        let second = try await store.add(.vacancy("2"), search: [], by: .jansen())
        let candidate = try await keep("zeeland.a", on: first)
        await #expect(throws: WorkplaceRefusal.missing) {
            try await store.follow(candidate, of: second, status: .hired, note: "", by: .jansen())
        }
        try await store.remove(first, of: organisation)
        let left = try await store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM candidate") }
        #expect(left == 0)
    }
}

@Suite("Saved searches are one person's, and remember how many people there were the time before")
struct SavedSearchTests {
    @Test
    func saved() async throws {
        let folder = try WorkplaceFolder()
        let (store, me) = (folder.store, try Colleague.jansen())
        let id = try await store.save([SearchField(name: "tekst", value: "kok")], named: "Koks", by: me)
        #expect(try await store.savedSearches(of: .devries()).isEmpty)
        #expect(try await store.savedSearches(of: .stranger()).isEmpty)
        try await store.note(38, of: id, by: me)
        folder.clock.pass(days: 1)
        try await store.note(41, of: id, by: me)
        #expect(try await store.ownersWithout(searchAfter: folder.clock.now) == [])
        #expect(try await store.ownersWithout(searchAfter: folder.clock.now + 1) == ["jansen"])
        let found = try #require(try await store.savedSearches(of: me).first)
        #expect(found.total == 41 && found.totalBefore == 38 && found.ran == folder.clock.now)
        #expect(found.search == [SearchField(name: "tekst", value: "kok")] && found.name == "Koks")
        await #expect(throws: WorkplaceRefusal.missing) { try await store.note(1, of: id, by: .devries()) }
        await #expect(throws: WorkplaceRefusal.missing) { try await store.forget(id, by: .stranger()) }
        func search(_ number: Int) -> [SearchField] { [SearchField(name: "tekst", value: "\(number)")] }
        for number in 1..<SavedSearch.limit { try await store.save(search(number), named: "\(number)", by: me) }
        #expect(try await store.save([SearchField(name: "tekst", value: "kok")], named: "Kok", by: me) == id)
        await #expect(throws: WorkplaceRefusal.full(.savedSearches, limit: SavedSearch.limit)) {
            try await store.save([], named: "een te veel", by: me)
        }
        try await store.forget(id, by: me)
        #expect(try await store.savedSearches(of: me).count == SavedSearch.limit - 1)
    }
}
