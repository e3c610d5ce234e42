import ArgumentParser
import Logging

/// `hallowerk gateway run`: a gateway between the regions.
struct GatewayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway", abstract: "Run a gateway.", subcommands: [Run.self])

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run", abstract: "Run a gateway until SIGTERM or Ctrl-C.")

        @OptionGroup var serve: ServeOptions

        func run() async throws {
            try await Failure.reported {
                let settings = try serve.settings()
                let logger = Logger(label: "gateway", factory: { StructuredLog(label: $0) })
                let services = try await GatewayProcess.start(settings, logger: logger)
                try await ProcessServices.run(services, untilStdinCloses: serve.untilStdinCloses, logger: logger)
            }
        }
    }
}
