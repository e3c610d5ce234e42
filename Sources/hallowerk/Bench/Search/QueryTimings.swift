/// How long each query took, each time that it was asked; or each change of a person.
struct QueryTimings: Sendable {
    /// By query, then by round; every query at least once.
    private(set) var samples: [[Duration]]

    init(queries: Int) { samples = Array(repeating: [], count: queries) }

    init(samples: [[Duration]]) { self.samples = samples }

    mutating func add(_ took: Duration, query: Int) { samples[query].append(took) }

    /// Each query's best: what the engine needs, without what else the machine did meanwhile.
    var best: [Duration] { samples.map { $0.min() ?? .zero } }

    /// The best of each query's first `rounds`.
    func best(of rounds: Int) -> [Duration] { samples.map { $0.prefix(rounds).min() ?? .zero } }

    var all: [Duration] { samples.flatMap { $0 } }

    /// How many of its queries an engine answers in a second, one after another, by their best times.
    var perSecond: Double { Double(samples.count) / max(1e-9, best.reduce(Duration.zero, +) / .seconds(1)) }

    /// The best times of the queries for which `isWanted`.
    func best(where isWanted: (Int) -> Bool) -> [Duration] {
        zip(samples.indices, best).filter { isWanted($0.0) }.map(\.1)
    }
}

/// What one engine found for one query.
struct BenchAnswer: Sendable {
    let total: Int
    /// Ids, best first.
    let hits: [String]
    /// What they are ordered by, more first; empty where an engine does not say.
    var scores: [Double] = []
}
