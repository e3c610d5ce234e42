import ArgumentParser

/// `hallowerk bench`: what this build reaches on this machine, against its goals.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure this build on this machine, against its goals.",
        subcommands: [DossiersBench.self, SearchBench.self, FederationBench.self, TrustBench.self, MonitorBench.self])
}
