import Domain
import Foundation
import GRDB
import Testing

@testable import Accountability

@Suite("Budgets on disk: what was counted stays, and no two pass for one place")
struct BudgetBookTests {
    /// Noon in the Netherlands.
    static let noon = Date(timeIntervalSince1970: 1_795_777_200)

    static let limits: BudgetLimits = {
        var limits = BudgetLimits()
        (limits.detailsPerSearch, limits.detailsPerPerson) = (2, 3)
        (limits.detailsPerOrganisation, limits.detailsPerRegion) = (5, 7)
        (limits.peoplePerPerson, limits.peoplePerOrganisation, limits.peoplePerRegion) = (4, 6, 8)
        return limits
    }()

    private func asker(
        _ person: String = "a", organisation: Int = 1, region: Int = 1, _ side: BudgetAsker.Side = .source
    ) throws -> BudgetAsker {
        BudgetAsker(
            side, region: try OIN("0000009910000000\(region)000"),
            organisation: try OIN("0000009920000000\(organisation)000"), person: person)
    }

    private func refusal(_ measure: Budget.Measure, _ holder: Budget.Holder, used: Int) throws -> BudgetRefusal {
        let budget = Budget(measure, of: holder)
        let limit = try #require(Self.limits.limit(of: budget))
        let until = holder == .search ? Self.noon + TimeInterval(Limits.handleSeconds) : Self.noon + 12 * 3_600
        return BudgetRefusal(BudgetUse(budget, used: used, limit: limit), until: until)
    }

