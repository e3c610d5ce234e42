package import Domain
package import Foundation
import GRDB
import Storage

/// The log of processings (Logboek Dataverwerkingen): each line is on disk before its answer goes out (I-9); no
/// sampling.
package final class ProcessingLog: Sendable {
    /// Processings of one page that is read back.
    package static let pageLines = 1...1_000

    private let pool: DatabasePool
    private let commits: GroupCommit

    init(pool: DatabasePool, commits: GroupCommit) {
        self.pool = pool
        self.commits = commits
    }

    /// Writes `record`; returns when it is committed to disk.
    ///
    /// - Throws: `LogRefusal`: then nothing may be answered.
    package func record(_ record: ProcessingRecord) async throws {
        if let field = record.malformedField { throw LogRefusal.malformed(field: field) }
        try await commits.commit { try Self.insert(record, $0) }
    }

    /// - Important: `record` is not malformed.
    static func insert(_ record: ProcessingRecord, _ database: Database) throws {
        try database.cachedStatement(sql: LogSchema.insertProcessing).execute(arguments: [
            record.traceID, record.spanID, record.parentSpanID, record.activity, record.name,
            record.started.milliseconds, record.ended.milliseconds, record.succeeded,
            record.subjects.joined(separator: " "), record.asker?.digits,
        ])
    }

    /// Finds out whether lines can be written, so that `mark` is true while nobody asks anything: puts a line in each
    /// log and takes it back, then writes as much to the disk where no line is.
    package func check(at time: Date) async {
        // What it throws is in `mark`.
        try? await commits.commit { database in
            try database.inSavepoint {
                try database.execute(sql: LogSchema.triedLines)
                return .rollback
            }
            try database.execute(
                sql: "UPDATE write_check SET at = ?, filling = randomblob(8192) WHERE number = 1",
                arguments: [time.milliseconds])
        }
    }

    /// Whether lines can be written, by the latest that was tried; says nothing of how much is stored (design.md §9).
    package func mark() -> NodeHealth.Mark { commits.hasFailed ? .critical : .ok }

    /// Processings that are stored.
    package func count() async throws -> Int {
        try await pool.read { try Int.fetchOne($0, sql: LogSchema.Query.processingCount.rawValue) ?? 0 }
    }

    /// A page of the log, oldest first, each with its number, to go on after.
    ///
    /// - Parameter limit: within `pageLines`; brought within it otherwise.
    package func records(after number: Int, limit: Int) async throws -> [(number: Int, record: ProcessingRecord)] {
        let limit = min(max(limit, Self.pageLines.lowerBound), Self.pageLines.upperBound)
        return try await pool.read { database in
            try Row.fetchAll(database, sql: LogSchema.Query.processingsAfter.rawValue, arguments: [number, limit])
                .map { (number: $0[10], record: Self.record($0)) }
        }
    }

    /// The processings of one trace, oldest first.
    package func records(ofTrace traceID: String) async throws -> [ProcessingRecord] {
        try await pool.read { database in
            try Row.fetchAll(database, sql: LogSchema.Query.processingsOfTrace.rawValue, arguments: [traceID])
                .map(Self.record)
        }
    }

    private static func record(_ row: Row) -> ProcessingRecord {
        let asker: String? = row[9]
        let subjects: String = row[8]
        return ProcessingRecord(
            traceID: row[0], spanID: row[1], parentSpanID: row[2], activity: row[3], name: row[4],
            started: Date(milliseconds: row[5]), ended: Date(milliseconds: row[6]), succeeded: row[7],
            subjects: subjects.split(separator: " ").map(String.init), asker: asker.flatMap { try? OIN($0) })
    }
}
