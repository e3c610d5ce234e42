package import Domain
import Synchronization

/// Counts calls of the last five minutes and how long they took; a lock of a few instructions for each.
package final class CallMeter: Sendable {
    /// How long one part of the window is, in seconds, and how many there are.
    private static let part = 30
    private static let parts = 10

    private struct Part {
        /// Which stretch of `part` seconds since the beginning it is of.
        var number = -1
        var count = 0
        var failed = 0
        var latencies = LatencyHistogram()
    }

    private let origin: ContinuousClock.Instant
    private let ring = Mutex(Array(repeating: Part(), count: CallMeter.parts))

    package init(origin: ContinuousClock.Instant = .now) { self.origin = origin }

    /// A call that took `duration` ended.
    package func note(_ duration: Duration, failed: Bool, at time: ContinuousClock.Instant = .now) {
        let number = number(of: time)
        ring.withLock { ring in
            let place = number % Self.parts
            if ring[place].number != number { ring[place] = Part(number: number) }
            ring[place].count += 1
            if failed { ring[place].failed += 1 }
            ring[place].latencies.add(duration)
        }
    }

    /// Of the last five minutes, to half a minute.
    package func figures(at time: ContinuousClock.Instant = .now) -> CallFigures {
        let number = number(of: time)
        let all = ring.withLock { ring in
            ring.filter { $0.number > number - Self.parts && $0.number <= number }
                .reduce(into: Part()) { all, part in
                    all.count += part.count
                    all.failed += part.failed
                    all.latencies.add(part.latencies)
                }
        }
        return CallFigures(count: all.count, failed: all.failed, latency: all.latencies.figures)
    }

    private func number(of time: ContinuousClock.Instant) -> Int {
        max(0, Int((time - origin) / .seconds(Self.part)))
    }
}