    @Test("a person counts once a day, whoever of a list was seen before; a page that is too much counts nobody")
    func people() async throws {
        let folder = try LogFolder()
        let book = folder.store.budgets(Self.limits)
        let who = try asker()
        #expect(try await book.count(.list(["p1", "p2", "p2"], by: who, at: Self.noon)).map(\.used) == [2, 2, 2])
        #expect(try await book.count(.list(["p2", "p3"], by: who, at: Self.noon)).map(\.used) == [3, 3, 3])
        await #expect(throws: try refusal(.people, .person, used: 3)) {
            try await book.count(.list(["p4", "p5"], by: who, at: Self.noon))
        }
        #expect(try await book.count(.list(["p1", "p4"], by: who, at: Self.noon)).map(\.used) == [4, 4, 4])
        let again = BudgetCount.list(["p1", "p2", "p3", "p4"], by: who, at: Self.noon)
        #expect(try await book.count(again).map(\.used) == [4, 4, 4])
        await #expect(throws: try refusal(.people, .person, used: 4)) {
            try await book.count(.list(["p5"], by: who, at: Self.noon))
        }
    }

    @Test("an organisation's is the union of its people's, a region's that of its organisations'")
    func unions() async throws {
        let book = try LogFolder().store.budgets(Self.limits)
        let (one, two) = (try asker("a"), try asker("b"))
        try await book.count(.list(["p1", "p2", "p3", "p4"], by: one, at: Self.noon))
        #expect(try await book.count(.list(["p3", "p4", "p5"], by: two, at: Self.noon)).map(\.used) == [3, 5, 5])
        await #expect(throws: try refusal(.people, .organisation, used: 5)) {
            try await book.count(.list(["p6", "p7"], by: asker("c"), at: Self.noon))
        }
        let other = try asker("a", organisation: 2)
        #expect(try await book.count(.list(["p6", "p7", "p8"], by: other, at: Self.noon)).map(\.used) == [3, 3, 8])
        await #expect(throws: try refusal(.people, .region, used: 8)) {
            try await book.count(.list(["p9"], by: asker("d", organisation: 3), at: Self.noon))
        }
        // Another region, and the same people at home, have budgets of their own.
        try await book.count(.list(["p9"], by: asker("d", organisation: 3, region: 2), at: Self.noon))
        try await book.count(.list(["p9"], by: asker("a", .home), at: Self.noon))
    }

    @Test("profiles: of a search, a person, an organisation and a region")
    func details() async throws {
        let book = try LogFolder().store.budgets(Self.limits)
        func open(_ search: String, _ person: String, organisation: Int = 1) async throws {
            let who = try asker(person, organisation: organisation)
            try await book.count(.detail(ofSearch: search, by: who, at: Self.noon))
        }
        for _ in 0..<2 { try await open("s1", "a") }
        await #expect(throws: try refusal(.details, .search, used: 2)) { try await open("s1", "a") }
        try await open("s2", "a")
        await #expect(throws: try refusal(.details, .person, used: 3)) { try await open("s3", "a") }
        for _ in 0..<2 { try await open("s1", "b") }
        await #expect(throws: try refusal(.details, .organisation, used: 5)) { try await open("s1", "c") }
        for _ in 0..<2 { try await open("s1", "a", organisation: 2) }
        await #expect(throws: try refusal(.details, .region, used: 7)) { try await open("s1", "a", organisation: 3) }
    }

    @Test("a restart gives nothing back; midnight does, and then what was counted goes")
    func days() async throws {
        let folder = try LogFolder()
        let who = try asker()
        let (before, after) = (Self.noon + 12 * 3_600 - 1, Self.noon + 12 * 3_600)
        try await folder.store.budgets(Self.limits).count(.list(["p1", "p2", "p3", "p4"], by: who, at: Self.noon))
        let book = try AccountabilityStore(path: folder.file).budgets(Self.limits)
        await #expect(throws: BudgetRefusal.self) { try await book.count(.list(["p5"], by: who, at: before)) }
        #expect(try await book.uses(of: who, at: before).map(\.used) == [0, 0, 0, 4, 4, 4])
        #expect(try await book.uses(of: who, at: after).map(\.used) == [0, 0, 0, 0, 0, 0])
        for _ in 0..<3 { try await book.count(.list(["p5"], by: who, at: after)) }
        let (budgets, items) = try await folder.store.pool.read { database in
            (
                try Int.fetchOne(database, sql: "SELECT count(*) FROM budget"),
                try Int.fetchOne(database, sql: "SELECT count(*) FROM budget_item")
            )
        }
        #expect(budgets == 3 && items == 3)
        // A clock that goes back gives nothing back either.
        #expect(try await book.uses(of: who, at: before).map(\.used) == [0, 0, 0, 1, 1, 1])
    }

    @Test("of many at the same time, as many pass as there are places")
    func together() async throws {
        let folder = try LogFolder()
        var limits = BudgetLimits()
        (limits.detailsPerSearch, limits.detailsPerPerson, limits.peoplePerPerson) = (1_000, 10, 25)
        let book = folder.store.budgets(limits)
        let who = try asker()
        let passed = Tally()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<100 {
                group.addTask {
                    do {
                        try await book.count(.detail(ofSearch: "s\(number)", by: who, at: Self.noon))
                        passed.add()
                    } catch is BudgetRefusal {}
                }
                group.addTask {
                    let people = (0..<5).map { "p\(number * 5 + $0)" }
                    _ = try? await book.count(.list(people, by: who, at: Self.noon))
                }
            }
            try await group.waitForAll()
        }
        #expect(passed.total == 10)
        #expect(try await book.uses(of: who, at: Self.noon).map(\.used) == [10, 10, 10, 25, 25, 25])
    }

    @Test("a count and the lines of its answer are one transaction; of a refusal only its own line is there")
    func lines() async throws {
        let folder = try LogFolder()
        let book = folder.store.budgets(Self.limits)
        let who = try asker()
        func answer(_ people: [String]) async throws {
            try await book.count(
                .list(people, by: who, at: Self.noon), processing: .sample(subjects: people), audit: .sample()
            ) { .sample(result: "refused: \($0)") }
        }
        try await answer(["p1", "p2", "p3", "p4"])
        #expect(folder.store.commits.commits == 1)
        await #expect(throws: BudgetRefusal.self) { try await answer(["p5"]) }
        #expect(folder.store.commits.commits == 2)
        #expect(try await folder.store.processingLog.count() == 1)
        let results = try await folder.store.auditLog.records(after: 0, limit: 10).map(\.record.result)
        #expect(results == ["answered", "refused: budget of people per person: 4 of 4"])
        try folder.setReadOnly(true)
        await #expect(throws: LogRefusal.self) { try await answer(["p1"]) }
    }

    @Test("every query uses its index")
    func plans() async throws {
        let plans: [BudgetSchema.Query: String] = [
            .current: "SEARCH budget USING INDEX budget_holder (holder=? AND until>?)",
            .counted: "SEARCH budget_item USING PRIMARY KEY (budget=? AND item=?)",
            .ended: "SEARCH budget USING COVERING INDEX budget_until (until<?)",
            .items: "SEARCH budget_item USING PRIMARY KEY (budget=?)",
        ]
        let folder = try LogFolder()
        for query in BudgetSchema.Query.allCases {
            let found = try await folder.store.pool.read { database in
                let explained = try database.makeStatement(sql: "EXPLAIN QUERY PLAN \(query.rawValue)")
                let parameters = query.rawValue.count { $0 == "?" }
                explained.setUncheckedArguments(StatementArguments(Array(repeating: 1, count: parameters)))
                return try Row.fetchAll(explained).map { $0["detail"] as String }
            }
            #expect(found == [plans[query]], "\(query)")
        }
    }
}
