import Foundation
import GRDB
import Testing

@testable import Workplace

@Suite("Stored links: random addresses, 90 days, a limit for each person")
struct LinkTests {
    private let search = [SearchField(name: "tekst", value: "lasser"), SearchField(name: "regio", value: "zeeland")]

    @Test("what was stored is found at its address, also in a store that is opened anew, until its day comes")
    func kept() async throws {
        let folder = try WorkplaceFolder()
        let link = try await folder.store.storeLink(to: search, by: "jansen")
        #expect(link.description.utf8.count == LinkID.length && LinkID(link.description) == link)
        #expect(try await folder.store.search(at: link) == search)
        #expect(try await folder.reopened().search(at: link) == search)
        folder.clock.pass(days: Double(WorkplaceStore.linkDays) - 0.01)
        #expect(try await folder.store.search(at: link) == search)
        folder.clock.pass(days: 0.02)
        #expect(try await folder.store.search(at: link) == nil)
        // The next one sweeps it away.
        _ = try await folder.store.storeLink(to: [], by: "devries")
        let rows = try await folder.store.reading { try Int.fetchOne($0, sql: "SELECT count(*) FROM stored_search") }
        #expect(rows == 1)
    }

    @Test("the same search of the same person keeps its address and lasts longer; of another it gets its own")
    func same() async throws {
        let folder = try WorkplaceFolder()
        let link = try await folder.store.storeLink(to: search, by: "jansen")
        folder.clock.pass(days: 80)
        #expect(try await folder.store.storeLink(to: search, by: "jansen") == link)
        #expect(try await folder.store.storeLink(to: search, by: "devries") != link)
        folder.clock.pass(days: 80)
        #expect(try await folder.store.search(at: link) == search)
    }

    @Test("over the limit nothing is stored, of nobody else either less, and what has ended makes room")
    func limit() async throws {
        let folder = try WorkplaceFolder()
        for number in 0..<WorkplaceStore.links {
            _ = try await folder.store.storeLink(to: [SearchField(name: "tekst", value: "\(number)")], by: "jansen")
        }
        await #expect(throws: WorkplaceRefusal.full(.links, limit: WorkplaceStore.links)) {
            try await folder.store.storeLink(to: search, by: "jansen")
        }
        _ = try await folder.store.storeLink(to: search, by: "devries")
        folder.clock.pass(days: 91)
        _ = try await folder.store.storeLink(to: search, by: "jansen")
    }

    @Test(
        "what is no address is refused",
        arguments: [
            "", "x", "AAAAAAAAAAAAAAAAAAAAAA==", "AAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAB",
            "AAAAAAAAAA+AAAAAAAAAAA", "../../../etc/passwd1234", "ÁAAAAAAAAAAAAAAAAAAAA",
        ])
    func refuses(_ text: String) { #expect(LinkID(text) == nil) }

    @Test("the queries use their indexes")
    func plans() async throws {
        let folder = try WorkplaceFolder()
        for sql in [
            "SELECT count(*) FROM stored_search WHERE owner = 'a'", "DELETE FROM stored_search WHERE ends <= 1",
            "SELECT id FROM stored_search WHERE owner = 'a' AND fields = ''",
            "SELECT fields FROM stored_search WHERE id = x'00' AND ends > 1",
        ] {
            let plan = try await folder.store.reading { database in
                try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String }
            }
            #expect(plan.allSatisfy { $0.contains("USING") }, "\(sql): \(plan)")
        }
    }
}
