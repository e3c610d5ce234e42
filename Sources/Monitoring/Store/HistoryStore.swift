import Domain
package import Foundation
import GRDB
package import Storage
import Synchronization

/// What a gateway keeps of the health of nodes: history with downsampling, and incidents.
///
/// Invariants: what was written of a time does not change once that time is over, also when the clock goes back; a time
/// in which nobody looked is a gap, never a zero. Everything ends after `Limits.healthDays`.
package final class HistoryStore: Sendable {
    struct State: Sendable {
        /// Numbers of subjects, by slug.
        var numbers: [String: Int64] = [:]
        /// The stretches that are going on, by their length.
        var current: [Int: Current] = [:]
        var watch = IncidentWatch()
        /// What could not be written when its time was over.
        var unwritten: [HistorySlot: Stretch] = [:]
        /// What bands are of, without the stretches that are going on.
        var past = PastBands()
        /// The last minutes of each, in memory: the overview shows them of everybody at once.
        var recent: [Int64: [RecentMinute]] = [:]
    }

    /// Everybody's stretch of one length that is going on.
    struct Current: Sendable {
        var start: Int
        var stretches: [Int64: Stretch] = [:]
    }

    let pool: DatabasePool
    let file: String
    let state: Mutex<State>

    /// Opens `path`, and makes it when it is not there; goes on with the stretches and incidents that were going on.
    ///
    /// - Parameter now: by the clock, which may be wrong: nothing is removed for it.
    /// - Throws: `StoreInvalid`, as of every store; `DatabaseError`.
    package init(path: String, now: Date) throws {
        pool = try StoreFile.open(path, schema: MonitoringSchema.schema)
        file = path
        let moment = Int(now.timeIntervalSince1970)
        var state = State()
        try pool.read { database in
            for row in try Row.fetchAll(database, sql: MonitoringSchema.Query.subjects.rawValue) {
                state.numbers[row[0]] = row[1]
            }
            for length in StretchLength.allCases {
                state.current[length.rawValue] = try Self.current(length, database)
            }
            state.watch = try Self.watch(asOf: now, database)
            let rows = try Row.fetchAll(
                database, sql: MonitoringSchema.Query.since.rawValue,
                arguments: [StretchLength.minute.rawValue, moment - 60 * RecentMinute.kept])
            for row in rows {
                state.recent[row[1], default: []].append(
                    RecentMinute(start: row[0], latency: LatencyHistogram(packed: row[2] as Data).figures))
            }
        }
        self.state = Mutex(state)
    }

    /// Looks at the file without changing it: one line for an operator.
    ///
    /// - Throws: as `init`; also when the file is not there.
    package static func examine(path: String) throws(StoreInvalid) -> String {
        try StoreFile.examine(path, schema: MonitoringSchema.schema) { database in
            let subjects = try Int.fetchOne(database, sql: "SELECT count(*) FROM subject") ?? 0
            let incidents = try Int.fetchOne(database, sql: "SELECT count(*) FROM incident") ?? 0
            return "sound, schema \(MonitoringSchema.schema.version), \(subjects) subjects, \(incidents) incidents"
        }
    }

    func reading<Value: Sendable>(_ read: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await pool.reading(of: file, read)
    }

    func writing<Value: Sendable>(_ write: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await pool.writing(to: file, write)
    }

    private static func current(_ length: StretchLength, _ database: Database) throws -> Current? {
        guard
            let start = try Int.fetchOne(
                database, sql: MonitoringSchema.Query.newestStart.rawValue, arguments: [length.rawValue])
        else { return nil }
        return try stretches(length, at: start, database)
    }

    /// Everybody's stretch that begins at `start`, as far as it was written.
    static func stretches(_ length: StretchLength, at start: Int, _ database: Database) throws -> Current {
        var current = Current(start: start)
        let rows = try Row.fetchAll(
            database, sql: MonitoringSchema.Query.stretch.rawValue, arguments: [length.rawValue, start])
        for row in rows { current.stretches[row[0]] = Stretch(row, from: 1) }
        return current
    }
}

/// Where one stretch of one subject is written.
struct HistorySlot: Hashable, Sendable {
    let length: StretchLength
    let start: Int
    let number: Int64
}

/// Everybody's bands of what is over, read once a quarter of an hour.
struct PastBands: Sendable {
    /// What they were read for.
    struct Key: Hashable, Sendable {
        /// Where the half-hours and the days begin.
        let day: Int
        let month: Int
        /// Where the stretches that are going on begin: they are not in it.
        let quarter: Int
        let today: Int
        let generation: Int
    }

    var key: Key?
    var bands: [Int64: Bands] = [:]
    /// Grows when something of what is over changes.
    var generation = 0
}

/// How long answers took in one minute.
struct RecentMinute: Hashable, Sendable {
    static let kept = 60

    let start: Int
    let latency: LatencyFigures?
}

/// How long the stretches are that are kept, and for how long they are kept.
enum StretchLength: Int, CaseIterable, Sendable {
    case tenSeconds = 10, minute = 60, quarter = 900, day = 86_400

    /// Days that they are kept.
    var days: Int {
        switch self {
        case .tenSeconds: 1
        case .minute: 7
        case .quarter, .day: Limits.healthDays
        }
    }
}
