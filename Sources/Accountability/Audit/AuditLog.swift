import Crypto
import Foundation
import GRDB
import Synchronization

/// The audit log (BIO2 8.15): who did what. Each line carries a hash over itself and the line before, so that a line that is
/// changed, taken out or put in between shows.
package final class AuditLog: Sendable {
    private let pool: DatabasePool
    private let queue: CommitQueue

    init(pool: DatabasePool, queue: CommitQueue) throws {
        self.pool = pool
        self.queue = queue
    }

    /// Writes `line`, and returns when it is committed.
    ///
    /// - Throws: `LogFault`: then nothing may be answered (I-9).
    package func record(_ line: AuditRecord) async throws {
        try await queue.commit { database in
            let last = try Data.fetchOne(database, sql: "SELECT chain FROM audit ORDER BY id DESC LIMIT 1")
            let chain = Self.chain(after: last ?? Data(count: 32), line)
            try database.execute(
                sql: """
                    INSERT INTO audit (action, object, result, origin, actor, time, trace, chain)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    line.action, line.object, line.result, line.origin, line.actor, line.time.milliseconds, line.traceID,
                    chain,
                ])
        }
    }

    /// Checks the whole chain.
    ///
    /// - Returns: The number of the first line that does not follow from the one before, or nil when all do.
    package func firstBreak() async throws -> Int? {
        try await pool.read { database in
            var last = Data(count: 32)
            let rows = try Row.fetchCursor(database, sql: "SELECT * FROM audit ORDER BY id")
            var number = 0
            while let row = try rows.next() {
                number += 1
                let line = AuditRecord(
                    action: row["action"], object: row["object"], result: row["result"], origin: row["origin"],
                    actor: row["actor"], time: Date(timeIntervalSince1970: Double(row["time"] as Int64) / 1_000),
                    traceID: row["trace"])
                let chain: Data = row["chain"]
                guard chain == Self.chain(after: last, line), (row["id"] as Int64) == Int64(number) else { return number }
                last = chain
            }
            return nil
        }
    }

    /// Every line, oldest first.
    package func lines() async throws -> [AuditRecord] {
        try await pool.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM audit ORDER BY id").map { row in
                AuditRecord(
                    action: row["action"], object: row["object"], result: row["result"], origin: row["origin"],
                    actor: row["actor"], time: Date(timeIntervalSince1970: Double(row["time"] as Int64) / 1_000),
                    traceID: row["trace"])
            }
        }
    }

    private static func chain(after last: Data, _ line: AuditRecord) -> Data {
        var hash = SHA256()
        hash.update(data: last)
        for text in [
            line.action, line.object, line.result, line.origin, line.actor, String(line.time.milliseconds), line.traceID,
        ] {
            hash.update(data: Array("\(text.utf8.count):".utf8) + Array(text.utf8))
        }
        return Data(hash.finalize())
    }
}
