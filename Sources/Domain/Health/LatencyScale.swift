/// Buckets of durations, evenly spaced in proportion, from 8 microseconds to 68 seconds.
///
/// Integers only: finding a bucket is a count of leading zeros and a shift.
package struct LatencyScale: Sendable {
    /// Sixteen buckets to a doubling: the middle of one is within 3.2 % of all that falls into it.
    package static let fine = LatencyScale(bits: 4)
    /// Four: within an eighth, and few enough to be kept by the million.
    package static let coarse = LatencyScale(bits: 2)

    /// Bits of nanoseconds below which everything is one bucket, and above which everything is one.
    private static let lowest = 13
    private static let highest = 36

    private let bits: Int
    package var buckets: Int { (Self.highest - Self.lowest) << bits }

    /// Where `duration` falls; what is shorter or longer than the scale is in its first or last bucket.
    package func bucket(of duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        guard seconds < 1 << 7 else { return buckets - 1 }
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let nanoseconds = UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
        let exponent = UInt64.bitWidth - 1 - max(1, nanoseconds).leadingZeroBitCount
        guard exponent >= Self.lowest else { return 0 }
        let part = Int(nanoseconds >> UInt64(exponent - bits)) & (1 << bits - 1)
        return min(buckets - 1, (exponent - Self.lowest) << bits + part)
    }

    /// The middle of `bucket`.
    private func middle(of bucket: Int) -> Duration {
        let exponent = Self.lowest + bucket >> bits
        let part = bucket & (1 << bits - 1)
        let width = 1 << (exponent - bits)
        return .nanoseconds(1 << exponent + part * width + width / 2)
    }

    /// Percentiles of what `counts`, one for each bucket, hold: the nearest rank, counted from below; nil for nothing.
    package func figures(of counts: some Collection<UInt32>) -> LatencyFigures? {
        let all = counts.reduce(into: UInt64(0)) { $0 += UInt64($1) }
        guard all > 0 else { return nil }
        let ranks = [50, 95, 99].map { (all * $0 + 99) / 100 }
        var found: [Duration] = []
        var seen: UInt64 = 0
        for (bucket, count) in counts.enumerated() where count > 0 {
            seen += UInt64(count)
            while found.count < ranks.count, seen >= ranks[found.count] { found.append(middle(of: bucket)) }
        }
        return LatencyFigures(p50: found[0], p95: found[1], p99: found[2])
    }
}
