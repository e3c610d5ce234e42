package import Domain
package import Foundation

/// One region's node in depth.
package struct NodePage: Sendable {
    package let frame: Frame
    package let standing: NodeStanding
    package let range: HealthRange
    package let points: [HealthPoint]
    package let bands: Bands
    package let incidents: [Incident]
    package let now: Date

    package init(
        frame: Frame, standing: NodeStanding, range: HealthRange, points: [HealthPoint], bands: Bands,
        incidents: [Incident], now: Date
    ) {
        self.frame = frame
        self.standing = standing
        self.range = range
        self.points = points
        self.bands = bands
        self.incidents = incidents
        self.now = now
    }
}

/// What `node.mustache` reads.
struct NodeView {
    let layout: LayoutView
    let name: String
    let word: String
    let sign: String
    let tone: String
    let since: String
    let findings: [FindingView]
    let isWell: Bool
    let ranges: [Range]
    let charts: [ChartView]
    let points: [Point]
    let hasPoints: Bool
    let day: BandView
    let month: BandView
    let facts: [Fact]
    let incidents: [IncidentItem]
    let hasIncidents: Bool

    struct Range {
        let title: String
        let path: String
        let isHere: Bool
    }

    struct Point {
        let time: String
        let share: String
        let p50: String
        let p95: String
        let p99: String
        let visible: String
    }

    struct Fact {
        let name: String
        let value: String
    }

    init(_ page: NodePage, _ links: LayoutView.Links) {
        let standing = page.standing
        layout = LayoutView(
            page.frame, title: "\(standing.name), \(page.range.title)", links, in: .overview, refresh: 30)
        name = standing.name
        (word, sign, tone) = standing.mark.wording
        since = Figures.span(seconds: Int(page.now.timeIntervalSince(standing.since)))
        findings = standing.findings.map(FindingView.init)
        isWell = standing.findings.isEmpty
        ranges = HealthRange.allCases.map { range in
            Range(
                title: range.title, path: "/regio/\(standing.region.slug)?periode=\(range.rawValue)",
                isHere: range == page.range)
        }
        let from = page.now.addingTimeInterval(TimeInterval(-page.range.seconds))
        func chart(
            _ title: String, top: Double, _ series: [(name: String, value: (HealthPoint) -> Double?)],
            word: (Double) -> String
        ) -> ChartView {
            ChartView(
                title, page.points, from: from, to: page.now, range: page.range, top: top, series: series, word: word)
        }
        charts = [
            chart("Bereikbaar", top: 100, [("bereikbaar", { $0.share.map { 100 * $0 } })]) { "\(Int($0.rounded())) %" },
            chart(
                "Antwoordtijd", top: 10,
                [
                    ("p50", { $0.latency.map { $0.p50 / .milliseconds(1) } }),
                    ("p95", { $0.latency.map { $0.p95 / .milliseconds(1) } }),
                    ("p99", { $0.latency.map { $0.p99 / .milliseconds(1) } }),
                ]
            ) { "\(Figures.count(Int($0.rounded()))) ms" },
            chart("Zichtbare mensen", top: 10, [("zichtbaar", { $0.visible.map(Double.init) })]) {
                Figures.count(Int($0.rounded()))
            },
        ]
        points = page.points.reversed().map { point in
            Point(
                time: point.start.dutch(asOf: page.now), share: Figures.share(point.share),
                p50: point.latency.map { Figures.milliseconds($0.p50) } ?? "-",
                p95: point.latency.map { Figures.milliseconds($0.p95) } ?? "-",
                p99: point.latency.map { Figures.milliseconds($0.p99) } ?? "-",
                visible: point.visible.map(Figures.count) ?? "-")
        }
        hasPoints = !points.isEmpty
        day = BandView(page.bands.day, time: "Laatste 24 uur")
        month = BandView(page.bands.month, time: "Laatste 30 dagen")
        facts = Self.facts(standing, now: page.now)
        incidents = page.incidents.map { IncidentItem($0, name: standing.name, now: page.now) }
        hasIncidents = !incidents.isEmpty
    }

    private static func facts(_ standing: NodeStanding, now: Date) -> [Fact] {
        var facts = [Fact(name: "OIN", value: standing.oin.digits)]
        if let latency = standing.latency {
            facts.append(Fact(name: "Laatste antwoord", value: Figures.milliseconds(latency)))
        }
        if let health = standing.health {
            facts += [
                Fact(name: "Versie", value: health.version),
                Fact(name: "Register", value: "nummer \(health.registrySerial)"),
                Fact(name: "Tijdvak", value: health.epoch == 0 ? "zonder" : "nummer \(health.epoch)"),
                Fact(name: "In bedrijf", value: Figures.span(seconds: health.uptimeSeconds)),
                Fact(
                    name: "Certificaat",
                    value: Figures.daysLeft(health.certificateExpires.timeIntervalSince(now))),
                Fact(name: "Zichtbaar", value: Figures.people(health.visibleProfiles)),
            ]
            if let expires = health.revocationListExpires {
                facts.append(Fact(name: "Intrekkingslijst geldig tot", value: expires.dutch(asOf: now)))
            }
            if let calls = health.calls {
                let times = calls.latency.map { ", p95 \(Figures.milliseconds($0.p95))" } ?? ""
                facts.append(
                    Fact(
                        name: "Oproepen in 5 minuten",
                        value: "\(Figures.count(calls.count)), \(Figures.count(calls.failed)) mislukt\(times)"))
            }
        }
        if let traffic = standing.traffic {
            let repeated = Figures.count(traffic.repeated)
            facts.append(
                Fact(
                    name: "Verkeer met de gateway",
                    value: "\(traffic.active) bezig, \(traffic.waiting) wachten, \(repeated) herhaald"))
        }
        return facts
    }
}

extension HealthPoint {
    /// Of the looks outside pauses, the share that was answered.
    fileprivate var share: Double? { Availability(looks: looks, answered: answered, paused: paused).share }
}

extension HealthRange {
    var title: String {
        switch self {
        case .hour: "1 uur"
        case .day: "24 uur"
        case .week: "7 dagen"
        case .quarter: "90 dagen"
        }
    }
}
