import Foundation
import GRDB
import Storage

/// The audit log (BIO2 8.15): who did what. Each line carries a hash over itself and the one before, so that a line
/// that was changed, taken out or put in between shows.
///
/// Lines cut off at the end do not show by themselves: keep an `AuditHead` elsewhere and verify against it.
package final class AuditLog: Sendable {
    /// Lines of one page that is read back.
    package static let pageLines = 1...1_000

    private let pool: DatabasePool
    private let commits: GroupCommit

    init(pool: DatabasePool, commits: GroupCommit) {
        self.pool = pool
        self.commits = commits
    }

    /// Writes `record`; returns when it is committed to disk.
    ///
    /// - Throws: `LogRefusal`: then nothing may be answered (I-9).
    package func record(_ record: AuditRecord) async throws {
        guard record.hasTrace else { throw LogRefusal.malformed(field: "traceID") }
        try await commits.commit { try Self.insert(record, $0) }
    }

    /// Adds `record` to the end of the chain.
    ///
    /// - Important: It has a trace.
    static func insert(_ record: AuditRecord, _ database: Database) throws {
        let record = record.stored
        let head = try Self.head(database)
        let number = head.number + 1
        try database.cachedStatement(sql: LogSchema.insertAudit).execute(arguments: [
            number, record.action, record.object, record.result, record.origin, record.actor,
            record.time.milliseconds, record.traceID, Data(AuditChain.hash(after: head.hash, number, record)),
        ])
    }

    /// The end of the chain now.
    package func head() async throws -> AuditHead { try await pool.read(Self.head) }

    /// A page of the log, oldest first, each with its number, to go on after.
    ///
    /// - Parameter limit: within `pageLines`; brought within it otherwise.
    package func records(after number: Int, limit: Int) async throws -> [(number: Int, record: AuditRecord)] {
        let limit = min(max(limit, Self.pageLines.lowerBound), Self.pageLines.upperBound)
        return try await pool.read { database in
            try Row.fetchAll(database, sql: LogSchema.Query.auditAfter.rawValue, arguments: [number, limit])
                .map { (number: $0[0], record: Self.record($0)) }
        }
    }

    /// The lines of one trace, oldest first.
    package func records(ofTrace traceID: String) async throws -> [AuditRecord] {
        try await pool.read { database in
            try Row.fetchAll(database, sql: LogSchema.Query.auditOfTrace.rawValue, arguments: [traceID]).map(
                Self.record)
        }
    }

    /// Computes the whole chain again.
    ///
    /// - Parameter earlier: an end of the chain noted before: it must still be in it.
    /// - Returns: the first line that is wrong, or the end of the chain.
    package func verify(since earlier: AuditHead? = nil) async throws -> AuditVerdict {
        try await pool.read { try Self.verify($0, since: earlier) }
    }

    static func verify(_ database: Database, since earlier: AuditHead?) throws -> AuditVerdict {
        var end = AuditHead(number: 0, hash: AuditChain.start)
        let rows = try Row.fetchCursor(
            database, sql: LogSchema.Query.auditAfter.rawValue, arguments: [Int.min, Int.max])
        while let row = try rows.next() {
            let number: Int = row[0]
            guard number == end.number + 1 else { return .missing(number: end.number + 1) }
            let stored: Data = row[8]
            let hash = AuditChain.hash(after: end.hash, number, Self.record(row))
            guard hash == Array(stored), number != earlier?.number || hash == earlier?.hash else {
                return .altered(number: number)
            }
            end = AuditHead(number: number, hash: hash)
        }
        if let earlier, earlier.number > end.number { return .missing(number: end.number + 1) }
        return .untouched(end)
    }

    private static func head(_ database: Database) throws -> AuditHead {
        let statement = try database.cachedStatement(sql: LogSchema.Query.auditHead.rawValue)
        guard let row = try Row.fetchOne(statement) else { return AuditHead(number: 0, hash: AuditChain.start) }
        let hash: Data = row[1]
        return AuditHead(number: row[0], hash: Array(hash))
    }

    private static func record(_ row: Row) -> AuditRecord {
        AuditRecord(
            action: row[1], object: row[2], result: row[3], origin: row[4], actor: row[5],
            time: Date(milliseconds: row[6]), traceID: row[7])
    }
}
