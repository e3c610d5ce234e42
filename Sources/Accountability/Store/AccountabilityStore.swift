package import Domain
import Foundation
import GRDB
import Storage

/// The file with both logs of a process and its budgets. They share commits; the logs meet only in the trace id
/// (design.md §8).
package struct AccountabilityStore: Sendable {
    package let processingLog: ProcessingLog
    package let auditLog: AuditLog
    let pool: DatabasePool
    let commits: GroupCommit

    /// Opens `path`, and makes it when it is not there.
    ///
    /// - Throws: an error that names the file, what is wrong with it and what to do, when it is damaged, newer than
    ///   this program, not this store's or open to others; it then is as it was.
    package init(path: String) throws {
        pool = try StoreFile.open(path, schema: LogSchema.schema)
        commits = GroupCommit(pool: pool, file: path)
        processingLog = ProcessingLog(pool: pool, commits: commits)
        auditLog = AuditLog(pool: pool, commits: commits)
    }

    /// The budgets that are counted in this file, by `limits`.
    package func budgets(_ limits: BudgetLimits) -> BudgetBook {
        BudgetBook(pool: pool, commits: commits, limits: limits)
    }

    /// Looks at the file without changing it: one line for an operator.
    ///
    /// - Throws: as `init`; also when the file is not there.
    package static func examine(path: String) throws -> String {
        try StoreFile.examine(path, schema: LogSchema.schema) { database in
            let processings = try Int.fetchOne(database, sql: "SELECT count(*) FROM processing") ?? 0
            let lines = try Int.fetchOne(database, sql: "SELECT count(*) FROM audit") ?? 0
            return "sound, schema \(LogSchema.schema.version), \(processings) processings, \(lines) audit lines"
        }
    }

    /// Computes the chain of the audit log in `path` again, without changing the file; a process may be writing it.
    ///
    /// - Parameter earlier: an end of the chain noted before: it must still be in it.
    /// - Throws: as `examine`.
    package static func verifyAudit(path: String, since earlier: AuditHead?) throws -> AuditVerdict {
        try StoreFile.examine(path, schema: LogSchema.schema) { try AuditLog.verify($0, since: earlier) }
    }
}
