import Domain
import Foundation
import Telemetry
import Trust

/// A municipality's export taken in as an operator does it: `hallowerk import` beside a running node, check and apply
/// together; and what the sqlite3 tool does with the same rows.
struct ImportBench {
    private static let rowsPerSecond = 15_000.0
    private static let bytes = 100_000_000
    private static let share = 0.5

    let node: BenchNode
    let rows: Int
    let quiet: Bool

    func figures() async throws -> [BenchFigure] {
        let file = node.folder.path + "/export.csv"
        let line = BenchRows(municipality: node.municipality.code)
        try line.writeExport(rows, to: file)
        let (took, checking, applying) = try await node.running { process, _ in
            let (took, checking) = try await command(file)
            return (took, checking, ProcessFigures(process.identifier).peakMemory ?? 0)
        }
        // The node keeps its hidden people in an index: what it has of them whoever brought them.
        let resting = try await node.running { process, _ in ProcessFigures(process.identifier).peakMemory ?? 0 }
        let rate = Double(rows) / (took / .seconds(1))
        var figures = [
            BenchFigure(
                name: "import of \(rows) rows: check and apply", goal: "at least 15000 rows/s",
                measured: BenchText.perSecond(rows, in: took), isMet: rate >= Self.rowsPerSecond),
            BenchFigure(
                name: "memory of the process that checks, at most", goal: "under 100 MB",
                measured: BenchText.megabytes(checking), isMet: (1..<Self.bytes).contains(checking)),
            BenchFigure(
                name: "memory of the process that applies, at most", goal: "under 100 MB",
                measured: BenchText.megabytes(applying), isMet: (1..<Self.bytes).contains(applying)),
            BenchFigure(
                name: "the same node started again, with the people of the file", goal: "",
                measured: BenchText.megabytes(resting), isMet: nil),
        ]
        let name = "import against sqlite3 .import into the same schema"
        let goal = "at least \(BenchText.times(Self.share))"
        guard let tool = try await SQLiteTool(rows: line, folder: node.folder.path)?.importing(rows, like: node.store)
        else {
            let missing = "not measured: there is no sqlite3 tool"
            return figures + [BenchFigure(name: name, goal: goal, measured: missing, isMet: nil)]
        }
        let ratio = tool / took
        let measured = "\(BenchText.times(ratio)) of \(BenchText.perSecond(rows, in: tool))"
        figures.append(BenchFigure(name: name, goal: goal, measured: measured, isMet: ratio >= Self.share))
        return figures
    }

    /// Runs the command; how long it took, and the most memory that it had.
    private func command(_ file: String) async throws -> (took: Duration, peak: Int) {
        guard let logIn = node.folder.plan.logIns.first else { throw OperatorError("The folder has no log-ins.") }
        let output = node.folder.path + "/import.txt"
        try OwnerOnlyFile.write([], to: output)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = [
            "import", file, "--gemeente", node.municipality.code, "--data", node.data, "--gebruiker", logIn.gebruiker,
        ]
        process.environment = ProcessInfo.processInfo.environment.merging([Prompt.variable: logIn.wachtwoord]) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = quiet ? FileHandle.nullDevice : FileHandle.standardError
        let clock = ContinuousClock()
        let began = clock.now
        try process.run()
        defer { if process.isRunning { process.terminate() } }
        var peak = 0
        while process.isRunning {
            peak = max(peak, ProcessFigures(process.processIdentifier).peakMemory ?? 0)
            try await Task.sleep(for: .milliseconds(5))
        }
        let took = clock.now - began
        guard process.terminationStatus == 0 else {
            let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
            throw OperatorError("The import failed: \(text.split(separator: "\n").last ?? "it said nothing").")
        }
        return (took, peak)
    }
}
