import Accountability
import ArgumentParser
import Foundation

/// `hallowerk audit`: what a process wrote about who did what.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Examine a node's or gateway's audit log.", subcommands: [Verify.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Prove that no line was changed, taken out or put in between.",
            discussion: """
                Computes the chain of hashes again; a process may be running on the folder, and nothing is changed.
                It prints the end of the chain: keep it elsewhere, and give it with --since later. Without that, lines
                cut off at the end, and a log written anew from the start, do not show. Exit code: 0 untouched, 2 not.
                """)

        @Option(help: "The data folder of the process.")
        var data: String

        @Option(help: "An end of the chain that was printed before: NUMBER:HASH.")
        var since: String?

        func run() async throws {
            try await Failure.reported {
                let earlier = try since.map { text in
                    guard let head = AuditHead(text) else {
                        throw OperatorError(
                            "--since '\(text)' is no end of an audit log.",
                            remedy: "Give it as it was printed: a number, a colon and 64 hexadecimal digits.")
                    }
                    return head
                }
                let file = URL(fileURLWithPath: data).standardizedFileURL.path + "/" + DataFile.accountability
                switch try AccountabilityStore.verifyAudit(path: file, since: earlier) {
                case .untouched(let head):
                    print("\(Ink.green("Untouched:")) \(head.number) lines in \(file).")
                    print("Keep this elsewhere, for --since: \(head)")
                case .altered(let number):
                    try Self.broken("line \(number) is not what was written or does not follow from the last", file)
                case .missing(let number): try Self.broken("line \(number) was taken out", file)
                }
            }
        }

        private static func broken(_ finding: String, _ file: String) throws {
            let text =
                Ink.red("Not untouched:") + " in \(file), \(finding).\n"
                + "  -> Keep the file as it is, and tell the security officer of the region.\n"
            FileHandle.standardError.write(Data(text.utf8))
            throw ExitCode(2)
        }
    }
}
