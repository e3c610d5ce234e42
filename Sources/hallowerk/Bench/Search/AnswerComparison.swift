/// How far a peer's answers are ours: its totals, and the order of its first twenty. A report, without a verdict: two
/// engines take words apart and weigh them in ways of their own.
struct AnswerComparison {
    let workload: SearchWorkload
    let ours: [BenchAnswer]
    let run: PeerRun
    let theirs: [BenchAnswer]

    func report() -> String {
        var table = TextTable([
            ("answers against \(run.peer.name)", .left), ("queries", .right), ("same total", .right),
            ("total, theirs/ours", .right), ("of first 20 in both", .right), ("order of those, tau", .right),
        ])
        for kind in BenchQuery.Kind.allCases {
            let numbers = workload.queries.indices.filter { workload.queries[$0].kind == kind }
            table.add(row(kind.rawValue, numbers).map { .init($0) })
        }
        return table.rendered()
    }

    private func row(_ name: String, _ numbers: [Int]) -> [String] {
        let same = numbers.count { ours[$0].total == theirs[$0].total }
        let (our, their) = numbers.reduce((0, 0)) { ($0.0 + ours[$1].total, $0.1 + theirs[$1].total) }
        let full = numbers.filter { ours[$0].total > 20 && theirs[$0].total > 20 }
        let shared = full.map { number in
            Double(Set(ours[number].hits).intersection(theirs[number].hits).count)
                / Double(max(1, min(ours[number].hits.count, theirs[number].hits.count)))
        }
        let orders = numbers.compactMap { Self.tau(ours[$0].hits, theirs[$0].hits) }
        return [
            name, "\(numbers.count)", Self.share(same, numbers.count),
            our > 0 ? BenchText.decimals(Double(their) / Double(our), 3) : "",
            shared.isEmpty ? "" : BenchText.decimals(shared.reduce(0, +) / Double(shared.count), 2),
            orders.isEmpty ? "" : Self.signed(orders.reduce(0, +) / Double(orders.count)),
        ]
    }

    private static func share(_ part: Int, _ whole: Int) -> String {
        whole > 0 ? "\(BenchText.decimals(100 * Double(part) / Double(whole), 1)) %" : ""
    }

    private static func signed(_ value: Double) -> String {
        (value < 0 ? "-" : "") + BenchText.decimals(abs(value), 2)
    }

    /// Kendall's rank correlation of what stands in both lists: 1 for the same order, -1 for the reverse; nil for fewer
    /// than two.
    static func tau(_ left: [String], _ right: [String]) -> Double? {
        let places = Dictionary(right.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let ranks = left.compactMap { places[$0] }
        guard ranks.count > 1 else { return nil }
        var score = 0
        for first in ranks.indices {
            for second in ranks[(first + 1)...] { score += ranks[first] < second ? 1 : -1 }
        }
        return Double(score) / Double(ranks.count * (ranks.count - 1) / 2)
    }
}
