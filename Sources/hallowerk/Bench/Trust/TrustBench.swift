import ArgumentParser
import Foundation

/// `hallowerk bench trust`: what trust between regions costs, and how fast it changes.
struct TrustBench: AsyncParsableCommand {
    /// What can be measured.
    enum Part: String, CaseIterable, ExpressibleByArgument {
        case statements, handshake, rotation, suspension

        /// Measured with processes of their own.
        static let ofProcesses: Set<Part> = [.handshake, .rotation, .suspension]
    }

    static let configuration = CommandConfiguration(
        commandName: "trust", abstract: "Measure signatures and seals, handshakes, rotation and suspension.",
        discussion: """
            Makes a small federation in a new folder below --in, runs it as processes of their own on loopback, and
            removes the folder. Build it with -c release, and let nothing else run. Exit code: 0 all goals met, 2 some
            missed, 1 it could not be measured.
            """)

    @Option(help: "Statements signed, verified, sealed and opened, 100 to 100000.")
    var count = 5_000

    @Option(help: "Seconds of handshakes for each of two servers, in four turns, 4 to 600.")
    var seconds = 12

    @Option(help: "Seconds of searches under which certificates are replaced, 5 to 600.")
    var load = 20

    @Option(help: "How often all certificates are replaced under load, 1 to 100.")
    var rotations = 3

    @Option(help: "Parts, by comma: \(Part.allCases.map(\.rawValue).joined(separator: ",")).")
    var only = Part.allCases.map(\.rawValue).joined(separator: ",")

    @Option(help: "Folder with the peers' programs; nginx is installed where it is missing (apt-get).")
    var benchmarks = "Tests/Benchmarks"

    @OptionGroup var options: BenchOptions

    func validate() throws {
        guard (100...100_000).contains(count) else { throw ValidationError("--count must be 100 to 100000.") }
        guard (4...600).contains(seconds) else { throw ValidationError("--seconds must be 4 to 600.") }
        guard (5...600).contains(load) else { throw ValidationError("--load must be 5 to 600.") }
        guard (1...100).contains(rotations) else { throw ValidationError("--rotations must be 1 to 100.") }
        _ = try Set<Part>(naming: only)
    }

    func run() async throws {
        try await options.report { try await measured(in: $0) }
    }

    private func measured(in path: String) async throws -> [BenchFigure] {
        let parts = try Set<Part>(naming: only)
        let federation = try await BenchFederation.make(
            in: path, regions: 4, people: 500, regionsDir: options.regionsDir, quiet: options.json)
        var figures: [BenchFigure] = []
        if parts.contains(.statements) {
            figures += try await StatementBench(count: count).figures(federation.certificates)
        }
        guard !parts.isDisjoint(with: Part.ofProcesses) else { return figures }
        figures += try await federation.running(regions: 4) { stage in
            var figures: [BenchFigure] = []
            if parts.contains(.handshake) {
                figures += try await HandshakeBench(seconds: seconds, benchmarks: benchmarks).figures(stage)
            }
            let changes = TrustChangeBench(load: .seconds(load), rotations: rotations, quiet: options.json)
            if parts.contains(.rotation) { figures.append(try await changes.rotation(stage)) }
            // Last: afterwards one region is out.
            if parts.contains(.suspension) { figures.append(try await changes.suspension(stage)) }
            return figures
        }
        return figures
    }
}
