import ArgumentParser
import Foundation
import Trust

/// `hallowerk bench search`: the index of visible people against its goals, and against other engines at the same work.
struct SearchBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Measure search: latency, rate, memory, building, hiding; also of its peers.",
        discussion: """
            Draws people and queries from the seed, measures the index in this process, then runs each peer asked for
            by its programs in --benchmarks, over the same work as files below --work. That folder stays, with the
            peers' indexes, for a next run. A peer installs what it needs (apt-get, pip) the first time. Exit code:
            0 all goals met, 2 some missed, 1 it could not be measured.
            """)

    @Option(help: "People made, of whom three in four are visible: 2000 to 1000000.")
    var profiles = 200_000

    @Option(help: "Queries, of eight kinds alike: 80 to 20000.")
    var queries = 2_000

    @Option(help: "Peers, by comma: \(Peer.all.map(\.name).joined(separator: ",")).")
    var peers = ""

    @Option(help: "Where the draws of people and queries begin.")
    var seed: UInt64 = 1

    @Option(help: "How often each query is timed; the best of them counts. 1 to 50.")
    var rounds = 5

    @Option(help: "How often a peer times each query, and we where we are compared with it; 1 to 50.")
    var peerRounds = 5

    @Option(help: "The slowest queries that are listed, 0 to 1000.")
    var slowest = 0

    @Option(help: "Where files for the peers are kept (default: a folder for this work in the temporary folder).")
    var work: String?

    @Option(help: "Folder with the peers' programs.")
    var benchmarks = "Tests/Benchmarks"

    @Option(
        name: .customLong("regions-dir"),
        help: "Folder with regions and postcodes (default: regions, then /etc/hallowerk/regions).")
    var regionsDir: String?

    @Flag(help: "Print the figures as JSON instead of tables.")
    var json = false

    func validate() throws {
        guard (2_000...1_000_000).contains(profiles) else {
            throw ValidationError("--profiles must be 2000 to 1000000.")
        }
        guard (80...20_000).contains(queries) else { throw ValidationError("--queries must be 80 to 20000.") }
        guard (1...50).contains(rounds), (1...50).contains(peerRounds) else {
            throw ValidationError("--rounds and --peer-rounds must be 1 to 50.")
        }
        guard (0...1_000).contains(slowest) else { throw ValidationError("--slowest must be 0 to 1000.") }
        _ = try asked()
    }

    func run() async throws {
        try await Failure.reported {
            let load = BenchFigure.load()
            let workload = try SearchWorkload.make(
                profiles: profiles, queries: queries, seed: seed, regionsDir: regionsDir, quiet: json)
            let index = try await IndexBench(
                workload: workload, rounds: rounds, compares: !asked().isEmpty, quiet: json
            ).measured()
            let runs = try await peerRuns(workload)
            var figures = SearchFigures(workload: workload, index: index, peers: runs).figures()
            figures.append(load)
            if !json {
                let report = SearchBenchReport(workload: workload, index: index, peers: runs, slowest: slowest)
                for section in report.sections() { print(section + "\n") }
            }
            try BenchFigure.report(figures, json: json)
        }
    }

    private func peerRuns(_ workload: SearchWorkload) async throws -> [PeerRun] {
        let peers = try asked()
        guard !peers.isEmpty else { return [] }
        let folder = try workload.writeFiles(to: work, quiet: json)
        var runs: [PeerRun] = []
        for peer in peers {
            runs.append(await peer.run(from: benchmarks, in: folder, rounds: peerRounds, quiet: json))
        }
        return runs
    }

    private func asked() throws -> [Peer] {
        try peers.split(separator: ",").map { name in
            guard let peer = Peer.all.first(where: { $0.name == name }) else {
                throw ValidationError("There is no peer \(name).")
            }
            return peer
        }
    }
}
