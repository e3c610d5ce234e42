package import Domain
import Synchronization

/// How many calls there were in the last five minutes, how many failed, and how long they took.
///
/// A ring of thirty slots of ten seconds, each with a histogram on `LatencyScale.fine`, in memory that is taken once
/// (48 KB): noting a call costs a lock, a shift and two additions, and allocates nothing. Percentiles are within 5 %.
package final class CallMeter: Sendable {
    /// How far it looks back. What is older than this is gone; up to one slot less is seen when a slot has just begun.
    package static let window: Duration = .seconds(300)
    private static let slotSeconds: Int64 = 10
    private static let slots = 30
    private static let scale = LatencyScale.fine
    private static let buckets = scale.buckets

    private struct Ring {
        /// Histogram after histogram, by slot.
        var counts = [UInt32](repeating: 0, count: CallMeter.slots * CallMeter.buckets)
        var failures = [UInt32](repeating: 0, count: CallMeter.slots)
        /// The number of the newest slot since `start`.
        var newest: Int64 = 0
    }

    private let start: ContinuousClock.Instant
    private let ring = Mutex(Ring())

    /// - Parameter start: no call is older than it.
    package init(start: ContinuousClock.Instant = .now) { self.start = start }

    /// Counts a call that ended at `instant`, also when others that ended later were counted before it. One that
    /// ended longer ago than the window is not counted.
    package func note(_ duration: Duration, failed: Bool, at instant: ContinuousClock.Instant = .now) {
        let bucket = Self.scale.bucket(of: duration)
        let number = number(at: instant)
        ring.withLock { ring in
            Self.turn(&ring, to: number)
            guard number > ring.newest - Int64(Self.slots) else { return }
            let slot = Int(number % Int64(Self.slots))
            ring.counts[slot * Self.buckets + bucket] &+= 1
            if failed { ring.failures[slot] &+= 1 }
        }
    }

    /// The figures of the window that ends at `instant`.
    package func figures(at instant: ContinuousClock.Instant = .now) -> CallFigures {
        let number = number(at: instant)
        var counts = [UInt32](repeating: 0, count: Self.buckets)
        let failed = ring.withLock { ring in
            Self.turn(&ring, to: number)
            for place in ring.counts.indices { counts[place % Self.buckets] &+= ring.counts[place] }
            return ring.failures.reduce(0) { $0 + Int($1) }
        }
        return CallFigures(
            count: counts.reduce(0) { $0 + Int($1) }, failed: failed, latency: Self.scale.figures(of: counts))
    }

    private func number(at instant: ContinuousClock.Instant) -> Int64 {
        max(0, (instant - start).components.seconds / Self.slotSeconds)
    }

    /// Empties the slots between the newest and `number`, at most all of them once.
    private static func turn(_ ring: inout Ring, to number: Int64) {
        guard number > ring.newest else { return }
        for next in max(ring.newest + 1, number - Int64(slots) + 1)...number {
            let slot = Int(next % Int64(slots))
            for bucket in 0..<buckets { ring.counts[slot * buckets + bucket] = 0 }
            ring.failures[slot] = 0
        }
        ring.newest = number
    }
}
