import ArgumentParser
import Domain
import Foundation

/// `hallowerk profile`: shows or hides a jobseeker at the jobseeker's own request, as a case manager of the
/// municipality.
struct ProfileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Show, hide or look up a jobseeker's visibility, signed in as a case manager.",
        discussion: """
            Owning the machine is not enough to touch a person (P-ROL): these commands sign in as a case manager of
            the person's municipality. The password is asked for, or taken from HALLOWERK_WACHTWOORD; so is the code
            of a second factor, where one is needed, or taken from HALLOWERK_CODE. A running node is asked over the
            socket in its data folder; while none runs, the command takes the store's lock itself.
            """,
        subcommands: [Show.self, Hide.self, State.self])

    /// What the three share.
    struct Target: ParsableArguments {
        @Argument(help: "The profile's id.")
        var id: String

        @Option(help: "The case manager to sign in as.")
        var gebruiker: String

        @Option(help: "The node's data folder.")
        var data: String

        func profile() throws -> ProfileID {
            guard let id = ProfileID(id) else {
                throw OperatorError(
                    "'\(id)' is no profile id.", remedy: "Give it as xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx.")
            }
            return id
        }
    }

    /// Why visibility changes: the jobseeker's own request, on record.
    struct Request: ParsableArguments {
        @Option(help: "Reference of the jobseeker's recorded request.")
        var verzoek: String

        @Option(help: "The reason.")
        var reden: String
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Make a jobseeker visible to everybody connected.")
        @OptionGroup var target: Target
        @OptionGroup var request: Request

        func run() async throws {
            try await Failure.reported {
                try await VisibilityChange(target: target, request: request, visible: true).run()
            }
        }
    }

    struct Hide: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hide", abstract: "Hide a jobseeker, everywhere and at once.")
        @OptionGroup var target: Target
        @OptionGroup var request: Request

        func run() async throws {
            try await Failure.reported {
                try await VisibilityChange(target: target, request: request, visible: false).run()
            }
        }
    }

    struct State: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "info", abstract: "Show state and history; no personal data.")
        @OptionGroup var target: Target

        func run() async throws {
            try await Failure.reported { try await VisibilityLookUp(target: target).run() }
        }
    }
}
