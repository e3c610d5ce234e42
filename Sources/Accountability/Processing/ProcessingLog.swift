package import Domain
import Foundation
import GRDB

/// The log of processings (Logboek Dataverwerkingen): durable before the answer goes out (I-9), no sampling.
package final class ProcessingLog: Sendable {
    private let pool: DatabasePool
    private let queue: CommitQueue

    init(pool: DatabasePool, queue: CommitQueue) {
        self.pool = pool
        self.queue = queue
    }

    /// Writes `line`, and returns when it is committed.
    ///
    /// - Throws: `LogFault`: then nothing may be answered.
    package func record(_ line: ProcessingRecord) async throws {
        try await queue.commit { database in
            try database.execute(
                sql: """
                    INSERT INTO processing (trace, span, parent, activity, name, started, ended, succeeded, subjects, asker)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    line.traceID, line.spanID, line.parentSpanID, line.activity, line.name, line.started.milliseconds,
                    max(line.started.milliseconds, line.ended.milliseconds), line.succeeded ? 1 : 0,
                    line.subjects.joined(separator: " "), line.asker?.digits,
                ])
        }
    }

    /// Whether lines can be written, by the last that were.
    package func mark() -> NodeHealth.Mark { queue.lastFailed ? .critical : .ok }

    /// Every line, oldest first, with one entry for each subject and one for a line without.
    package func lines() async throws -> [(traceID: String, activity: String, name: String, subject: String?)] {
        try await pool.read { database in
            try Row.fetchAll(database, sql: "SELECT trace, activity, name, subjects FROM processing ORDER BY id")
                .flatMap { row -> [(traceID: String, activity: String, name: String, subject: String?)] in
                    let subjects = (row["subjects"] as String).split(separator: " ").map(String.init)
                    let (trace, activity, name): (String, String, String) = (row["trace"], row["activity"], row["name"])
                    return subjects.isEmpty ? [(trace, activity, name, nil)] : subjects.map { (trace, activity, name, $0) }
                }
        }
    }
}
