import Domain
import Foundation
import PeerHTTP
import Telemetry

/// What a gateway costs while every region answers, and while one of them is killed and started again.
struct GatewayBench: Sendable {
    private static let warmUp = 200
    private static let added = Duration.milliseconds(1)
    private static let least = 500.0
    private static let growth = 1.1
    private static let nginxTimes = 2.0
    /// Of the answers that are to have every region in them, while none fails.
    private static let nearlyAll = 0.99
    /// Queries after which memory has settled.
    private static let settled = 10_000
    private static let backWithin = Duration.seconds(60)

    let parts: Set<FederationBench.Part>
    let calls: Int
    let queries: Int
    let restarts: Int
    /// Queries that are under way at once.
    let concurrent: Int
    /// Where nginx's programs are; nil: it is not asked for.
    let benchmarks: String?
    let quiet: Bool

    /// - Returns: The figures, and the median of a query asked alone.
    func figures(_ stage: BenchFederation.Stage) async throws -> (figures: [BenchFigure], median: Duration) {
        let asker = try await BenchAsker(stage)
        _ = try await BenchLoad(asker: asker, concurrent: concurrent).ask(Self.warmUp)
        let latencies = try await Self.latencies(stage, calls: max(50, calls / 4))
        var figures: [BenchFigure] = []
        if parts.contains(.costs) { figures += try await costs(stage, asker) }
        if parts.contains(.latency) { figures += latencies.figures }
        if parts.contains(.rate) { figures += try await rate(stage, asker) }
        if parts.contains(.memory) { figures.append(try await memory(stage, asker)) }
        if parts.contains(.restarts) { figures += try await killing(stage, asker) }
        await asker.close()
        return (figures, latencies.whole.median)
    }

    /// Queries asked one after another.
    static func latencies(
        _ stage: BenchFederation.Stage, calls: Int
    ) async throws -> (whole: Percentiles, figures: [BenchFigure]) {
        let asker = try await BenchAsker(stage)
        _ = try await BenchLoad(asker: asker, concurrent: 1).ask(warmUp)
        let seen = try await BenchLoad(asker: asker, concurrent: 1, reads: true).ask(calls)
        await asker.close()
        let remark = try remark(seen)
        let whole = Percentiles(seen.map(\.took))
        let over = Percentiles(seen.map { one in one.took - (one.slowest() ?? .zero) })
        let figures = [
            BenchFigure(
                name: "added to the slowest region's own, at the median", goal: "at most 1 ms",
                measured: "\(BenchText.milliseconds(over.median)) of \(BenchText.milliseconds(whole.median))\(remark)",
                isMet: over.median <= added && remark.isEmpty)
        ]
        return (whole, figures)
    }

    /// What is amiss with answers whose costs are told: regions that were late did not cost what they should.
    ///
    /// - Returns: Empty when nearly all are whole.
    /// - Throws: `OperatorError`, when some are no answers.
    private static func remark(_ seen: [BenchLoad.Seen]) throws -> String {
        let odd = seen.filter { $0.status != 200 || $0.isWrong }
        guard odd.isEmpty else {
            let reasons = Set(odd.map { $0.failure?.description ?? ($0.isWrong ? "wrong" : "status \($0.status)") })
            throw OperatorError(
                "\(odd.count) of \(seen.count) queries had no good answer: "
                    + reasons.sorted().joined(separator: "; ") + ".",
                remedy: "Give a smaller --at-once, or a faster build or machine.")
        }
        let whole = seen.count(where: \.isWhole)
        return Double(whole) >= Double(seen.count) * nearlyAll ? "" : "; only \(whole) of \(seen.count) whole"
    }

    private func costs(_ stage: BenchFederation.Stage, _ asker: BenchAsker) async throws -> [BenchFigure] {
        let load = BenchLoad(asker: asker, concurrent: concurrent)
        let (gateway, seen) = try await Self.working({
            ProcessFigures(stage.gateway.identifier).processorTime ?? .zero
        }) { try await load.ask(calls) }
        let remark = try Self.remark(seen)
        let perCall = gateway / (calls * stage.regions.count)
        let bytes = (seen.first?.bytes ?? 0) / 20
        let name = "gateway's processors a regional call, \(stage.regions.count) regions, hits of \(bytes) bytes"
        guard let benchmarks else {
            return [
                BenchFigure(
                    name: name, goal: "at most 2 x nginx",
                    measured: "\(Self.microseconds(perCall))\(remark); compare with --peers nginx", isMet: nil)
            ]
        }
        let nginx = try await NginxPeer.start(stage, benchmarks: benchmarks)
        defer { nginx.stop() }
        let proxied = BenchLoad(asker: asker, concurrent: concurrent, port: nginx.port)
        _ = try await proxied.ask(Self.warmUp)
        let count = calls * 2
        let (worked, answers) = try await Self.working({ nginx.processorTime }) { try await proxied.ask(count) }
        guard answers.allSatisfy({ $0.status == 200 }) else {
            throw OperatorError("nginx did not pass all answers on.")
        }
        let peer = worked / count
        let ratio = perCall / peer
        return [
            BenchFigure(
                name: name, goal: "at most 2 x nginx",
                measured:
                    "\(Self.microseconds(perCall)), nginx \(Self.microseconds(peer)) (\(answers[0].bytes) bytes): "
                    + BenchText.times(ratio) + remark,
                isMet: ratio <= Self.nginxTimes && remark.isEmpty)
        ]
    }

