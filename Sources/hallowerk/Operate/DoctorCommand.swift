import ArgumentParser
import Domain
import Foundation

/// `hallowerk doctor`: looks at everything that a node or gateway needs, and names each problem with its remedy.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check a node's or gateway's configuration, keys, registry, clock, ports and store.",
        discussion: "Exit code: 0 all is well, 2 attention, 3 it will not work as it is. It changes nothing.")

    @Option(help: "The data folder of the process.")
    var data: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        try await Failure.reported {
            let folder = URL(fileURLWithPath: data).standardizedFileURL.path
            let checks = await Examination(data: folder).checks()
            if json {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                FileHandle.standardOutput.write(try encoder.encode(checks.map(Row.init)) + Data("\n".utf8))
            } else {
                print(Self.table(of: checks))
            }
            switch checks.map(\.mark).max() {
            case .critical: throw ExitCode(3)
            case .attention: throw ExitCode(2)
            case .ok, nil: return
            }
        }
    }

    private struct Row: Encodable {
        let subject, mark, finding: String
        let remedy: String?

        init(_ check: Check) {
            subject = check.subject
            mark = check.mark.rawValue
            finding = check.finding
            remedy = check.remedy
        }
    }

    static func table(of checks: [Check]) -> String {
        var table = TextTable([("", .left), ("check", .left), ("found", .left)])
        for check in checks {
            table.add([.init(check.mark.sign, check.mark.ink), .init(check.subject), .init(check.finding)])
            if let remedy = check.remedy { table.add([.init(""), .init(""), .init("-> \(remedy)", .cyan)]) }
        }
        return table.rendered()
    }
}
