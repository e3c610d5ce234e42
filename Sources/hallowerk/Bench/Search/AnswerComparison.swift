/// How far a peer's answers are ours: its totals, and the order of its first twenty. A report, without a verdict: two
/// engines take words apart and weigh them in ways of their own.
struct AnswerComparison {
    let workload: SearchWorkload
    let index: IndexFigures
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
        if !run.words.isEmpty {
            table.add(row("words that as many have in both", alike).map { .init($0) })
        }
        return table.rendered()
    }

    private var ours: [BenchAnswer] { index.answers }

    /// Queries of words only, each of which by itself finds as many by us as by the peer: no stem, compound or synonym
    /// makes a difference.
    private var alike: [Int] {
        workload.queries.indices.filter { number in
            let query = workload.queries[number]
            let words = query.words + query.phrase
            return !words.isEmpty && query.prefix == nil && words.allSatisfy { index.words[$0] == run.words[$0] }
        }
    }

    private func row(_ name: String, _ numbers: [Int]) -> [String] {
        let same = numbers.count { ours[$0].total == theirs[$0].total }
        let (our, their) = numbers.reduce((0, 0)) { ($0.0 + ours[$1].total, $0.1 + theirs[$1].total) }
        let full = numbers.filter { ours[$0].total > 20 && theirs[$0].total > 20 }
        let shared = full.map { number in
            Double(Set(ours[number].hits).intersection(theirs[number].hits).count)
                / Double(max(1, min(ours[number].hits.count, theirs[number].hits.count)))
        }
        let orders = numbers.compactMap { RankCorrelation.tau(ours[$0], theirs[$0]) }
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
}

/// How alike two orders are.
enum RankCorrelation {
    /// Kendall's tau over what stands in both answers: 1 for the same order, -1 for the reverse. A pair that either
    /// engine scores alike is left out; nil when no pair is left.
    static func tau(_ left: BenchAnswer, _ right: BenchAnswer) -> Double? {
        let places = Dictionary(right.hits.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let both = left.hits.indices.compactMap { place in places[left.hits[place]].map { (left: place, right: $0) } }
        var (score, pairs) = (0, 0)
        for (place, first) in both.enumerated() {
            for second in both[(place + 1)...] {
                if ties(left, first.left, second.left) || ties(right, first.right, second.right) { continue }
                score += first.right < second.right ? 1 : -1
                pairs += 1
            }
        }
        return pairs > 0 ? Double(score) / Double(pairs) : nil
    }

    private static func ties(_ answer: BenchAnswer, _ first: Int, _ second: Int) -> Bool {
        guard answer.scores.count == answer.hits.count else { return false }
        return answer.scores[first] == answer.scores[second]
    }
}
