import Foundation
import Simulation
import Testing

@Suite("A station waits as queueing theory says")
struct StationTests {
    /// Mean waits of `jobs` jobs that come at random with `load` on each of `processors`, in mean services.
    private func meanWait(processors: Int, load: Double, jobs: Int, service: (inout Chance) -> Duration) -> Double {
        var chance = Chance(seed: 7)
        var station = Station(processors: processors)
        var time = Duration.zero
        var waited = Duration.zero
        let between = Duration.milliseconds(1) / (load * Double(processors))
        for _ in 0..<jobs {
            time += chance.exponential(mean: between)
            let work = service(&chance)
            waited += station.serve(work, at: time) - work - time
        }
        return waited / .milliseconds(jobs)
    }

    /// Erlang's C: the mean wait of M/M/c, in mean services.
    private func erlang(processors: Int, load: Double) -> Double {
        let offered = load * Double(processors)
        var term = 1.0
        var sum = 1.0
        for count in 1..<max(2, processors) where count < processors {
            term *= offered / Double(count)
            sum += term
        }
        term *= offered / Double(processors)
        let busy = term / (1 - load)
        return busy / (sum + busy) / (Double(processors) * (1 - load))
    }

    @Test("M/M/c: Erlang's C within five per cent", arguments: [(1, 0.5), (1, 0.8), (2, 0.7), (8, 0.8)])
    func agreesWithErlang(processors: Int, load: Double) {
        let wait = meanWait(processors: processors, load: load, jobs: 400_000) {
            $0.exponential(mean: .milliseconds(1))
        }
        let expected = erlang(processors: processors, load: load)
        #expect(abs(wait / expected - 1) < 0.05, "\(wait) instead of \(expected)")
    }

    @Test("M/D/1: load / 2 (1 - load) within three per cent", arguments: [0.3, 0.6, 0.8])
    func agreesWithPollaczekAndKhinchine(load: Double) {
        let wait = meanWait(processors: 1, load: load, jobs: 400_000) { _ in .milliseconds(1) }
        let expected = load / (2 * (1 - load))
        #expect(abs(wait / expected - 1) < 0.03, "\(wait) instead of \(expected)")
    }
}

@Suite("Draws are as their names say")
struct ChanceTests {
    @Test("A spread's draws have its median and its mean")
    func spread() {
        let spread = Spread(median: .milliseconds(5), sigma: 0.5, tailShare: 0.01, tail: .milliseconds(200))
        var chance = Chance(seed: 3)
        let draws = (0..<200_000).map { _ in spread.draw(&chance) }.sorted()
        let mean = draws.reduce(.zero, +) / draws.count
        #expect(abs(draws[draws.count / 2] / .milliseconds(5) - 1) < 0.02)
        #expect(abs(mean / spread.mean - 1) < 0.02)
    }

    @Test("The same seed gives the same numbers, another stream gives others")
    func seeds() {
        var (one, same, other) = (Chance(seed: 9), Chance(seed: 9), Chance(seed: 9, stream: 1))
        let draws = (0..<100).map { _ in one.unit() }
        #expect(draws == (0..<100).map { _ in same.unit() })
        #expect(draws != (0..<100).map { _ in other.unit() })
        #expect(draws.allSatisfy { $0 > 0 && $0 <= 1 })
    }
}
