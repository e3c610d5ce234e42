package import Domain
package import Foundation
import GRDB
import Storage
import Synchronization

extension HealthRange {
    /// What is read for it, and how much of it is one point: at most 360 of them.
    fileprivate var reading: (length: StretchLength, group: Int) {
        switch self {
        case .hour: (.tenSeconds, 10)
        case .day: (.minute, 300)
        case .week: (.quarter, 1_800)
        case .quarter: (.quarter, 21_600)
        }
    }
}

extension HistoryStore {
    /// One subject's history up to `time`, oldest first; what nobody looked at is not in it.
    ///
    /// - Throws: `StoreFault`.
    package func points(of subject: HealthSubject, _ range: HealthRange, asOf time: Date) async throws -> [HealthPoint]
    {
        guard let number = state.withLock({ $0.numbers[subject.slug] }) else { return [] }
        let (length, group) = range.reading
        let moment = Int(time.timeIntervalSince1970)
        let to = moment - moment % length.rawValue
        let from = (moment - range.seconds) / group * group + group
        let rows = try await reading { database in
            try Row.fetchAll(
                database, sql: MonitoringSchema.Query.points.rawValue,
                arguments: ["from": from, "to": to, "seconds": length.rawValue, "subject": number]
            ).map { (start: $0[0] as Int, stretch: Stretch($0, from: 1)) }
        }
        var points: [(start: Int, stretch: Stretch)] = []
        for row in rows {
            let start = row.start / group * group
            if points.last?.start == start {
                points[points.count - 1].stretch.add(row.stretch)
            } else {
                points.append((start, row.stretch))
            }
        }
        return points.map { point in
            HealthPoint(
                start: Date(timeIntervalSince1970: TimeInterval(point.start)), seconds: group,
                looks: point.stretch.looks, answered: point.stretch.answered, paused: point.stretch.paused,
                worst: point.stretch.worst, latency: point.stretch.latencies.figures, visible: point.stretch.visible)
        }
    }

    /// How available each subject was, to the quarter of an hour.
    ///
    /// - Throws: `StoreFault`.
    package func availability(
        of subjects: [HealthSubject], from: Date, to: Date
    ) async throws -> [HealthSubject: Availability] {
        let start = Int(from.timeIntervalSince1970)
        let sums = try await sums(.quarter, from: start, to: Int(to.timeIntervalSince1970), group: 86_400 * 366)
        return byNumber(subjects).reduce(into: [:]) { result, subject in
            result[subject.value] = sums[subject.key]?.first?.cell.availability
        }
    }

    /// How each subject was in the last day and month, at a glance.
    ///
    /// - Throws: `StoreFault`.
    package func bands(of subjects: [HealthSubject], asOf time: Date) async throws -> [HealthSubject: Bands] {
        let moment = Int(time.timeIntervalSince1970)
        let day = (moment / 1_800 - 47) * 1_800
        let month = (moment / 86_400 - 29) * 86_400
        let halfHours = try await sums(.quarter, from: day, to: moment + 1, group: 1_800)
        let days = try await sums(.day, from: month, to: moment + 1, group: 86_400)
        return byNumber(subjects).reduce(into: [:]) { result, subject in
            var bands = Bands()
            for sum in halfHours[subject.key] ?? [] where bands.day.indices.contains(sum.place) {
                bands.day[sum.place] = sum.cell
            }
            for sum in days[subject.key] ?? [] where bands.month.indices.contains(sum.place) {
                bands.month[sum.place] = sum.cell
            }
            result[subject.value] = bands
        }
    }

    /// How long each subject's answers took in each of the last 60 minutes, oldest first; nil where none came. From
    /// memory.
    package func recentLatencies(asOf time: Date) -> [HealthSubject: [LatencyFigures?]] {
        let first = Int(time.timeIntervalSince1970) / 60 - RecentMinute.kept
        return state.withLock { state in
            state.numbers.reduce(into: [:]) { result, entry in
                guard let subject = HealthSubject(slug: entry.key) else { return }
                var minutes = [LatencyFigures?](repeating: nil, count: RecentMinute.kept)
                for minute in state.recent[entry.value] ?? [] {
                    let place = minute.start / 60 - first
                    if minutes.indices.contains(place) { minutes[place] = minute.latency }
                }
                result[subject] = minutes
            }
        }
    }

    private func byNumber(_ subjects: [HealthSubject]) -> [Int64: HealthSubject] {
        state.withLock { state in
            subjects.reduce(into: [:]) { result, subject in
                if let number = state.numbers[subject.slug] { result[number] = subject }
            }
        }
    }

    private func sums(
        _ length: StretchLength, from: Int, to: Int, group: Int
    ) async throws -> [Int64: [(place: Int, cell: BandCell)]] {
        try await reading { database in
            var sums: [Int64: [(place: Int, cell: BandCell)]] = [:]
            let rows = try Row.fetchCursor(
                database, sql: MonitoringSchema.Query.sums.rawValue,
                arguments: ["from": from, "to": to, "group": group, "seconds": length.rawValue])
            while let row = try rows.next() {
                let availability = Availability(looks: row[2], answered: row[3], paused: row[4])
                sums[row[0], default: []].append(
                    (row[1], BandCell(worst: (row[5] as Int).mark, availability: availability)))
            }
            return sums
        }
    }
}
