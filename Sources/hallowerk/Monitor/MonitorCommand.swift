import ArgumentParser
import Foundation

/// `hallowerk monitor`: what other tools need to watch the federation.
struct MonitorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "monitor", abstract: "Files for other tools that watch the federation.",
        subcommands: [MonitorExportCommand.self])
}

/// `hallowerk monitor export`: configuration, alert rules and a dashboard for Prometheus and Grafana.
struct MonitorExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write files for Prometheus and Grafana.",
        discussion: """
            Writes in FOLDER: prometheus.yml, which scrapes the ops faces that are named here; hallowerk.rules.yml, an
            alert for each state that figures can show, with its Dutch title, consequence and remedy; and
            hallowerk.dashboard.json, for Grafana's import. The names of figures are those of this very version: write
            the files again after an update. Ops faces listen on loopback, so Prometheus or its agent runs beside them.
            """)

    @Argument(help: "The folder for the files; made when it is not there.")
    var folder: String

    @Option(help: "Ops face of a gateway, host:port; may be repeated.")
    var gateway: [String] = []

    @Option(help: "Ops face of a node, host:port; may be repeated.")
    var node: [String] = []

    func run() async throws {
        try await Failure.reported {
            let addresses = (gateway.isEmpty && node.isEmpty ? ["127.0.0.1:8402"] : gateway, node)
            for text in addresses.0 + addresses.1 where ListenAddress(argument: text) == nil {
                throw OperatorError("'\(text)' is no address.", remedy: "Write host:port, such as 127.0.0.1:8402.")
            }
            for file in try MonitorExport.files(gateways: addresses.0, nodes: addresses.1) {
                let path = URL(fileURLWithPath: folder).standardizedFileURL.path + "/" + file.name
                do {
                    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                    try file.text.write(toFile: path, atomically: true, encoding: .utf8)
                } catch {
                    throw OperatorError("\(path) cannot be written.", remedy: "Give a folder that you may write.")
                }
                print(path)
            }
        }
    }
}

/// The files that other tools take, made of the code's own families and states.
enum MonitorExport {
    static let rules = "hallowerk.rules.yml"
    static let configuration = "prometheus.yml"
    static let dashboard = "hallowerk.dashboard.json"

    static func files(gateways: [String], nodes: [String]) throws -> [(name: String, text: String)] {
        [
            (configuration, try PrometheusConfiguration(gateways: gateways, nodes: nodes).yaml()),
            (rules, try AlertRules.yaml()), (dashboard, try Dashboard.json()),
        ]
    }
}
