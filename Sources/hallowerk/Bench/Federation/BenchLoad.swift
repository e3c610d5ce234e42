import Domain
import Foundation
import PeerHTTP
import Synchronization
import Wire

/// Keeps queries under way, so many at once, and notes what came of each.
struct BenchLoad: Sendable {
    /// One query, and what the asker saw.
    struct Seen: Sendable {
        let asked: ContinuousClock.Instant
        let took: Duration
        /// 200, another status, or 0 without an answer.
        let status: Int
        let bytes: Int
        /// Empty when the answer is not read.
        let outcomes: [RegionOutcome]
        /// Whether it contradicts itself, or cannot be read at all; only of answers that are read.
        let isWrong: Bool
        /// Whether every region is in it.
        let isWhole: Bool
        /// Why there is no answer.
        var failure: PeerCallFailure?

        func state(of region: RegionCode) -> RegionOutcome.State? {
            outcomes.first { $0.region == region }?.state
        }

        /// The slowest answer of the regions, as the gateway saw it, but for `excepted`.
        func slowest(but excepted: RegionCode? = nil) -> Duration? {
            outcomes.filter { $0.state == .answered && $0.region != excepted }.compactMap(\.duration).max()
        }
    }

    /// What has been seen so far.
    final class Log: Sendable {
        private let seen = Mutex<[Seen]>([])
        var all: [Seen] { seen.withLock { $0 } }
        func add(_ one: Seen) { seen.withLock { $0.append(one) } }
        /// Of those asked at `time` or later.
        func contains(since time: ContinuousClock.Instant, where holds: (Seen) -> Bool) -> Bool {
            seen.withLock { $0.contains { $0.asked >= time && holds($0) } }
        }
    }

    /// 0, 1, 2, ... for all workers together.
    private final class Counter: Sendable {
        private let value = Atomic(0)
        func next() -> Int { value.add(1, ordering: .relaxed).oldValue }
    }

    /// How long somebody waits who was told to come back, and how often.
    private static let pause = Duration.milliseconds(100)
    private static let tries = 600
    /// The most that a region's line takes, and what it has when the region answered.
    private static let regionBytes = 400
    private static let answeredMark = "\"\(RegionOutcome.State.answered.rawValue)\""

    let asker: BenchAsker
    let concurrent: Int
    /// Whether answers are read and checked whole; it costs the machine that is measured.
    var reads = false
    /// Between two queries of one worker.
    var pace = Duration.zero
    var port: Int?

    /// Asks `count` queries, signed beforehand when `signed` says so; a signature lasts a minute.
    func ask(_ count: Int, signed: Bool = false, onDone: (@Sendable (Int) async -> Void)? = nil) async throws -> [Seen]
    {
        let log = Log()
        var ready: [BenchAsker.Query] = []
        if signed { for number in 0..<count { ready.append(try await asker.query(number)) } }
        let queries = ready
        try await work(into: log) { number in
            guard number < count else { return nil }
            if let onDone, number.isMultiple(of: 500) { await onDone(number) }
            return signed ? queries[number] : try await asker.query(number)
        }
        return log.all
    }

    /// Asks what `next` gives for 0, 1, 2, ... until it gives nil, each worker for itself.
    func work(into log: Log, next: @escaping @Sendable (Int) async throws -> BenchAsker.Query?) async throws {
        let counter = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<concurrent {
                group.addTask {
                    while let query = try await next(counter.next()) {
                        log.add(try await seen(query))
                        if pace > .zero { try await Task.sleep(for: pace) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func seen(_ query: BenchAsker.Query) async throws -> Seen {
        for _ in 0..<Self.tries {
            let asked = ContinuousClock.now
            do throws(PeerCallFailure) {
                let answer = try await asker.send(query, port: port)
                guard answer.status != 429 else {
                    try? await Task.sleep(for: Self.pause)
                    continue
                }
                return read(answer, to: query, asked: asked, took: .now - asked)
            } catch {
                return Seen(
                    asked: asked, took: .now - asked, status: 0, bytes: 0, outcomes: [], isWrong: false,
                    isWhole: false, failure: error)
            }
        }
        throw OperatorError("The gateway turned a query away \(Self.tries) times.")
    }

    private func read(
        _ answer: PeerAnswer, to query: BenchAsker.Query, asked: ContinuousClock.Instant, took: Duration
    ) -> Seen {
        func seen(_ outcomes: [RegionOutcome] = [], isWrong: Bool = false, isWhole: Bool = false) -> Seen {
            Seen(
                asked: asked, took: took, status: answer.status, bytes: answer.body.count, outcomes: outcomes,
                isWrong: isWrong, isWhole: isWhole)
        }
        let regions = asker.registry.members.count
        guard answer.status == 200 else { return seen() }
        guard reads else { return seen(isWhole: Self.answered(answer.body, regions: regions) == regions) }
        guard let federated = asker.checked(answer.body, to: query) else { return seen(isWrong: true) }
        return seen(
            federated.outcomes, isWhole: federated.outcomes.allSatisfy { $0.state == .answered })
    }

    /// How many regions answered, by their lines, which come first: cheaper than reading, which would cost the machine
    /// that is measured.
    private static func answered(_ body: [UInt8], regions: Int) -> Int {
        body.prefix(regions * regionBytes).split(separator: 0x0A, maxSplits: regions).prefix(regions).count { line in
            String(decoding: line, as: UTF8.self).contains(answeredMark)
        }
    }
}
