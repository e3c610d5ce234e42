import Foundation

/// How long calls took, in 64 steps that each are a quarter longer than the one before: from a tenth of a millisecond
/// to over two minutes. A percentile read from it is the middle of its step, so off by at most an eighth.
package struct LatencyHistogram: Hashable, Sendable {
    package static let steps = 64
    private static let ratio = 1.25
    private static let shortest = 0.000_1

    /// How many in each step; as many as there are looks in a day at most.
    private(set) var counts: [UInt32] = []

    package init() {}

    package var isEmpty: Bool { counts.isEmpty }

    package mutating func add(_ duration: Duration) {
        if counts.isEmpty { counts = Array(repeating: 0, count: Self.steps) }
        let seconds = duration / .seconds(1)
        let step = seconds <= Self.shortest ? 0 : Int((log(seconds / Self.shortest) / log(Self.ratio)).rounded(.up))
        counts[min(step, Self.steps - 1)] += 1
    }

    package mutating func add(_ other: LatencyHistogram) {
        guard !other.isEmpty else { return }
        if counts.isEmpty { counts = Array(repeating: 0, count: Self.steps) }
        for step in 0..<Self.steps { counts[step] &+= other.counts[step] }
    }

    /// Nil when nothing was added.
    package var figures: LatencyFigures? {
        let all = counts.reduce(into: UInt64(0)) { $0 += UInt64($1) }
        guard all > 0 else { return nil }
        return LatencyFigures(p50: quantile(0.5, of: all), p95: quantile(0.95, of: all), p99: quantile(0.99, of: all))
    }

    private func quantile(_ share: Double, of all: UInt64) -> Duration {
        let rank = max(1, UInt64((Double(all) * share).rounded(.up)))
        var seen: UInt64 = 0
        for step in counts.indices {
            seen += UInt64(counts[step])
            guard seen >= rank else { continue }
            let upper = Self.shortest * pow(Self.ratio, Double(step))
            // The middle of the step.
            return .microseconds(Int((upper * (1 + 1 / Self.ratio) / 2 * 1_000_000).rounded()))
        }
        return .zero
    }

    /// Step and count of each step that has any, as varints: a few bytes for a node whose times are alike.
    package var packed: [UInt8] {
        var bytes: [UInt8] = []
        for step in counts.indices where counts[step] > 0 {
            bytes.append(UInt8(step))
            var rest = counts[step]
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
        while let step = iterator.next() {
            var count: UInt32 = 0
            var shift: UInt32 = 0
            while let byte = iterator.next(), shift < 32 {
                count |= UInt32(byte & 0x7F) << shift
                shift += 7
                if byte < 0x80 { break }
            }
            guard Int(step) < Self.steps else { return }
            if counts.isEmpty { counts = Array(repeating: 0, count: Self.steps) }
            counts[Int(step)] = count
        }
    }
}
