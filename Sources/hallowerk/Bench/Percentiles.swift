/// Exact percentiles of every sample, kept and sorted: no sample is rounded into a bucket.
struct Percentiles: Sendable {
    private let sorted: [Duration]

    /// - Parameter samples: at least one.
    init(_ samples: [Duration]) {
        precondition(!samples.isEmpty, "percentiles of nothing")
        sorted = samples.sorted()
    }

    var count: Int { sorted.count }
    var median: Duration { percentile(50) }
    var p99: Duration { percentile(99) }
    var longest: Duration { percentile(100) }

    /// The smallest sample that at least `percent` in a hundred do not exceed (nearest rank).
    ///
    /// - Parameter percent: 1 to 100.
    func percentile(_ percent: Int) -> Duration {
        let rank = (sorted.count * percent + 99) / 100
        return sorted[max(1, min(rank, sorted.count)) - 1]
    }
}