    private func rate(_ stage: BenchFederation.Stage, _ asker: BenchAsker) async throws -> [BenchFigure] {
        let load = BenchLoad(asker: asker, concurrent: concurrent)
        let clock = ContinuousClock()
        let signedFor = min(calls, 2_000)
        // Signed before the clock starts: a region signs on a machine of its own.
        let (worked, seen) = try await Self.working({
            stage.processes.compactMap { ProcessFigures($0.identifier).processorTime }.reduce(.zero, +)
        }) { try await load.ask(signedFor, signed: true) }
        let remark = try Self.remark(seen)
        let first = seen.map(\.asked).min() ?? clock.now
        let took = (seen.map { $0.asked + $0.took }.max() ?? clock.now) - first
        let rate = Double(seen.count) / (took / .seconds(1))
        let perQuery = worked / seen.count
        let processors = ProcessInfo.processInfo.activeProcessorCount
        return [
            BenchFigure(
                name: "federated queries a second, asked by \(concurrent) at once on the same \(processors) processors",
                goal: "800, at least 500", measured: "\(Int(rate))/s\(remark)",
                isMet: rate >= Self.least && remark.isEmpty),
            BenchFigure(
                name: "gateway's and regions' processors a query, without the asker", goal: "",
                measured: "\(BenchText.milliseconds(perQuery)): \(Int(2 / (perQuery / .seconds(1))))/s on 2 processors",
                isMet: nil),
        ]
    }

    private func memory(_ stage: BenchFederation.Stage, _ asker: BenchAsker) async throws -> BenchFigure {
        let first = min(Self.settled, queries / 2)
        let bar = SharedBar("Asking", total: queries, unit: "queries", quiet: quiet)
        let load = BenchLoad(asker: asker, concurrent: concurrent)
        func resident() -> Int { ProcessFigures(stage.gateway.identifier).residentMemory ?? 0 }
        // In pieces: what was seen of each query is not kept.
        func ask(from: Int, to: Int) async throws {
            for start in stride(from: from, to: to, by: 5_000) {
                _ = try Self.remark(try await load.ask(min(5_000, to - start)))
                await bar.update(min(to, start + 5_000))
            }
        }
        try await ask(from: 0, to: first)
        let before = resident()
        try await ask(from: first, to: queries)
        let after = resident()
        return BenchFigure(
            name: "gateway's memory after \(queries) queries against \(first)", goal: "within 10 %",
            measured: "\(BenchText.megabytes(after)), \(BenchText.megabytes(before)) before",
            isMet: before > 0 && Double(after) <= Double(before) * Self.growth)
    }

    /// One region is killed and started again, under load: nobody gets a wrong answer, or hears of another region.
    private func killing(_ stage: BenchFederation.Stage, _ asker: BenchAsker) async throws -> [BenchFigure] {
        let victim = 1
        let region = stage.regions[victim].code
        let log = BenchLoad.Log()
        let bar = SharedBar("Killing a region", total: restarts, unit: "times", quiet: quiet)
        let load = BenchLoad(asker: asker, concurrent: 4, reads: true, pace: .milliseconds(10))
        let isOver = Switch()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await load.work(into: log) { number in
                    isOver.isOn ? nil : try await asker.query(number, without: victim)
                }
            }
            defer { isOver.turnOn() }
            var node = stage.node(victim)
            do {
                for count in 0..<restarts {
                    node.end()
                    try await Task.sleep(for: .milliseconds(500))
                    let started = ContinuousClock.now
                    node = try stage.restart(victim)
                    while !log.contains(since: started, where: { $0.state(of: region) == .answered }) {
                        guard started.duration(to: .now) < Self.backWithin else {
                            throw OperatorError("\(region) did not come back. Its last lines:\n\(node.lastLines)")
                        }
                        try await Task.sleep(for: .milliseconds(20))
                    }
                    await bar.update(count + 1)
                }
            } catch {
                node.end()
                throw error
            }
            isOver.turnOn()
            try await group.waitForAll()
            node.end()
        }
        let seen = log.all
        let wrong = seen.count(where: \.isWrong)
        let refused = seen.count { $0.status != 200 }
        let away = seen.flatMap { one in one.outcomes.filter { $0.region != region && $0.state != .answered } }
        let states = Set(away.map(\.state.rawValue)).sorted().joined(separator: ", ")
        return [
            BenchFigure(
                name: "a region killed and started again \(restarts) times: wrong answers, errors, other regions away",
                goal: "0, 0, 0", measured: "\(wrong), \(refused), \(away.count) of \(seen.count) queries \(states)",
                isMet: wrong == 0 && refused == 0 && away.isEmpty)
        ]
    }

    /// What `time` grew by while `body` ran.
    private static func working<Value>(
        _ time: () -> Duration, _ body: () async throws -> Value
    ) async throws -> (Duration, Value) {
        let before = time()
        let value = try await body()
        return (time() - before, value)
    }

    private static func microseconds(_ duration: Duration) -> String {
        BenchText.decimals(duration / .microseconds(1), 1) + " µs"
    }
}
