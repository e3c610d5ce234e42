import Access
import ArgumentParser
import Foundation

/// `hallowerk account`: what somebody at a terminal needs to log in.
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Second factors of accounts.", subcommands: [Code.self])

    struct Code: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "code", abstract: "Print the code of a second factor at this moment.",
            discussion: """
                For demos, tests and programs that keep a secret as they keep a password. Whoever has password and
                secret on one machine has one factor, not two.
                """)

        @Option(help: "The secret, in base32 as it is shown at enrolment.")
        var secret: String

        func run() async throws {
            try await Failure.reported {
                guard let secret = TOTPSecret(base32: secret) else {
                    throw OperatorError(
                        "--secret is no secret of a second factor.",
                        remedy: "Give the letters and digits 2 to 7 that were shown at enrolment, 26 or more of them.")
                }
                Terminal.write(secret.code(at: Date()) + "\n")
            }
        }
    }
}
