/// The tables beside the figures: by kind of query, by engine, the slowest.
struct SearchBenchReport {
    let workload: SearchWorkload
    let index: IndexFigures
    let peers: [PeerRun]
    let slowest: Int

    func sections() -> [String] {
        var sections = [engines(), kinds()]
        if slowest > 0 { sections.append(slowestQueries()) }
        return sections + peers.compactMap(comparedAnswers)
    }

    /// Each engine: median, p99 and rate by each query's best, and how it was built.
    private func engines() -> String {
        var table = TextTable([
            ("engine", .left), ("median ms", .right), ("p99 ms", .right), ("requests/s", .right), ("built s", .right),
            ("bytes/person", .right), ("found", .right),
        ])
        func add(_ name: String, _ timings: QueryTimings, _ built: Double?, _ bytes: Double?, _ answers: [BenchAnswer])
        {
            let times = Percentiles(timings.best)
            let found = answers.reduce(0) { $0 + $1.total }
            let texts = [
                name, Self.number(times.median), Self.number(times.p99), "\(Int(timings.perSecond))",
                built.map { BenchText.decimals($0, 1) } ?? "", bytes.map { "\(Int($0))" } ?? "", "\(found)",
            ]
            table.add(texts.map { .init($0) })
        }
        let built = (workload.disclosing + index.putting) / .seconds(1)
        add("hallowerk", index.timings, built, index.bytesPerPerson, index.answers)
        for run in peers {
            for variant in run.variants {
                let bytes = run.bytes.map { Double($0) / Double(index.count) }
                add("\(run.title), \(variant.name)", variant.timings, run.buildSeconds, bytes, variant.answers)
            }
        }
        return table.rendered()
    }

    private func kinds() -> String {
        let engines =
            [("hallowerk", index.timings)]
            + peers.flatMap { run in run.variants.prefix(1).map { (run.peer.name, $0.timings) } }
        var table = TextTable(
            [("kind", .left), ("queries", .right), ("found, mean", .right)]
                + engines.flatMap { [("\($0.0) median", TextTable.Alignment.right), ("p99", .right)] })
        for kind in BenchQuery.Kind.allCases {
            let isOfKind = { (number: Int) in workload.queries[number].kind == kind }
            let found = index.answers.indices.filter(isOfKind).map { index.answers[$0].total }
            let figures = engines.flatMap { engine in
                let times = Percentiles(engine.1.best(where: isOfKind))
                return [Self.number(times.median), Self.number(times.p99)]
            }
            let texts = [kind.rawValue, "\(found.count)", "\(found.reduce(0, +) / max(1, found.count))"] + figures
            table.add(texts.map { .init($0) })
        }
        return table.rendered()
    }

    private func slowestQueries() -> String {
        var table = TextTable([("ms", .right), ("found", .right), ("kind", .left), ("query", .left)])
        let best = index.timings.best
        for number in best.indices.sorted(by: { best[$0] > best[$1] }).prefix(slowest) {
            let query = workload.queries[number]
            let texts = [
                Self.number(best[number]), "\(index.answers[number].total)", query.kind.rawValue, query.summary,
            ]
            table.add(texts.map { .init($0) })
        }
        return table.rendered()
    }

    private func comparedAnswers(_ run: PeerRun) -> String? {
        guard let variant = run.variants.first else { return nil }
        return AnswerComparison(workload: workload, index: index, run: run, theirs: variant.answers).report()
    }

    private static func number(_ duration: Duration) -> String { BenchText.decimals(duration / .milliseconds(1), 3) }
}
