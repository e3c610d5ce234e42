import Domain
package import Foundation
import GRDB
import Storage
import Synchronization

extension HistoryStore {
    /// Further than this from the look before, in seconds, and a clock may have been set wrong.
    static let jump = 3_600
    /// Rows that could not be written and are kept for later; with more, the finest are given up.
    private static let unwrittenRows = 100_000

    /// Adds one look at each subject. What goes on of every length is written anew, so that nothing is lost but the
    /// look that was going on; nothing is read back for it. A look at a time that is over is left out: then the clock
    /// went back.
    ///
    /// - Parameter removes: whether what is too old, or later than `time`, is removed. A clock that may be wrong must
    ///   not.
    /// - Throws: `StoreFault`: nothing was written then, and the next look writes it too.
    package func note(_ samples: [HealthSample], at time: Date, removes: Bool = false) async throws {
        let slugs = Set(samples.map(\.subject.slug))
        let unknown = state.withLock { state in slugs.filter { state.numbers[$0] == nil } }
        if !unknown.isEmpty { try await add(unknown) }
        let moment = Int(time.timeIntervalSince1970)
        try await meetAgain(at: moment)
        let (rows, isLate) = state.withLock { state in (state.rows(samples, at: moment), !state.unwritten.isEmpty) }
        do {
            try await writing { database in
                let write = try database.cachedStatement(sql: MonitoringSchema.Query.write.rawValue)
                for (slot, stretch) in rows { try write.execute(arguments: slot.arguments(stretch)) }
                if removes { try Self.forget(at: moment, database) }
            }
            state.withLock { state in
                state.unwritten = [:]
                // What was over changed after all.
                if isLate { state.past.generation += 1 }
            }
        } catch {
            state.withLock { state in
                state.unwritten =
                    rows.count <= Self.unwrittenRows ? rows : rows.filter { $0.key.length != .tenSeconds }
            }
            throw error
        }
    }

    /// Reads what there is of the stretches at `moment` when the clock jumped there: what was written of a time is
    /// added to, never written over.
    private func meetAgain(at moment: Int) async throws {
        let ten = StretchLength.tenSeconds.rawValue
        let hasJumped = state.withLock { state in
            state.current[ten].map { abs(moment - $0.start) > Self.jump } ?? false
        }
        guard hasJumped else { return }
        let met = try await reading { database in
            try StretchLength.allCases.map { length in
                (length, try Self.stretches(length, at: moment - moment % length.rawValue, database))
            }
        }
        state.withLock { state in
            for (length, current) in met { state.current[length.rawValue] = current }
            state.past.generation += 1
        }
    }

    private static func forget(at moment: Int, _ database: Database) throws {
        for length in StretchLength.allCases {
            try database.cachedStatement(sql: MonitoringSchema.Query.forget.rawValue)
                .execute(arguments: [length.rawValue, moment - length.days * 86_400])
            try database.cachedStatement(sql: MonitoringSchema.Query.forgetFuture.rawValue)
                .execute(arguments: [length.rawValue, moment])
        }
        let end = Date(timeIntervalSince1970: TimeInterval(moment - 86_400 * Limits.healthDays)).milliseconds
        try database.cachedStatement(sql: MonitoringSchema.Query.forgetIncidents.rawValue).execute(arguments: [end])
    }

    private func add(_ slugs: Set<String>) async throws {
        let numbers = try await writing { database in
            for slug in slugs.sorted() {
                try database.execute(sql: MonitoringSchema.Query.addSubject.rawValue, arguments: [slug])
            }
            return try Row.fetchAll(database, sql: MonitoringSchema.Query.subjects.rawValue)
                .reduce(into: [String: Int64]()) { $0[$1[0]] = $1[1] }
        }
        state.withLock { $0.numbers = numbers }
    }
}

extension HistorySlot {
    fileprivate func arguments(_ stretch: Stretch) -> StatementArguments {
        [
            length.rawValue, start, number, stretch.looks, stretch.answered, stretch.paused, stretch.worst.severity,
            stretch.visible, Data(stretch.latencies.packed),
        ]
    }
}

extension HistoryStore.State {
    /// Adds `samples` to what goes on at `moment`; everything that is to be written for it.
    mutating func rows(_ samples: [HealthSample], at moment: Int) -> [HistorySlot: Stretch] {
        let ten = StretchLength.tenSeconds.rawValue
        if let current = current[ten], moment - moment % ten < current.start,
            current.start - moment <= HistoryStore.jump
        {
            return unwritten
        }
        var rows = unwritten
        for length in StretchLength.allCases {
            let start = moment - moment % length.rawValue
            var going = current[length.rawValue] ?? HistoryStore.Current(start: start)
            if start != going.start {
                if length == .minute { keepRecent(going) }
                going = HistoryStore.Current(start: start)
            }
            for sample in samples {
                guard let number = numbers[sample.subject.slug] else { continue }
                going.stretches[number, default: Stretch()].add(sample)
            }
            current[length.rawValue] = going
            for (number, stretch) in going.stretches {
                rows[HistorySlot(length: length, start: start, number: number)] = stretch
            }
        }
        return rows
    }

    /// Remembers a minute that is over; a number for each of the last `RecentMinute.kept`.
    mutating func keepRecent(_ minute: HistoryStore.Current) {
        for (number, stretch) in minute.stretches {
            var minutes = recent[number] ?? []
            minutes.append(RecentMinute(start: minute.start, latency: stretch.latencies.figures))
            recent[number] = minutes.suffix(RecentMinute.kept)
        }
    }
}
