import Foundation
import Telemetry

/// A dashboard for Grafana: the federation at a glance, and a row for one region; the data source is chosen on it.
enum Dashboard {
    private struct Variable: Encodable {
        var name, type, label: String
        var query: String
        var datasource: Source?
        var refresh: Int?
        var sort: Int?
    }

    private struct Source: Encodable {
        var type = "prometheus"
        var uid = "${datasource}"
    }

    private struct Place: Encodable { let h, w, x, y: Int }

    private struct Target: Encodable {
        var datasource = Source()
        let expr, legendFormat, refId: String
        var instant = false
    }

    private struct Field: Encodable {
        struct Defaults: Encodable { let unit: String }
        let defaults: Defaults
        var overrides: [String] = []
    }

    private struct Panel: Encodable {
        let id: Int
        let type, title: String
        let gridPos: Place
        var datasource: Source?
        var targets: [Target]?
        var fieldConfig: Field?
    }

    private struct Document: Encodable {
        struct Variables: Encodable { let list: [Variable] }
        struct Range: Encodable { let from, to: String }
        let uid = "hallowerk", title = "HalloWerk", tags = ["hallowerk"], timezone = "browser", refresh = "10s"
        let schemaVersion = 38
        let time = Range(from: "now-6h", to: "now")
        let templating: Variables
        let panels: [Panel]
    }

    static func json() throws -> String {
        let region = "label_values(\(MetricFamily.regionUp.sample), \(Label.regionName))"
        let document = Document(
            templating: .init(list: [
                Variable(name: "datasource", type: "datasource", label: "Bron", query: "prometheus"),
                Variable(
                    name: "regio", type: "query", label: "Regio", query: region, datasource: Source(), refresh: 2,
                    sort: 1),
            ]), panels: panels)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
    }

    private static func panel(
        _ type: String, _ title: String, _ queries: [(String, String)], unit: String = "short"
    ) -> (String, String, [(String, String)], String) { (type, title, queries, unit) }

    /// Of the federation.
    private static var overview: [(String, String, [(String, String)], String)] {
        let duration = MetricFamily.callDuration.rawValue
        return [
            panel(
                "stat", "Regio's die antwoorden",
                [
                    (MetricFamily.regionsAnswering.sample, "antwoorden"), (MetricFamily.regions.sample, "alle"),
                    (MetricFamily.regionsLeftAlone.sample, "overgeslagen"),
                ]),
            panel(
                "table", "Wat er mis is",
                [("\(MetricFamily.regionCondition.sample) == 1", "{{region}} {{condition}}")]),
            panel("timeseries", "Bereikbaar", [(MetricFamily.regionUp.sample, "{{region}}")]),
            panel(
                "timeseries", "Duur van zoekvragen",
                ["0.5", "0.95", "0.99"].map {
                    (
                        "histogram_quantile(\($0), sum by (le) (rate(\(duration)_bucket{kind=\"search\"}[5m])))",
                        "p\($0.dropFirst(2))"
                    )
                }, unit: "s"),
            panel(
                "timeseries", "Vragen per seconde",
                [("sum by (outcome) (rate(\(duration)_count[5m]))", "{{outcome}}")], unit: "reqps"),
            panel(
                "timeseries", "Open incidenten",
                [("sum by (condition) (\(MetricFamily.incidentsOpen.sample)) > 0", "{{condition}}")]),
            panel(
                "timeseries", "Geheugen", [(MetricFamily.processResidentMemory.sample, "{{instance}}")], unit: "bytes"),
            panel(
                "timeseries", "Processor",
                [("rate(\(MetricFamily.processCPU.sample)[5m])", "{{instance}}")], unit: "percentunit"),
        ]
    }

    /// Of the region that is chosen.
    private static var region: [(String, String, [(String, String)], String)] {
        func of(_ family: MetricFamily) -> String { "\(family.sample){\(Label.regionName)=\"$regio\"}" }
        return [
            panel("stat", "Antwoordt", [(of(.regionUp), "")]),
            panel("timeseries", "Wat er mis is", [(of(.regionCondition), "{{condition}}")]),
            panel("timeseries", "Duur van de peiling", [(of(.regionProbeLatency), "")], unit: "s"),
            panel("timeseries", "Peilingen", [("rate(\(of(.regionProbes))[5m])", "{{outcome}}")], unit: "reqps"),
            panel("timeseries", "Zichtbare mensen", [(of(.regionVisibleProfiles), "")]),
            panel(
                "stat", "Certificaat loopt tot", [("\(of(.regionCertificateExpiry)) * 1000", "")],
                unit: "dateTimeAsIso"),
            panel("timeseries", "Overgeslagen", [(of(.regionBreaker), "{{state}}")]),
            panel("stat", "Register", [(of(.regionRegistrySerial), "")]),
        ]
    }

    /// Two rows of panels, three beside each other.
    private static var panels: [Panel] {
        var panels: [Panel] = []
        var top = 0
        for (title, group) in [("Federatie", overview), ("Regio $regio", region)] {
            panels.append(
                Panel(id: panels.count + 1, type: "row", title: title, gridPos: Place(h: 1, w: 24, x: 0, y: top)))
            top += 1
            for (number, panel) in group.enumerated() {
                let place = Place(h: 8, w: 8, x: number % 3 * 8, y: top + number / 3 * 8)
                let targets = panel.2.enumerated().map { query in
                    Target(
                        expr: query.element.0, legendFormat: query.element.1,
                        refId: String(UnicodeScalar(UInt8(65 + query.offset))), instant: panel.0 != "timeseries")
                }
                panels.append(
                    Panel(
                        id: panels.count + 1, type: panel.0, title: panel.1, gridPos: place, datasource: Source(),
                        targets: targets, fieldConfig: Field(defaults: .init(unit: panel.3))))
            }
            top += (group.count + 2) / 3 * 8
        }
        return panels
    }
}
