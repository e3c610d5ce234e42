import Telemetry

/// How long a node with many people takes to start, and how much memory it has then.
struct StartBench {
    private static let within = Duration.seconds(6)
    private static let bytes = 600_000_000

    let node: BenchNode

    func figures() async throws -> [BenchFigure] {
        try await node.running { process, took in
            let worked = ProcessFigures(process.identifier).processorTime ?? .zero
            let peak = ProcessFigures(process.identifier).peakMemory ?? 0
            return [
                BenchFigure(
                    name: "node with \(node.people) people: start to listening", goal: "under 6 s",
                    measured: "\(BenchText.seconds(took)), \(BenchText.seconds(worked)) of processors",
                    isMet: took < Self.within),
                BenchFigure(
                    name: "its memory, at most", goal: "under 600 MB", measured: BenchText.megabytes(peak),
                    isMet: (1..<Self.bytes).contains(peak)),
            ]
        }
    }
}
