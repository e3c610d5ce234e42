import Foundation

/// Another engine that does the same work by two programs below `Tests/Benchmarks/<name>`: `install WORK` gets what it
/// needs, `run WORK ROUNDS` prints JSON lines (`README.md` there says which).
struct Peer: Sendable {
    let name: String
    /// How many times faster we are to be, at the median and at p99; nil where nothing is asked.
    let median: Double?
    let p99: Double?

    static let all = [
        Peer(name: "lucene", median: 1.7, p99: 1.3), Peer(name: "tantivy", median: 2, p99: 2),
        Peer(name: "postgres", median: 25, p99: 70), Peer(name: "fts5", median: 35, p99: 100),
        Peer(name: "collector", median: nil, p99: nil), Peer(name: "limit", median: nil, p99: nil),
    ]

    /// Installs and runs the peer; why not, when it cannot.
    func run(from benchmarks: String, in work: String, rounds: Int, quiet: Bool) async -> PeerRun {
        let folder = URL(fileURLWithPath: benchmarks + "/" + name).standardizedFileURL.path
        let (output, errors) = ("\(work)/\(name).jsonl", "\(work)/\(name).log")
        do {
            for (program, arguments) in [("install", [work]), ("run", [work, String(rounds)])] {
                if !quiet { FileHandle.standardError.write(Data("\(name): \(program)\n".utf8)) }
                let status = try await Self.start(
                    folder + "/" + program, arguments, output: program == "run" ? output : nil, errors: errors)
                guard status == 0 else {
                    let said = (try? String(contentsOfFile: errors, encoding: .utf8))?.split(separator: "\n").last
                    return .failed(self, "\(program) ended with \(status): \(said ?? "it said nothing")")
                }
            }
            let text = try String(contentsOfFile: output, encoding: .utf8)
            return try PeerRun(peer: self, lines: text)
        } catch {
            return .failed(self, "\(error)")
        }
    }

    /// Runs `program` to its end.
    ///
    /// - Returns: Its status.
    static func start(
        _ program: String, _ arguments: [String], output: String?, errors: String
    ) async throws -> Int32 {
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw OperatorError("there is no program \(program)")
        }
        for path in [output, errors].compactMap({ $0 }) {
            guard FileManager.default.createFile(atPath: path, contents: nil) else {
                throw OperatorError("\(path) cannot be written")
            }
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle(forWritingAtPath: errors)
        process.standardOutput =
            output.flatMap { FileHandle(forWritingAtPath: $0) } ?? FileHandle(forWritingAtPath: errors)
        try process.run()
        defer { if process.isRunning { process.terminate() } }
        while process.isRunning { try await Task.sleep(for: .milliseconds(50)) }
        return process.terminationStatus
    }
}
