import ArgumentParser
import Logging

/// `hallowerk node run`: the node of one region.
struct NodeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "node", abstract: "Enrol and run a region's node.", subcommands: [Run.self, Initialise.self])

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run", abstract: "Run the node of a region until SIGTERM or Ctrl-C.")

        @Option(help: "The region's code, such as rijnmond (default: what settings.yaml says).")
        var region: String?

        @OptionGroup var serve: ServeOptions

        func run() async throws {
            try await Failure.reported {
                let settings = try serve.settings(region: region)
                let logger = Logger(label: "node", factory: { StructuredLog(label: $0) })
                let node = try await Node.start(settings, logger: logger)
                try await ProcessServices.run(
                    node.services, untilStdinCloses: serve.untilStdinCloses, logger: logger)
            }
        }
    }
}
