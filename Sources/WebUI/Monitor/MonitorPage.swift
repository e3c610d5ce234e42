package import Domain
package import Foundation

/// The regions and how they are.
package struct MonitorPage: Sendable {
    /// How often the browser asks the page again.
    package static let refreshSeconds = 5

    package let frame: Frame
    /// In the order to show: worst first.
    package let standings: [NodeStanding]
    package let checkedAt: Date
    package let now: Date

    package init(frame: Frame, standings: [NodeStanding], checkedAt: Date, now: Date) {
        self.frame = frame
        self.standings = standings
        self.checkedAt = checkedAt
        self.now = now
    }
}

/// What `monitor.mustache` reads.
struct MonitorView {
    let layout: LayoutView
    let counts: [Count]
    let updated: String
    let rows: [Row]
    let refreshSeconds: Int
    let visible: String

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
        let sentence: String
        let word: String
        let sign: String
        let tone: String
        let since: String
        let latency: String
        let version: String
        let certificate: String
        let certificateSoon: Bool
        let visible: String
    }

    /// From here on a certificate's last days are marked.
    private static let soonDays = 30

    init(_ page: MonitorPage, _ links: LayoutView.Links) {
        let refresh = MonitorPage.refreshSeconds
        refreshSeconds = refresh
        let worst = page.standings.count { $0.mark != .ok }
        layout = LayoutView(
            page.frame, title: worst == 0 ? "Alles goed" : "\(worst) vragen aandacht", links, refresh: refresh)
        counts = NodeHealth.Mark.allCases.map { mark in
            let wording = mark.wording
            return Count(
                number: page.standings.count { $0.mark == mark }, word: wording.word, sign: wording.sign,
                tone: wording.tone)
        }
        updated = Self.span(from: page.checkedAt, to: page.now)
        visible = Figures.count(page.standings.reduce(0) { $0 + ($1.health?.visibleProfiles ?? 0) })
        rows = page.standings.map { standing in
            let wording = standing.mark.wording
            let days = standing.health.map { Int($0.certificateExpires.timeIntervalSince(page.now) / 86_400) }
            return Row(
                name: standing.name, sentence: standing.sentence, word: wording.word, sign: wording.sign,
                tone: wording.tone, since: Self.span(from: standing.since, to: page.now),
                latency: standing.latency.map(Figures.milliseconds) ?? "-", version: standing.health?.version ?? "-",
                certificate: days.map { $0 == 1 ? "1 dag" : "\($0) dagen" } ?? "-",
                certificateSoon: days.map { $0 < Self.soonDays } ?? false,
                visible: standing.health.map { Figures.count($0.visibleProfiles) } ?? "-")
        }
    }

    private static func span(from start: Date, to end: Date) -> String {
        Figures.span(seconds: Int(end.timeIntervalSince(start)))
    }
}
