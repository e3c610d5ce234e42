/// How long calls took, on `LatencyScale.coarse`: small enough that a history keeps one for every stretch.
package struct LatencyHistogram: Hashable, Sendable {
    private static let scale = LatencyScale.coarse

    /// How many in each bucket; empty before the first.
    private var counts: [UInt32] = []

    package init() {}

    package mutating func add(_ duration: Duration) {
        if counts.isEmpty { counts = Array(repeating: 0, count: Self.scale.buckets) }
        counts[Self.scale.bucket(of: duration)] += 1
    }

    package mutating func add(_ other: LatencyHistogram) {
        guard !counts.isEmpty else {
            counts = other.counts
            return
        }
        for bucket in other.counts.indices { counts[bucket] &+= other.counts[bucket] }
    }

    /// Nil when nothing was added.
    package var figures: LatencyFigures? { Self.scale.figures(of: counts) }

    /// Place and count of each bucket that has any, as varints: a few bytes for a node whose times are alike.
    package var packed: [UInt8] {
        var bytes: [UInt8] = []
        for bucket in counts.indices where counts[bucket] > 0 {
            bytes.append(UInt8(bucket))
            var rest = counts[bucket]
            while rest >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }
        return bytes
    }

    /// What `packed` gave; of other bytes, what can be read.
    package init(packed bytes: some Sequence<UInt8>) {
        var iterator = bytes.makeIterator()
        while let bucket = iterator.next() {
            var count: UInt32 = 0
            var shift: UInt32 = 0
            while let byte = iterator.next(), shift < 32 {
                count |= UInt32(byte & 0x7F) << shift
                shift += 7
                if byte < 0x80 { break }
            }
            guard Int(bucket) < Self.scale.buckets else { return }
            if counts.isEmpty { counts = Array(repeating: 0, count: Self.scale.buckets) }
            counts[Int(bucket)] = count
        }
    }
}
