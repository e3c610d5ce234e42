import ArgumentParser
import Foundation

/// `hallowerk bench federation`: what a gateway costs, how fast a federation answers, and what it does when parts of it
/// fail, by processes of their own on this machine.
struct FederationBench: AsyncParsableCommand {
    /// What can be measured, each in processes of its own kind.
    enum Part: String, CaseIterable, ExpressibleByArgument {
        case costs, latency, rate, memory, restarts, slow, silent, breadth

        /// Measured with the few regions that all answer.
        static let few: Set<Part> = [.costs, .latency, .rate, .memory, .restarts]
        /// Measured with a `FaultyLine` before each region.
        static let faulty: Set<Part> = [.slow, .silent]
    }

    static let configuration = CommandConfiguration(
        commandName: "federation", abstract: "Measure the federation: costs, latency, rate, and faults.",
        discussion: """
            Makes regions with synthetic people in a new folder below --in, runs gateway and nodes as processes of
            their own on loopback with mutual TLS, and removes the folder. Build it with -c release, and let nothing
            else run: the asker shares the processors with what is measured. Exit code: 0 all goals met, 2 some
            missed, 1 it could not be measured.
            """)

    @Option(help: "Regions that costs, latency, rate, memory and restarts are measured with, 2 to 35.")
    var regions = 8

    @Option(help: "People of each region, 100 to 20000.")
    var people = 1_000

    @Option(help: "Queries of each measurement, 50 to 5000.")
    var calls = 2_000

    @Option(help: "Queries after which memory is compared with that after 10000 (or half): 100 to 10000000.")
    var queries = 20_000

    @Option(
        name: .customLong("at-once"), help: "Queries under way at once where rates and costs are measured, 1 to 64.")
    var atOnce = 16

    @Option(help: "How often a region is killed and started again under load, 1 to 1000.")
    var restarts = 3

    @Option(name: .customLong("fault-regions"), help: "Regions that faults are measured with, 12 to 35.")
    var faultRegions = 14

    @Option(help: "Regions whose median is compared with that of the few, 2 to 35.")
    var breadth = BenchFederation.most

    @Option(help: "Seconds that a region is cut off, 6 to 600.")
    var silence = 12

    @Option(help: "Parts, by comma: \(Part.allCases.map(\.rawValue).joined(separator: ",")).")
    var only = Part.allCases.map(\.rawValue).joined(separator: ",")

    @Option(help: "Peers, by comma: nginx, which is installed where it is missing (apt-get).")
    var peers = ""

    @Option(help: "Folder with the peers' programs.")
    var benchmarks = "Tests/Benchmarks"

    @OptionGroup var options: BenchOptions

    func validate() throws {
        guard (2...BenchFederation.most).contains(regions), (2...BenchFederation.most).contains(breadth) else {
            throw ValidationError("--regions and --breadth must be 2 to \(BenchFederation.most).")
        }
        guard (100...20_000).contains(people) else { throw ValidationError("--people must be 100 to 20000.") }
        guard (50...5_000).contains(calls) else { throw ValidationError("--calls must be 50 to 5000.") }
        guard (100...10_000_000).contains(queries) else { throw ValidationError("--queries must be 100 to 10000000.") }
        guard (1...64).contains(atOnce) else { throw ValidationError("--at-once must be 1 to 64.") }
        guard (1...1_000).contains(restarts) else { throw ValidationError("--restarts must be 1 to 1000.") }
        guard (12...BenchFederation.most).contains(faultRegions) else {
            throw ValidationError("--fault-regions must be 12 to 35: fewer never leave nine tenths without one.")
        }
        guard (6...600).contains(silence) else { throw ValidationError("--silence must be 6 to 600.") }
        guard peers.isEmpty || peers == "nginx" else { throw ValidationError("There is no peer \(peers).") }
        _ = try Set<Part>(naming: only)
    }

    func run() async throws {
        try await options.report { try await measured(in: $0) }
    }

    private func measured(in path: String) async throws -> [BenchFigure] {
        let parts = try Set<Part>(naming: only)
        let few = parts.contains(.breadth) || !parts.isDisjoint(with: Part.few)
        let most = [
            few ? regions : 0, parts.isDisjoint(with: Part.faulty) ? 0 : faultRegions,
            parts.contains(.breadth) ? breadth : 0,
        ]
        let federation = try await BenchFederation.make(
            in: path, regions: most.max() ?? 0, people: people, regionsDir: options.regionsDir, quiet: options.json)
        var figures: [BenchFigure] = []
        var median: Duration?
        if few {
            let bench = GatewayBench(
                parts: parts, calls: calls, queries: queries, restarts: restarts, concurrent: atOnce,
                benchmarks: peers.isEmpty ? nil : benchmarks, quiet: options.json)
            let measured = try await federation.running(regions: regions) { try await bench.figures($0) }
            figures += measured.figures
            median = measured.median
        }
        if !parts.isDisjoint(with: Part.faulty) {
            let bench = FaultBench(parts: parts, calls: calls, silence: .seconds(silence), quiet: options.json)
            figures += try await federation.running(regions: faultRegions, hasLines: true) {
                try await bench.figures($0)
            }
        }
        if parts.contains(.breadth), let median {
            let calls = calls / 5
            let wide = try await federation.running(regions: breadth) {
                try await GatewayBench.latencies($0, calls: calls).whole.median
            }
            let ratio = wide / median
            figures.append(
                BenchFigure(
                    name: "median of \(breadth) regions against \(regions)", goal: "at most 3 x",
                    measured: "\(BenchText.milliseconds(wide)): \(BenchText.times(ratio))", isMet: ratio <= 3))
        }
        return figures
    }
}
