/// The figures of one run beside what is asked of them.
struct SearchFigures {
    private static let kibibyte = 1_024.0

    let workload: SearchWorkload
    let index: IndexFigures
    let peers: [PeerRun]

    func figures() -> [BenchFigure] {
        latency() + peers.flatMap(comparison) + rates() + memory() + building() + changes()
    }

    /// From so many people on, the goals are those of a million.
    private var isMillion: Bool { workload.made >= 1_000_000 }

    private func latency() -> [BenchFigure] {
        let (best, all) = (Percentiles(index.timings.best), Percentiles(index.timings.all))
        let goals = isMillion ? (median: 1.0, p99: 25.0) : (median: 0.28, p99: 4.5)
        func figure(_ name: String, _ value: Duration, _ goal: Double) -> BenchFigure {
            BenchFigure(
                name: "\(name) of \(best.count) queries over \(index.count) people, each query's best",
                goal: "at most \(BenchText.decimals(goal, 2)) ms", measured: BenchText.fine(value),
                isMet: value / .milliseconds(1) <= goal)
        }
        return [
            figure("median", best.median, goals.median), figure("p99", best.p99, goals.p99),
            BenchFigure(
                name: "the same of every sample", goal: "",
                measured: "median \(BenchText.fine(all.median)), p99 \(BenchText.fine(all.p99))", isMet: nil),
        ]
    }

    private func comparison(_ run: PeerRun) -> [BenchFigure] {
        guard !run.variants.isEmpty else {
            let reason = "not measured: \(run.failure ?? "it said nothing")"
            return [BenchFigure(name: run.title, goal: "", measured: reason, isMet: nil)]
        }
        return run.variants.enumerated().flatMap { place, variant in
            // The best of more tries would be better: as many as the peer had.
            let ours = Percentiles(index.timings.best(of: variant.timings.samples.map(\.count).min() ?? 1))
            let theirs = Percentiles(variant.timings.best)
            return [
                ("median", ours.median, theirs.median, run.peer.median), ("p99", ours.p99, theirs.p99, run.peer.p99),
            ].map { name, our, their, factor in
                let (ratio, goal) = (their / our, place == 0 ? factor : nil)
                return BenchFigure(
                    name: "\(name) against \(run.title), \(variant.name)",
                    goal: goal.map { "at least \(BenchText.decimals($0, 1)) x faster" } ?? "",
                    measured: "\(BenchText.decimals(ratio, 2)) x: \(BenchText.fine(their))",
                    isMet: goal.map { ratio >= $0 })
            }
        }
    }

    private func rates() -> [BenchFigure] {
        let (took, worked) = index.perSecond
        let (one, two) = isMillion ? (nil, nil) : (2_500.0, 4_800.0)
        func goal(_ rate: Double?) -> String { rate.map { "at least \(Int($0))/s" } ?? "" }
        return [
            BenchFigure(
                name: "requests on one core", goal: goal(one),
                measured: "\(Int(took))/s; \(Int(worked)) by a second of processor time",
                isMet: one.map { took >= $0 }),
            BenchFigure(
                name: "requests of two at once", goal: goal(two), measured: "\(Int(index.pairWithIndex))/s",
                isMet: two.map { index.pairWithIndex >= $0 }),
            BenchFigure(
                name: "the same through the showcase that a node searches", goal: "",
                measured: "\(Int(index.pairWithShowcase))/s", isMet: nil),
        ]
    }

    private func memory() -> [BenchFigure] {
        let (own, people) = (index.bytesPerPerson, Double(index.count))
        let (stored, fields) = (Double(workload.bytes) / people, Double(index.inlineBytes) / people)
        return [
            BenchFigure(
                name: "resident memory of the index for each person, without the profile", goal: "at most 1.4 KB",
                measured: kilobytes(own), isMet: own <= 1.4 * Self.kibibyte),
            BenchFigure(
                name: "profile's fields that it keeps; dossier and profile with all texts",
                goal: "", measured: "\(kilobytes(fields)); \(kilobytes(stored))", isMet: nil),
        ]
    }

    private func kilobytes(_ bytes: Double) -> String { BenchText.decimals(bytes / Self.kibibyte, 2) + " KB" }

    private func building() -> [BenchFigure] {
        func rate(_ duration: Duration) -> Double { Double(index.count) / (duration / .seconds(1)) }
        let (alone, starting) = (rate(workload.disclosing + index.putting), rate(index.starting))
        return [
            BenchFigure(
                name: "from dossiers to the index, as a node starts: two at once", goal: "at least 25000/s",
                measured: "\(Int(starting))/s", isMet: starting >= 25_000),
            BenchFigure(
                name: "the same on one core", goal: "",
                measured: "\(Int(alone))/s; of what is disclosed already \(Int(rate(index.putting)))/s", isMet: nil),
        ]
    }

    private func changes() -> [BenchFigure] {
        [
            ("hide, its effect in the index", index.hides), ("show, its effect in the index", index.shows),
            ("hide while two search the showcase", index.busyHides),
            ("show while two search the showcase", index.busyShows),
        ].map { name, samples in
            let (times, best) = (Percentiles(samples.all), Percentiles(samples.best))
            return BenchFigure(
                name: "\(name): p99 of \(times.count)", goal: "at most 0.1 ms",
                measured: "\(BenchText.fine(times.p99)), median \(BenchText.fine(times.median)); "
                    + "each person's best: p99 \(BenchText.fine(best.p99))",
                isMet: times.p99 <= .microseconds(100))
        }
    }
}

extension BenchText {
    /// With the thousandth of a millisecond.
    static func fine(_ duration: Duration) -> String { decimals(duration / .milliseconds(1), 3) + " ms" }
}
