import GRDB
import Testing

@testable import Monitoring

@Suite("Health: every query uses its index")
struct QueryPlanTests {
    @Test(arguments: MonitoringSchema.Query.allCases)
    func searches(_ query: MonitoringSchema.Query) async throws {
        let folder = try HistoryFolder()
        let sql = query.rawValue
        let isNamed = sql.contains(":")
        let plan = try await folder.store.pool.read { database in
            let names = ["from", "to", "seconds", "subject", "group"].filter { sql.contains(":" + $0) }
            let some = StatementArguments(
                Dictionary(uniqueKeysWithValues: names.map { ($0, 1.databaseValue) }))
            let nothing = StatementArguments(Array(repeating: DatabaseValue.null, count: sql.count { $0 == "?" }))
            return try Row.fetchAll(
                database, sql: "EXPLAIN QUERY PLAN " + sql, arguments: isNamed ? some : nothing
            ).map { $0["detail"] as String }
        }
        switch query {
        // Of the few regions that there are; of incidents that go on.
        case .subjects: #expect(plan.allSatisfy { $0.hasPrefix("SCAN subject") })
        case .openIncidents: #expect(plan.contains { $0.contains("incident_open") || $0.contains("incident_closed") })
        case .points:
            #expect(plan.contains { $0.hasPrefix("SEARCH h USING PRIMARY KEY (seconds=? AND start=? AND subject=?)") })
        case .sums:
            #expect(plan.contains { $0.contains("PRIMARY KEY (seconds=? AND start>? AND start<?)") }, "\(plan)")
        case .addSubject, .write, .open, .addEntry: #expect(plan.isEmpty || plan.allSatisfy { !$0.hasPrefix("SCAN") })
        default:
            #expect(
                plan.allSatisfy { $0.hasPrefix("SEARCH") && ($0.contains("INDEX") || $0.contains("PRIMARY KEY")) },
                "\(plan)")
        }
    }
}
