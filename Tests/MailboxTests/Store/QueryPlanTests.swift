import GRDB
import Testing

@testable import Mailbox

@Suite("Mailbox: every query uses its index")
struct QueryPlanTests {
    @Test(arguments: MailboxSchema.Query.allCases)
    func searches(_ query: MailboxSchema.Query) async throws {
        let folder = try MailboxFolder()
        let plan = try await folder.store.pool.read { database in
            let nothing = Array(repeating: DatabaseValue.null, count: query.sql.count { $0 == "?" })
            return try Row.fetchAll(
                database, sql: "EXPLAIN QUERY PLAN " + query.sql, arguments: StatementArguments(nothing)
            ).map { $0["detail"] as String }
        }
        // Counting what is unread walks an index that has nothing else in it.
        let isPartial = plan.allSatisfy { $0.contains("received_unread") || $0.contains("sent_unseen") }
        let isSearch = plan.allSatisfy {
            $0.hasPrefix("SEARCH") && ($0.contains("INDEX") || $0.contains("PRIMARY KEY"))
        }
        #expect(isSearch || isPartial || query == .waiting && plan[0].contains("notice_due"), "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }
}
