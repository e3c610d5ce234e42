import ArgumentParser
import Domain
import Foundation

/// `hallowerk certs reload`: has a running node or gateway take its replaced certificates.
struct ReloadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload", abstract: "Have a running node or gateway take its replaced certificates.",
        discussion: """
            A process finds out by itself within seconds, and on SIGHUP at once; this waits until it has, and says
            what each face shows now. No connection is dropped. Files that are not good are not taken: then the
            process goes on with what it had, and the exit code is 1.
            """)

    @Option(help: "The process's data folder.")
    var data: String

    func run() async throws {
        try await Failure.reported {
            let answer = try await HTTPCall.send("POST", HTTPCall.control(data, CertificateRoutes.reload), body: [])
            guard answer.status == 200 else { throw answer.problem }
            let rows = try CertificateRoutes.read(answer.body)
            for row in rows { print(Self.line(row)) }
            guard rows.allSatisfy({ $0.geweigerd == nil }) else { throw ExitCode(1) }
        }
    }

    private static func line(_ row: CertificateRoutes.Row) -> String {
        let shown = "\(row.gezicht): serial \(row.serienummer), until \(row.geldigTot.formatted(.iso8601))"
        if let refusal = row.geweigerd { return Ink.red("✕ \(shown), as before: ") + refusal }
        return row.serienummer == row.vorigSerienummer
            ? "  \(shown), as before" : Ink.green("✓ ") + "\(shown); before \(row.vorigSerienummer)"
    }
}
