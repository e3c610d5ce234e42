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
        let (key, known, quarter, today) = state.withLock { state in
            let quarter = state.current[StretchLength.quarter.rawValue] ?? Current(start: moment + 1)
            let today = state.current[StretchLength.day.rawValue] ?? Current(start: moment + 1)
            let key = PastBands.Key(
                day: (moment / 1_800 - 47) * 1_800, month: (moment / 86_400 - 29) * 86_400, quarter: quarter.start,
                today: today.start, generation: state.past.generation)
            return (key, state.past.key == key ? state.past.bands : nil, quarter, today)
        }
        var past = known ?? [:]
        if known == nil {
            past = try await pastBands(key)
            state.withLock { state in
                guard state.past.generation == key.generation else { return }
                state.past.key = key
                state.past.bands = past
            }
        }
        return byNumber(subjects).reduce(into: [:]) { [past] result, subject in
            var bands = past[subject.key] ?? Bands()
            if let now = quarter.stretches[subject.key] {
                bands.day.add(now.cell, at: (quarter.start - key.day) / 1_800)
            }
            if let now = today.stretches[subject.key] {
                bands.month.add(now.cell, at: (today.start - key.month) / 86_400)
            }
            result[subject.value] = bands
        }
    }

    private func pastBands(_ key: PastBands.Key) async throws -> [Int64: Bands] {
        var bands: [Int64: Bands] = [:]
        for (number, sums) in try await sums(.quarter, from: key.day, to: key.quarter, group: 1_800) {
            for sum in sums { bands[number, default: Bands()].day.add(sum.cell, at: sum.place) }
        }
        for (number, sums) in try await sums(.day, from: key.month, to: key.today, group: 86_400) {
            for sum in sums { bands[number, default: Bands()].month.add(sum.cell, at: sum.place) }
        }
        return bands
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
                    (row[1], BandCell(worst: NodeHealth.Mark(severity: row[5]), availability: availability)))
            }
            return sums
        }
    }
}

extension Stretch {
    fileprivate var cell: BandCell {
        BandCell(worst: worst, availability: Availability(looks: looks, answered: answered, paused: paused))
    }
}

extension [BandCell?] {
    /// Adds to the cell at `place`; what is outside the band is left out.
    fileprivate mutating func add(_ cell: BandCell, at place: Int) {
        guard indices.contains(place) else { return }
        let before = self[place]
        self[place] = BandCell(
            worst: Swift.max(before?.worst ?? .ok, cell.worst),
            availability: (before?.availability ?? Availability()) + cell.availability)
    }
}
