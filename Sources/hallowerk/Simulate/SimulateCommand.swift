import ArgumentParser
import Foundation
import Simulation

/// `hallowerk simulate`: a federation of any size, run by the gateways' own rules on a clock of its own.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Simulate a federation of any size; say what machines it needs.",
        discussion: """
            Drives the breakers, waits, retries and admission that gateways run, with times and costs as measured, and
            regions that fail and return. The same options give the same figures. It runs twice, with faults and
            without; --svg also runs other numbers of gateways. The assumptions are printed along.
            """)

    /// Numbers of gateways that `--svg` compares.
    private static let compared = [1, 2, 3, 4, 6, 8]

    @Option(help: "Regions, 1 to 2000.")
    var regions = Scenario().regions

    @Option(help: "Visible profiles of all regions together.")
    var profiles = Scenario().profiles

    @Option(name: .customLong("accountmanagers"), help: "Accountmanagers of all regions together.")
    var accountManagers = Scenario().accountManagers

    @Option(name: .customLong("queries-per-hour"), help: "What each asks in the busiest hour.")
    var queriesPerHour = Scenario().queriesPerHour

    @Option(help: "Gateways, 1 to 64.")
    var gateways = Scenario().gateways

    @Option(name: .customLong("gateway-processors"), help: "Processors of each, 1 to 256.")
    var gatewayProcessors = Scenario().gatewayProcessors

    @Option(name: .customLong("node-processors"), help: "Processors of each region's node, 1 to 256.")
    var nodeProcessors = Scenario().nodeProcessors

    @Option(help: "Minutes that are simulated, 1 to 1440.")
    var minutes = 10

    @Option(name: .customLong("fault-minutes"), help: "A region fails once in so many minutes; 0: never.")
    var faultMinutes = FaultRate().between / .seconds(60)

    @Option(name: .customLong("fault-seconds"), help: "How long that lasts, on average.")
    var faultSeconds = FaultRate().lasting / .seconds(1)

    @OptionGroup(title: "Costs") var costs: CostOptions

    @Option(help: "Where the draws begin.")
    var seed: UInt64 = 1

    @Option(help: "Folder for three charts (SVG): latency, completeness, gateways.")
    var svg: String?

    @Flag(help: "Also say what Europe's 300 million workers would need.")
    var europe = false

    @Flag(help: "No progress on standard error.")
    var quiet = false

    func validate() throws {
        guard (1...2_000).contains(regions) else { throw ValidationError("--regions must be 1 to 2000.") }
        guard (0...1_000_000_000).contains(profiles) else { throw ValidationError("--profiles must be 0 to 10^9.") }
        guard (1...1_000_000).contains(accountManagers), (0.1...10_000).contains(queriesPerHour) else {
            throw ValidationError("--accountmanagers must be 1 to 1000000, --queries-per-hour 0.1 to 10000.")
        }
        guard (1...64).contains(gateways) else { throw ValidationError("--gateways must be 1 to 64.") }
        guard (1...256).contains(gatewayProcessors), (1...256).contains(nodeProcessors) else {
            throw ValidationError("A machine has 1 to 256 processors.")
        }
        guard (1...1_440).contains(minutes) else { throw ValidationError("--minutes must be 1 to 1440.") }
        guard (0...1_000_000).contains(faultMinutes), (1...86_400).contains(faultSeconds) else {
            throw ValidationError("--fault-minutes must be 0 to 1000000, --fault-seconds 1 to 86400.")
        }
    }

    func run() async throws {
        try await Failure.reported {
            let scenario = scenario
            var calm = scenario
            calm.faults = []
            let faulty = try figures(scenario, "With faults")
            let healthy = try figures(calm, "Without faults")
            let report = SimulationReport(faulty: faulty, healthy: healthy)
            for section in report.sections(europe: europe) { print(section + "\n") }
            if let svg { try draw(faulty, healthy, in: svg) }
        }
    }

    private var scenario: Scenario {
        var scenario = Scenario()
        scenario.regions = regions
        scenario.profiles = profiles
        scenario.accountManagers = accountManagers
        scenario.queriesPerHour = queriesPerHour
        scenario.gateways = gateways
        scenario.gatewayProcessors = gatewayProcessors
        scenario.nodeProcessors = nodeProcessors
        scenario.length = .seconds(60 * minutes)
        scenario.costs = costs.costs
        scenario.seed = seed
        if faultMinutes > 0 {
            scenario.faults = FaultRate(between: .seconds(60 * faultMinutes), lasting: .seconds(faultSeconds)).drawn(
                regions: regions, until: scenario.length, seed: seed)
        }
        return scenario
    }

    private func figures(_ scenario: Scenario, _ title: String) throws -> RunFigures {
        let seconds = Int(scenario.length / .seconds(1))
        var bar = ProgressBar(title, total: seconds, unit: "s simulated", quiet: quiet)
        var run = try FederationRun(scenario)
        return run.run { share in bar.update(Int(share * Double(seconds))) }
    }

    private func draw(_ faulty: RunFigures, _ healthy: RunFigures, in folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let runs = try Self.compared.map { count in
            if count == healthy.scenario.gateways { return healthy }
            var other = healthy.scenario
            other.gateways = count
            return try figures(other, "\(count) gateways")
        }
        let charts = [
            ("latency", SimulationCharts.latency(faulty, healthy: healthy)),
            ("completeness", SimulationCharts.completeness(faulty)),
            ("gateways", SimulationCharts.gateways(runs)),
        ]
        for (name, chart) in charts {
            let path = "\(folder)/\(name).svg"
            try chart.svg.write(toFile: path, atomically: true, encoding: .utf8)
            print("\(path): \(chart.title)")
        }
    }
}
