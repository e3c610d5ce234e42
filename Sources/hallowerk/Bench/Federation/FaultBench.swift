import Domain
import Foundation

/// What the others notice while one region is slow, and while it is cut off.
struct FaultBench: Sendable {
    private static let usual = Duration.milliseconds(5)
    private static let slow = Duration.milliseconds(305)
    /// What the others' p99 may move by, whatever it is: two runs of the same differ by it.
    private static let noise = (share: 1.1, least: Duration.milliseconds(2))
    /// What a gateway keeps of the time, and what an asker's own way and reading take at most.
    private static let margin = Duration.milliseconds(60)
    private static let way = Duration.milliseconds(20)
    private static let noticed = Duration.seconds(5)
    private static let back = Duration.seconds(1)
    private static let calm = Duration.seconds(2)
    private static let afterwards = Duration.seconds(8)
    private static let victim = 0

    let parts: Set<FederationBench.Part>
    let calls: Int
    let silence: Duration
    let quiet: Bool

    func figures(_ stage: BenchFederation.Stage) async throws -> [BenchFigure] {
        for line in stage.lines { line.setDelay(Self.usual) }
        let asker = try await BenchAsker(stage)
        _ = try await BenchLoad(asker: asker, concurrent: 4).ask(100)
        var figures: [BenchFigure] = []
        if parts.contains(.slow) { figures += try await slowness(stage, asker) }
        if parts.contains(.silent) { figures += try await cut(stage, asker) }
        await asker.close()
        return figures
    }

    private func slowness(_ stage: BenchFederation.Stage, _ asker: BenchAsker) async throws -> [BenchFigure] {
        let region = stage.regions[Self.victim].code
        let load = BenchLoad(asker: asker, concurrent: 2, reads: true)
        func others(_ seen: [BenchLoad.Seen]) -> Percentiles {
            Percentiles(seen.map { $0.slowest(but: region) ?? .seconds(60) })
        }
        let count = max(50, calls / 4)
        let before = others(try await load.ask(count))
        stage.lines[Self.victim].setDelay(Self.slow)
        let seen = try await load.ask(count)
        stage.lines[Self.victim].setDelay(Self.usual)
        let now = others(seen)
        let limit = max(before.p99 * Self.noise.share, before.p99 + Self.noise.least)
        let whole = Percentiles(seen.map(\.took))
        let deadline = Limits.deadline - Self.margin
        // One in a hundred queries may be the machine's.
        let goodEnough = now.p99 + (deadline - now.p99) / Limits.goodEnoughPart + Self.way
        return [
            BenchFigure(
                name: "one region 300 ms late: the others' part, p99 (5 ms away)",
                goal: "unchanged: at most \(BenchText.milliseconds(limit))",
                measured: "\(BenchText.milliseconds(now.p99)), \(BenchText.milliseconds(before.p99)) before",
                isMet: now.p99 <= limit),
            BenchFigure(
                name: "the whole answer then, p99",
                goal: "at most the good-enough wait: \(BenchText.milliseconds(goodEnough))",
                measured: "\(BenchText.milliseconds(whole.p99)), median \(BenchText.milliseconds(whole.median))",
                isMet: whole.p99 <= goodEnough),
        ]
    }

    private func cut(_ stage: BenchFederation.Stage, _ asker: BenchAsker) async throws -> [BenchFigure] {
        let line = stage.lines[Self.victim]
        let log = BenchLoad.Log()
        let load = BenchLoad(asker: asker, concurrent: 4, reads: true, pace: .milliseconds(20))
        let (isOver, isCut) = (Switch(), Switch())
        let clock = ContinuousClock()
        let (cutAt, mendedAt) = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await load.work(into: log) { number in
                    // Whoever is cut off asks nothing either; back again, its own queries are what shows it.
                    isOver.isOn ? nil : try await asker.query(number, without: isCut.isOn ? Self.victim : nil)
                }
            }
            defer { isOver.turnOn() }
            try await Task.sleep(for: Self.calm)
            isCut.turnOn()
            line.cut()
            let cutAt = clock.now
            try await Task.sleep(for: silence)
            line.mend()
            let mendedAt = clock.now
            isCut.turnOff()
            // Somebody there asks at once: the first query in order is the victim's.
            _ = try await BenchLoad(asker: asker, concurrent: 1).ask(1)
            try await Task.sleep(for: Self.afterwards)
            isOver.turnOn()
            try await group.waitForAll()
            return (cutAt, mendedAt)
        }
        return judge(log.all.sorted { $0.asked < $1.asked }, stage.regions[Self.victim].code, cutAt, mendedAt)
    }

    private func judge(
        _ seen: [BenchLoad.Seen], _ region: RegionCode, _ cutAt: ContinuousClock.Instant,
        _ mendedAt: ContinuousClock.Instant
    ) -> [BenchFigure] {
        let skipped = seen.first { $0.asked >= cutAt && $0.asked < mendedAt && $0.state(of: region) == .skipped }
        let noticed = skipped.map { $0.asked - cutAt }
        // Queries on their way at once may overtake each other, by as long as one takes.
        let overtaking = Percentiles(seen.filter { $0.asked < cutAt }.map(\.took) + [.milliseconds(20)]).longest
        let later = seen.filter { one in
            guard let skipped else { return false }
            return one.asked > skipped.asked + overtaking && one.asked < mendedAt - overtaking
        }
        let waiting = later.filter { $0.state(of: region) != .skipped }
        let states = Set(waiting.compactMap { $0.state(of: region)?.rawValue }).sorted().joined(separator: ", ")
        let answered = seen.first { $0.asked >= mendedAt && $0.state(of: region) == .answered }
        let back = answered.map { $0.asked + $0.took - mendedAt }
        let wrong = seen.count { $0.isWrong || $0.status != 200 }
        return [
            BenchFigure(
                name: "one region cut off: noticed after", goal: "5 s",
                measured: noticed.map(BenchText.seconds) ?? "not in \(BenchText.seconds(silence))",
                isMet: noticed.map { $0 <= Self.noticed } ?? false),
            BenchFigure(
                name: "queries that wait for it afterwards", goal: "0",
                measured: skipped == nil ? "never left alone" : "\(waiting.count) of \(later.count) \(states)",
                isMet: skipped != nil && waiting.isEmpty && !later.isEmpty),
            BenchFigure(
                name: "back after its return, somebody there asking at once", goal: "1 s",
                measured: back.map(BenchText.seconds) ?? "not in \(BenchText.seconds(Self.afterwards))",
                isMet: back.map { $0 <= Self.back } ?? false),
            BenchFigure(
                name: "wrong answers and errors meanwhile", goal: "0", measured: "\(wrong) of \(seen.count)",
                isMet: wrong == 0),
        ]
    }
}
