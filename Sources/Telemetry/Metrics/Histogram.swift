/// How many took how long, in fixed buckets, since the process started: what Prometheus adds up over processes.
struct Histogram: Sendable {
    /// The upper end of each bucket but the last, in seconds.
    static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    /// Of each bucket by itself; one more than `bounds`.
    private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
    private(set) var sum = 0.0
    var count: Int { counts.reduce(0, +) }

    mutating func note(_ duration: Duration) {
        let seconds = max(0, duration / .seconds(1))
        counts[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
        sum += seconds
    }
}
