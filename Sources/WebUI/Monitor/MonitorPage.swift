package import Domain
package import Foundation

/// The regions and how they are, at a glance.
package struct MonitorPage: Sendable {
    /// How often the browser asks the page again.
    package static let refreshSeconds = 5

    /// One region, or the gateway itself.
    package struct Row: Sendable {
        package let standing: NodeStanding
        package let bands: Bands
        package let minutes: [LatencyFigures?]

        package init(standing: NodeStanding, bands: Bands, minutes: [LatencyFigures?]) {
            self.standing = standing
            self.bands = bands
            self.minutes = minutes
        }
    }

    package let frame: Frame
    /// In the order to show: worst first.
    package let rows: [Row]
    /// What the gateway finds of itself, worst first.
    package let own: [HealthFinding]
    package let openIncidents: Int
    /// Whether only what is not well is shown; then `rows` has no other.
    package let isFiltered: Bool
    /// How many have each mark, of all.
    package let counts: [NodeHealth.Mark: Int]
    package let now: Date

    package init(
        frame: Frame, rows: [Row], own: [HealthFinding], openIncidents: Int, isFiltered: Bool,
        counts: [NodeHealth.Mark: Int], now: Date
    ) {
        self.frame = frame
        self.rows = rows
        self.own = own
        self.openIncidents = openIncidents
        self.isFiltered = isFiltered
        self.counts = counts
        self.now = now
    }
}

/// What `monitor.mustache` reads.
struct MonitorView {
    let layout: LayoutView
    let counts: [Count]
    let rows: [Row]
    let isEmpty: Bool
    let refreshSeconds: Int
    let visible: String
    let own: [FindingView]
    let incidents: String?
    let isFiltered: Bool
    let time: String

    /// How many regions have one mark.
    struct Count {
        let number: Int
        let word: String
        let sign: String
        let tone: String
    }

    /// One region.
    struct Row {
        let name: String
        let code: String
        let sentence: String
        let word: String
        let sign: String
        let tone: String
        let since: String
        let day: BandView
        let month: BandView
        let spark: SparkView
        let version: String
        let certificate: String
        let certificateSoon: Bool
        let backup: String
        let visible: String
    }

    init(_ page: MonitorPage, _ links: LayoutView.Links) {
        let refresh = MonitorPage.refreshSeconds
        refreshSeconds = refresh
        let worst = (page.counts[.critical] ?? 0) + (page.counts[.attention] ?? 0)
        layout = LayoutView(
            page.frame, title: worst == 0 ? "Alles goed" : "\(worst) vragen aandacht", links, in: .overview,
            refresh: refresh)
        counts = [NodeHealth.Mark.critical, .attention, .ok].map { mark in
            let wording = mark.wording
            return Count(
                number: page.counts[mark] ?? 0, word: wording.word, sign: wording.sign, tone: wording.tone)
        }
        visible = Figures.count(page.rows.reduce(0) { $0 + ($1.standing.health?.visibleProfiles ?? 0) })
        own = page.own.map { FindingView($0) }
        incidents =
            page.openIncidents == 0 ? nil : page.openIncidents == 1 ? "1 incident" : "\(page.openIncidents) incidenten"
        isFiltered = page.isFiltered
        isEmpty = page.rows.isEmpty
        time = page.now.dutch(asOf: page.now)
        rows = page.rows.map { Row($0, now: page.now) }
    }
}

extension MonitorView.Row {
    fileprivate init(_ row: MonitorPage.Row, now: Date) {
        let standing = row.standing
        let wording = standing.mark.wording
        let left = standing.health.map { $0.certificateExpires.timeIntervalSince(now) }
        name = standing.name
        code = standing.region.slug
        sentence = standing.mark == .ok ? "" : (standing.findings.first?.sentence ?? standing.sentence)
        word = standing.findings.first?.condition.title ?? wording.word.capitalizedFirst
        sign = wording.sign
        tone = wording.tone
        since = Figures.span(seconds: Int(now.timeIntervalSince(standing.since)))
        day = BandView(row.bands.day, time: "Laatste 24 uur")
        month = BandView(row.bands.month, time: "Laatste 30 dagen")
        spark = SparkView(row.minutes)
        version = standing.health?.version ?? "-"
        certificate = left.map(Figures.daysLeft) ?? "-"
        certificateSoon = left.map { $0 < 30 * 86_400 } ?? false
        backup = standing.health?.backup.map { $0 == .ok ? "vers" : $0 == .attention ? "dagen oud" : "geen" } ?? "-"
        visible = standing.health.map { Figures.count($0.visibleProfiles) } ?? "-"
    }
}

/// One thing that is found, with what follows of it and what to do.
struct FindingView {
    let title: String
    let sentence: String
    let consequence: String
    let remedy: String
    let sign: String
    let tone: String

    init(_ finding: HealthFinding) {
        title = finding.condition.title
        sentence = finding.sentence
        consequence = finding.condition.consequence
        remedy = finding.condition.remedy
        sign = finding.mark.wording.sign
        tone = finding.mark.wording.tone
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
