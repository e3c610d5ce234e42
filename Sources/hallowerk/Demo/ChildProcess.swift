import Foundation
import Glibc
import Trust

/// One process of the demo: started from this very executable, stopped with it.
///
/// Its standard input is a pipe from here, and it runs with `--until-stdin-closes`, so that it ends by itself when this
/// process is gone.
struct ChildProcess: Sendable {
    let name: String
    let logFile: String
    private let process: Process
    private let lifeline: FileHandle

    /// Starts this executable with `arguments`; what it prints goes to `logFile`.
    static func start(_ name: String, arguments: [String], logFile: String) throws -> ChildProcess {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments + ["--until-stdin-closes"]
        if !FileManager.default.fileExists(atPath: logFile) { try OwnerOnlyFile.write([], to: logFile) }
        let log = try FileHandle(forWritingTo: URL(fileURLWithPath: logFile))
        try log.seekToEnd()
        let pipe = Pipe()
        process.standardInput = pipe
        process.standardOutput = log
        process.standardError = log
        try process.run()
        return ChildProcess(name: name, logFile: logFile, process: process, lifeline: pipe.fileHandleForWriting)
    }

    /// Whether it still runs.
    var isRunning: Bool { process.isRunning }
    var identifier: Int32 { process.processIdentifier }

    func askToStop() { if process.isRunning { process.terminate() } }
    func end() { if process.isRunning { kill(identifier, SIGKILL) } }

    /// The end of what it printed: what an operator needs to see when it did not start.
    var lastLines: String {
        let text = (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(5).joined(separator: "\n")
    }
}
