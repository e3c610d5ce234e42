import ArgumentParser
import Domain
import Foundation
import Wire

/// `hallowerk status`: the federation as a gateway sees it.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the federation as the gateway sees it.",
        discussion: """
            Exit code: 0 all is well, 2 a region needs attention or a certificate ends within 30 days, 3 a region is
            down or a certificate ends within a day, 1 the gateway does not answer. With --watch it is that of the
            latest look, when Ctrl-C ends it.
            """)

    @Option(help: "The gateway's ops face.")
    var gateway = "http://127.0.0.1:8402"

    @Flag(help: "Print the gateway's JSON.")
    var json = false

    @Flag(help: "Print nothing; the exit code tells.")
    var quiet = false

    @Flag(help: "Look again every five seconds until Ctrl-C: in place on a terminal, a block for each look elsewhere.")
    var watch = false

    func validate() throws {
        guard !watch || !(json || quiet) else { throw ValidationError("--watch goes with neither --json nor --quiet.") }
    }

    func run() async throws {
        try await Failure.reported {
            if watch {
                switch await StatusWatch(gateway: gateway).run() {
                case .some(let mark): return try Self.end(mark)
                case nil: throw ExitCode(1)
                }
            }
            let (report, body) = try await StatusReport.ask(gateway)
            if json {
                FileHandle.standardOutput.write(Data(body + [UInt8(ascii: "\n")]))
            } else if !quiet {
                print(report.rendered(width: TerminalSize.columns))
            }
            try Self.end(report.worst)
        }
    }

    /// - Throws: `ExitCode` for what is not well.
    private static func end(_ mark: NodeHealth.Mark) throws {
        switch mark {
        case .critical: throw ExitCode(3)
        case .attention: throw ExitCode(2)
        case .ok: return
        }
    }
}
