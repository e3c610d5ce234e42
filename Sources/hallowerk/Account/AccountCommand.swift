import Access
import ArgumentParser
import Foundation

/// `hallowerk account`: first accounts, and what somebody at a terminal needs to log in.
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "First accounts of a node or a monitor, and codes of second factors.",
        subcommands: [Add.self, Code.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a first account on a running node, or an account of a running gateway's monitor.",
            discussion: """
                On a node: a municipality's first administrator, or somebody of regional IT, with --gemeente, and staff
                of a processor (verwerker), who see nobody, with --organisatie; all other roles are given on the portal
                by the municipality's administrator. On a gateway: verwerker or regioIct with --organisatie, or
                federatiebeheerder. Prints a password that must be changed at the first log-in. Whoever owns the data
                folder may do this; it is in the audit log.
                """)

        @Argument(help: "What the person logs in with: lower-case letters, digits, '.', '-', '_' or '@'.")
        var user: String

        @Option(help: "The name that colleagues see.")
        var naam: String

        @Option(help: "gemeentebeheerder, regioIct or verwerker; on a gateway also federatiebeheerder.")
        var rol: String

        @Option(help: "On a node: the municipality's code, such as GM0599.")
        var gemeente: String?

        @Option(help: "The OIN of the processor or region, as the registry has it.")
        var organisatie: String?

        @Option(help: "The data folder of the node or gateway.")
        var data: String

        func run() async throws {
            try await Failure.reported {
                guard gemeente == nil || organisatie == nil else {
                    throw OperatorError(
                        "--gemeente and --organisatie are both given.",
                        remedy: "Give --gemeente for a municipality, --organisatie for a processor or on a gateway.")
                }
                let place = (gemeente ?? organisatie).map { " of \($0)" } ?? ""
                let fields = [
                    "gebruiker": user, "naam": naam, "rol": rol, "gemeente": gemeente ?? "",
                    "organisatie": organisatie ?? "",
                ].filter { $0.key != (gemeente == nil ? "gemeente" : "organisatie") }
                let body = Array(try JSONSerialization.data(withJSONObject: fields))
                let folder = URL(fileURLWithPath: data).standardizedFileURL.path
                let answer = try await StandIn(data: folder).unlessRunning {
                    try await HTTPCall.send("POST", HTTPCall.control(folder, "/v1/accounts"), body: body)
                }
                struct Made: Decodable { let wachtwoord: String }
                guard answer.status == 200 else { throw answer.problem }
                let made = try JSONDecoder().decode(Made.self, from: Data(answer.body))
                Terminal.write(
                    "\(user) is \(rol)\(place). Password for the first log-in: \(made.wachtwoord)\n"
                )
            }
        }
    }

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
