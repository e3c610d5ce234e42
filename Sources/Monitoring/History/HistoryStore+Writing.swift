import Domain
package import Foundation
import GRDB
import Storage
import Synchronization

extension HistoryStore {
    /// Adds one look at each subject. What goes on of every length is written anew, so that nothing is lost but the
    /// look that was going on; nothing is read back for it. A look at a time that is over is left out: then the clock
    /// went back.
    ///
    /// - Throws: `StoreFault`: nothing was written then, and the next look writes it too.
    package func note(_ samples: [HealthSample], at time: Date) async throws {
        let slugs = Set(samples.map(\.subject.slug))
        let unknown = state.withLock { state in slugs.filter { state.numbers[$0] == nil } }
        if !unknown.isEmpty { try await add(unknown) }
        let moment = Int(time.timeIntervalSince1970)
        let rows = state.withLock { state -> [(length: StretchLength, start: Int, number: Int64, stretch: Stretch)] in
            StretchLength.allCases.flatMap { length in
                let start = moment - moment % length.rawValue
                var current = state.current[length.rawValue] ?? Current(start: start)
                guard start >= current.start else { return [] as [(StretchLength, Int, Int64, Stretch)] }
                if start > current.start {
                    if length == .minute { state.keepRecent(current) }
                    current = Current(start: start)
                }
                for sample in samples {
                    guard let number = state.numbers[sample.subject.slug] else { continue }
                    current.stretches[number, default: Stretch()].add(sample)
                }
                state.current[length.rawValue] = current
                return current.stretches.map { (length, start, $0.key, $0.value) }
            }
        }
        try await writing { database in
            let write = try database.cachedStatement(sql: MonitoringSchema.Query.write.rawValue)
            for row in rows {
                try write.execute(arguments: [
                    row.length.rawValue, row.start, row.number, row.stretch.looks, row.stretch.answered,
                    row.stretch.paused, row.stretch.worst.rank, row.stretch.visible,
                    Data(row.stretch.latencies.packed),
                ])
            }
            for length in StretchLength.allCases {
                try database.cachedStatement(sql: MonitoringSchema.Query.forget.rawValue)
                    .execute(arguments: [length.rawValue, moment - length.days * 86_400])
            }
            let end = time.addingTimeInterval(TimeInterval(-86_400 * Limits.healthDays)).milliseconds
            try database.cachedStatement(sql: MonitoringSchema.Query.forgetIncidents.rawValue).execute(arguments: [end])
        }
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

extension HistoryStore.State {
    /// Remembers a minute that is over; a number for each of the last `RecentMinute.kept`.
    mutating func keepRecent(_ minute: HistoryStore.Current) {
        for (number, stretch) in minute.stretches {
            var minutes = recent[number] ?? []
            minutes.append(RecentMinute(start: minute.start, latency: stretch.latencies.figures))
            recent[number] = minutes.suffix(RecentMinute.kept)
        }
    }
}
