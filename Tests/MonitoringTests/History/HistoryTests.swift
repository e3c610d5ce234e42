import Domain
import Foundation
import GRDB
import Testing

@testable import Monitoring

@Suite("History: what was seen, at every length, and nothing that was not")
struct HistoryTests {
    private static let start = HistoryFolder.start

    /// A generator with a seed, so that what fails fails again.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    @Test("random looks, gaps and restarts among them: every point is what a plain sum of its looks says")
    func sums() async throws {
        var random = Seeded(state: 20_261_128)
        let folder = try HistoryFolder()
        var store = folder.store
        let subjects = try ["zeeland", "rijnmond"].map { try HistoryFolder.region($0) } + [.gateway]
        var looks: [(at: Int, sample: HealthSample)] = []
        var moment = Int(Self.start.timeIntervalSince1970)
        for number in 0..<400 {
            let samples = subjects.filter { _ in random.next() % 10 > 0 }.map { subject in
                let answered = random.next() % 8 > 0
                return HealthSample(
                    subject, mark: answered ? [.ok, .attention][Int(random.next() % 2)] : .critical,
                    answered: answered, paused: random.next() % 20 == 0,
                    latency: answered ? .microseconds(Int(random.next() % 90_000)) : nil,
                    visible: answered ? Int(random.next() % 1_000) : nil)
            }
            try await store.note(samples, at: Date(timeIntervalSince1970: TimeInterval(moment)))
            looks += samples.map { (moment, $0) }
            moment += random.next() % 30 == 0 ? 3_700 : 10
            if number % 100 == 99 {
                store = try HistoryStore(path: folder.file, now: Date(timeIntervalSince1970: TimeInterval(moment)))
            }
        }
        let now = Date(timeIntervalSince1970: TimeInterval(moment))
        for subject in subjects {
            for range in HealthRange.allCases {
                let points = try await store.points(of: subject, range, asOf: now)
                #expect(points.count <= 361)
                let group = try #require(points.first).seconds
                let own = looks.filter { $0.sample.subject == subject }
                let expected = Dictionary(grouping: own) { $0.at / group * group }
                for point in points {
                    let samples = try #require(expected[Int(point.start.timeIntervalSince1970)]).map(\.sample)
                    #expect(point.looks == samples.count)
                    #expect(point.paused == samples.count(where: \.paused))
                    #expect(point.answered == samples.count { $0.answered && !$0.paused })
                    #expect(point.worst == samples.map(\.mark).max())
                    #expect(point.visible == samples.last { $0.visible != nil }?.visible)
                    try Self.expect(point.latency, of: samples.compactMap(\.latency))
                }
                let first = Int(now.timeIntervalSince1970) - range.seconds + group
                #expect(points.count == expected.keys.count { $0 >= first }, "\(subject) \(range)")
            }
        }
        let bands = try await store.bands(of: subjects, asOf: now)
        let reached = try await store.availability(
            of: subjects, from: Self.start.addingTimeInterval(-900), to: now.addingTimeInterval(900))
        for subject in subjects {
            let own = looks.filter { $0.sample.subject == subject }.map(\.sample)
            #expect(reached[subject]?.looks == own.count)
            #expect(reached[subject]?.answered == own.count { $0.answered && !$0.paused })
            #expect(bands[subject]?.month.compactMap(\.self).reduce(0) { $0 + $1.availability.looks } == own.count)
        }
    }

