/// Buckets of durations, evenly spaced in proportion: sixteen to a doubling, from 8 microseconds to 68 seconds. The
/// middle of a bucket is within 3.2 % of all that falls into it.
///
/// Integers only: finding a bucket is a count of leading zeros and a shift.
struct LatencyScale {
    /// Bits of nanoseconds below which everything is one bucket, and above which everything is one.
    private static let lowest = 13
    private static let highest = 36
    private static let bits = 4

    static let buckets = (highest - lowest) << bits

    /// Where `duration` falls; what is shorter or longer than the scale is in its first or last bucket.
    static func bucket(of duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        guard seconds < 1 << 7 else { return buckets - 1 }
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let nanoseconds = UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
        let exponent = UInt64.bitWidth - 1 - max(1, nanoseconds).leadingZeroBitCount
        guard exponent >= lowest else { return 0 }
        let part = Int(nanoseconds >> UInt64(exponent - bits)) & (1 << bits - 1)
        return min(buckets - 1, (exponent - lowest) << bits + part)
    }

    /// The middle of `bucket`.
    static func middle(of bucket: Int) -> Duration {
        let exponent = lowest + bucket >> bits
        let part = bucket & (1 << bits - 1)
        let width = 1 << (exponent - bits)
        return .nanoseconds(1 << exponent + part * width + width / 2)
    }
}
