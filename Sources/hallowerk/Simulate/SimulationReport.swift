import Domain
import Foundation
import Simulation

/// What a simulation found, as sections of text.
struct SimulationReport {
    let faulty: RunFigures
    let healthy: RunFigures

    private var scenario: Scenario { faulty.scenario }

    func sections(europe: Bool) -> [String] {
        var sections = [
            comparison, faults,
            "What \(scenario.regions) regions need\n" + Self.table(Sizing(scenario).lines),
        ]
        if europe {
            let sizing = Sizing.europe(scenario)
            let factor = Sizing.europeanWorkers / Sizing.dutchWorkers
            sections += [
                "What Europe needs when every query goes to every region (everything \(factor) times)\n"
                    + Self.table(sizing.lines),
                "What Europe needs by country, \(percent(Sizing.acrossBorders)) of the queries across borders "
                    + "(gateways that ask gateways are not built)\n" + Self.table(sizing.layered),
            ]
        }
        return sections + [assumptions]
    }

    private var comparison: String {
        var table = TextTable([("figure", .left), ("with faults", .right), ("without", .right)])
        func row(_ name: String, _ value: (RunFigures) -> String) {
            table.add([.init(name), .init(value(faulty)), .init(value(healthy))])
        }
        row("queries answered") { SimulationCharts.grouped($0.answered.count) }
        for (name, share) in [("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999)] {
            row("latency at the asking region, \(name)") { figures in
                Quantile.of(figures.latencies, share).map(BenchText.milliseconds) ?? "-"
            }
        }
        row("completeness (dekking), mean") { percent($0.completeness, 3) }
        row("answers that every region is in") { percent($0.whole, 2) }
        row("refused: too many at once") { SimulationCharts.grouped($0.refused) }
        row("not asked: the asker's own node was away") { SimulationCharts.grouped($0.notAsked) }
        row("calls to regions") { SimulationCharts.grouped($0.calls) }
        row("of these repeated / without an answer") { "\($0.repeats) / \($0.failedCalls.count)" }
        row("times a gateway began to leave a region alone") { "\($0.leftAlone.count)" }
        row("load of each gateway") { figures in
            let loads = figures.gatewayLoads.prefix(8).map { percent($0, 1) }
            return loads.joined(separator: " ") + (figures.gatewayLoads.count > 8 ? " ..." : "")
        }
        row("load of the busiest node") { percent($0.nodeLoads.max() ?? 0, 1) }
        return "\(scenario.gateways) gateways of \(scenario.gatewayProcessors) processors, "
            + "\(BenchText.seconds(scenario.length)) simulated, the first tenth not counted\n" + table.rendered()
    }

    private var faults: String {
        let counts = Fault.Kind.allCases.map { kind in
            "\(scenario.faults.count { $0.kind == kind }) \(kind.rawValue)"
        }
        guard let first = scenario.faults.first else { return "No region failed." }
        let away = scenario.faults.map { min($0.until, scenario.length) - $0.from }.reduce(.zero, +)
        let longest = scenario.faults.map { $0.until - $0.from }.max() ?? (first.until - first.from)
        return "Regions failed \(scenario.faults.count) times (\(counts.joined(separator: ", "))), for "
            + "\(BenchText.seconds(away)) together and \(BenchText.seconds(longest)) at most."
    }

    private var assumptions: String {
        let costs = scenario.costs
        func time(_ duration: Duration) -> String { BenchText.milliseconds(duration) }
        return """
            Assumed:
            - people ask independently of each other, each as often, whatever came of the query before;
            - each query asks every region for twenty hits, without a filter, and goes to a gateway at random;
            - gateway, processor time: \(time(costs.gatewayQuery)) a query and \(time(costs.gatewayCall)) a call;
            - node: \(time(costs.nodeSearch)) a search and \(time(costs.nodeSearchOfMillion)) for each million visible
              profiles, log-normal (sigma \(costs.nodeSigma)); two regions differ in size log-normally (sigma 0.5);
            - way there and back: log-normal, median \(time(costs.roundTrip.median)), sigma \(costs.roundTrip.sigma); \
            \(percent(costs.roundTrip.tailShare, 2)) lose a packet
              and take \(time(costs.roundTrip.tail)) to \(time(costs.roundTrip.tail * 2)) more;
            - connections are warm; a handshake, a full disk and a slow asker are not simulated;
            - faults come at random, a third of them each: gone (refused at once), silent (nothing comes through), slow
              (\(time(Fault.slowness)) more); gateways do not fail, and of each region there is one node;
            - breakers, good-enough wait, retry budget, admission, outcomes and completeness are the gateways' own code.
            """
    }

    private func percent(_ share: Double, _ places: Int = 0) -> String {
        BenchText.decimals(share * 100, places) + " %"
    }

    private static func table(_ lines: [Sizing.Line]) -> String {
        var table = TextTable([("figure", .left), ("arithmetic", .left), ("", .right)])
        for line in lines { table.add([.init(line.name), .init(line.arithmetic), .init(line.result)]) }
        return table.rendered()
    }
}