    /// Percentiles within what the histogram promises: an eighth.
    private static func expect(_ figures: LatencyFigures?, of durations: [Duration]) throws {
        guard !durations.isEmpty else { return #expect(figures == nil) }
        let sorted = durations.sorted()
        let figures = try #require(figures)
        for (share, found) in [(0.5, figures.p50), (0.95, figures.p95), (0.99, figures.p99)] {
            let exact = sorted[max(0, Int((Double(sorted.count) * share).rounded(.up)) - 1)]
            let shortest = Duration.microseconds(100)
            #expect(abs(found / max(exact, shortest) - 1) <= 0.126, "\(found) for \(exact)")
        }
    }

    @Test("a time in which nobody looked is a gap, and a pause counts for no availability")
    func gaps() async throws {
        let folder = try HistoryFolder()
        let subject = try HistoryFolder.region("zeeland")
        func look(_ seconds: Int, answered: Bool, paused: Bool = false) async throws {
            try await folder.store.note(
                [HealthSample(subject, mark: .ok, answered: answered, paused: paused)],
                at: Self.start.addingTimeInterval(TimeInterval(seconds)))
        }
        try await look(0, answered: true)
        try await look(100, answered: false, paused: true)
        try await look(200, answered: false)
        let points = try await folder.store.points(of: subject, .hour, asOf: Self.start.addingTimeInterval(210))
        #expect(points.map { $0.start.timeIntervalSince(Self.start) } == [0, 100, 200])
        let availability = try await folder.store.availability(
            of: [subject], from: Self.start, to: Self.start.addingTimeInterval(900))
        #expect(availability[subject]?.share == 0.5)
        let nobody = try HistoryFolder.region("rijnmond")
        #expect(try await folder.store.points(of: nobody, .hour, asOf: Self.start).isEmpty)
        #expect(try await folder.store.bands(of: [nobody], asOf: Self.start)[nobody] == nil)
    }

    @Test("a clock that goes back a little changes nothing that was written, at no length")
    func clockBack() async throws {
        let folder = try HistoryFolder()
        let subject = try HistoryFolder.region("zeeland")
        let sample = HealthSample(subject, mark: .critical, answered: false)
        let well = HealthSample(subject, mark: .ok, answered: true)
        try await folder.store.note([well], at: Self.start.addingTimeInterval(600))
        try await folder.store.note([sample], at: Self.start.addingTimeInterval(570))
        let later = Self.start.addingTimeInterval(605)
        for range in HealthRange.allCases {
            #expect(try await folder.store.points(of: subject, range, asOf: later).map(\.worst) == [.ok])
        }
    }

    @Test("a clock that is wrong by years, at a look or at the start, takes nothing away", arguments: [-1, 1])
    func clockJumps(_ direction: Double) async throws {
        let folder = try HistoryFolder()
        let subject = try HistoryFolder.region("zeeland")
        let well = HealthSample(subject, mark: .ok, answered: true)
        try await folder.store.note([well], at: Self.start)
        let wrong = Self.start.addingTimeInterval(direction * 86_400 * 365)
        try await folder.store.note([well], at: wrong)
        let again = try HistoryStore(path: folder.file, now: wrong)
        try await again.note([well], at: wrong.addingTimeInterval(10))
        for second in stride(from: 20.0, to: 60, by: 10) {
            try await again.note([well], at: Self.start.addingTimeInterval(second))
        }
        let points = try await again.points(of: subject, .hour, asOf: Self.start.addingTimeInterval(60))
        #expect(points.map { $0.start.timeIntervalSince(Self.start) } == [0, 20, 30, 40, 50])
        let day = try await again.points(of: subject, .quarter, asOf: Self.start.addingTimeInterval(60))
        #expect(day.map(\.looks) == [5], "what was seen before the jump counts too")
    }

    @Test("what could not be written when its time was over is written with the next look")
    func unwritten() async throws {
        let folder = try HistoryFolder()
        let subject = try HistoryFolder.region("zeeland")
        let well = HealthSample(subject, mark: .ok, answered: true)
        try await folder.store.note([well], at: Self.start)
        try await folder.store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = 1") }
        for second in [10.0, 20, 30] {
            await #expect(throws: (any Error).self) {
                try await folder.store.note([well], at: Self.start.addingTimeInterval(second))
            }
        }
        try await folder.store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = 0") }
        try await folder.store.note([well], at: Self.start.addingTimeInterval(40))
        let points = try await folder.store.points(of: subject, .hour, asOf: Self.start.addingTimeInterval(50))
        #expect(points.map { $0.start.timeIntervalSince(Self.start) } == [0, 10, 20, 30, 40])
    }

    @Test("bands of a store that goes on are those of one that starts anew, also after a log that refused")
    func bands() async throws {
        let folder = try HistoryFolder()
        let subject = try HistoryFolder.region("zeeland")
        func bands(_ store: HistoryStore, _ time: Date) async throws -> Bands? {
            try await store.bands(of: [subject], asOf: time)[subject]
        }
        for look in 0..<60 {
            let time = Self.start.addingTimeInterval(Double(look) * 420)
            let refuses = (20..<25).contains(look)
            try await folder.store.pool.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA query_only = \(refuses ? 1 : 0)")
            }
            let mark: NodeHealth.Mark = look % 7 == 0 ? .critical : look % 3 == 0 ? .attention : .ok
            let sample = HealthSample(subject, mark: mark, answered: mark != .critical)
            do {
                try await folder.store.note([sample], at: time)
            } catch {
                try #require(refuses, "\(error)")
            }
            // Read at each look, so that what was read before is there.
            let shown = try await bands(folder.store, time)
            guard !refuses else { continue }
            let anew = try await bands(try HistoryStore(path: folder.file, now: time), time)
            #expect(shown == anew, "\(look)")
            #expect(shown?.month.compactMap(\.self).map(\.availability.looks).reduce(0, +) == look + 1)
        }
    }

    @Test("every length is forgotten in its time")
    func forgotten() async throws {
        let folder = try HistoryFolder()
        let subject = try HistoryFolder.region("zeeland")
        let sample = HealthSample(subject, mark: .ok, answered: true)
        func lengths(after days: Double, removes: Bool = true) async throws -> [Int] {
            try await folder.store.note(
                [HealthSample(.gateway, mark: .ok, answered: true)],
                at: Self.start.addingTimeInterval(days * 86_400), removes: removes)
            return try await folder.store.pool.read { database in
                try Int.fetchAll(
                    database,
                    sql: """
                        SELECT seconds FROM history JOIN subject ON number = subject WHERE slug = 'zeeland' ORDER BY 1
                        """)
            }
        }
        try await folder.store.note([sample], at: Self.start)
        #expect(try await lengths(after: 0.9) == [10, 60, 900, 86_400])
        #expect(try await lengths(after: 1.1) == [60, 900, 86_400])
        #expect(try await lengths(after: 7.1) == [900, 86_400])
        #expect(try await lengths(after: 91.5, removes: false) == [900, 86_400], "by a clock that is not trusted")
        #expect(try await lengths(after: 91.5).isEmpty)
    }
}
