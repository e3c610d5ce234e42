package import Domain
package import Foundation

/// Which version each region runs, and which registry and epoch it has.
package struct VersionsPage: Sendable {
    package let frame: Frame
    package let standings: [NodeStanding]
    /// What the gateway has.
    package let registrySerial: Int
    package let epoch: Int

    package init(frame: Frame, standings: [NodeStanding], registrySerial: Int, epoch: Int) {
        self.frame = frame
        self.standings = standings
        self.registrySerial = registrySerial
        self.epoch = epoch
    }
}

/// When certificates end.
package struct CertificatesPage: Sendable {
    package let frame: Frame
    package let standings: [NodeStanding]
    /// The gateway's own.
    package let own: Date
    package let now: Date

    package init(frame: Frame, standings: [NodeStanding], own: Date, now: Date) {
        self.frame = frame
        self.standings = standings
        self.own = own
        self.now = now
    }
}

/// How available each region was in a month.
package struct AvailabilityPage: Sendable {
    package struct Row: Sendable {
        package let name: String
        package let availability: Availability?
        package let incidents: Int

        package init(name: String, availability: Availability?, incidents: Int) {
            self.name = name
            self.availability = availability
            self.incidents = incidents
        }
    }

    /// A month: `2026-11`, and as people write it.
    package struct Month: Hashable, Sendable {
        package let text: String
        package let title: String

        package init(text: String, title: String) {
            self.text = text
            self.title = title
        }
    }

    package let frame: Frame
    package let month: Month
    /// Those that can be asked for, the latest first.
    package let months: [Month]
    package let rows: [Row]

    package init(frame: Frame, month: Month, months: [Month], rows: [Row]) {
        self.frame = frame
        self.month = month
        self.months = months
        self.rows = rows
    }
}

/// What `versions.mustache` reads.
struct VersionsView {
    let layout: LayoutView
    let version: String
    let registrySerial: Int
    let epoch: Int
    let rows: [Row]

    struct Row {
        let name: String
        let path: String
        let version: String
        let isOtherVersion: Bool
        let registry: String
        let isOldRegistry: Bool
        let epoch: String
        let isOldEpoch: Bool
        let uptime: String
    }

    init(_ page: VersionsPage, _ links: LayoutView.Links) {
        layout = LayoutView(page.frame, title: "Versies", links, in: .versions)
        version = SoftwareVersion.current
        registrySerial = page.registrySerial
        epoch = page.epoch
        rows = page.standings.sorted { $0.name < $1.name }.map { standing in
            let health = standing.health
            return Row(
                name: standing.name, path: "/regio/\(standing.region.slug)", version: health?.version ?? "-",
                isOtherVersion: health.map { $0.version != SoftwareVersion.current } ?? false,
                registry: health.map { "\($0.registrySerial)" } ?? "-",
                isOldRegistry: health.map { $0.registrySerial < page.registrySerial } ?? false,
                epoch: health.map { "\($0.epoch)" } ?? "-",
                isOldEpoch: health.map { $0.epoch < page.epoch } ?? false,
                uptime: health.map { Figures.span(seconds: $0.uptimeSeconds) } ?? "-")
        }
    }
}

/// What `certificates.mustache` reads.
struct CertificatesView {
    let layout: LayoutView
    let expired: [Entry]
    let hasExpired: Bool
    let months: [Month]
    let later: [Entry]
    let hasLater: Bool
    let unknown: String?

    struct Month {
        let title: String
        let entries: [Entry]
        let isEmpty: Bool
    }

    struct Entry {
        let date: String
        let name: String
        let left: String
        let isSoon: Bool
    }

    init(_ page: CertificatesPage, _ links: LayoutView.Links) {
        layout = LayoutView(page.frame, title: "Certificaten", links, in: .certificates)
        let all =
            (page.standings.compactMap { standing in
                standing.health.map { (standing.name, $0.certificateExpires) }
            } + [("De gateway", page.own)]).sorted { $0.1 < $1.1 }
        func entry(_ one: (String, Date)) -> Entry {
            let left = one.1.timeIntervalSince(page.now)
            return Entry(
                date: CalendarDay(of: one.1).dutch, name: one.0, left: Figures.daysLeft(left),
                isSoon: left < 30 * 86_400)
        }
        expired = all.filter { $0.1 <= page.now }.map(entry)
        hasExpired = !expired.isEmpty
        let today = CalendarDay(of: page.now)
        func place(_ date: Date) -> Int {
            let day = CalendarDay(of: date)
            return (day.year - today.year) * 12 + day.month - today.month
        }
        months = (0..<12).map { offset in
            let entries = all.filter { $0.1 > page.now && place($0.1) == offset }.map(entry)
            let month = (today.month - 1 + offset) % 12 + 1
            let year = today.year + (today.month - 1 + offset) / 12
            return Month(title: Month.title(month, year), entries: entries, isEmpty: entries.isEmpty)
        }
        later = all.filter { place($0.1) >= 12 }.map(entry)
        hasLater = !later.isEmpty
        let silent = page.standings.filter { $0.health == nil }.map(\.name)
        unknown = silent.isEmpty ? nil : Figures.list(silent)
    }
}

extension CertificatesView.Month {
    static func title(_ month: Int, _ year: Int) -> String {
        let names = [
            "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
            "november", "december",
        ]
        return "\(names[(month - 1) % 12]) \(year)"
    }
}

/// What `availability.mustache` reads.
struct AvailabilityView {
    let layout: LayoutView
    let title: String
    let file: String
    let months: [Month]
    let rows: [Row]

    struct Month {
        let title: String
        let path: String
        let isHere: Bool
    }

    struct Row {
        let name: String
        let share: String
        /// Units of a bar of 100.
        let bar: Int
        let down: String
        let paused: String
        let incidents: String
    }

    init(_ page: AvailabilityPage, _ links: LayoutView.Links) {
        layout = LayoutView(page.frame, title: "Beschikbaarheid \(page.month.title)", links, in: .availability)
        title = page.month.title
        file = "/beschikbaarheid.csv?maand=\(page.month.text)"
        months = page.months.map { month in
            Month(title: month.title, path: "/beschikbaarheid?maand=\(month.text)", isHere: month == page.month)
        }
        rows = page.rows.map { row in
            let seconds = Limits.healthSeconds
            let down = row.availability.map { ($0.looks - $0.paused - $0.answered) * seconds }
            return Row(
                name: row.name, share: Figures.share(row.availability?.share),
                bar: Int(((row.availability?.share ?? 0) * 100).rounded(.down)),
                down: down.map { "\(Figures.count($0 / 60)) min" } ?? "-",
                paused: row.availability.map { "\(Figures.count($0.paused * seconds / 60)) min" } ?? "-",
                incidents: Figures.count(row.incidents))
        }
    }
}

/// Who is told of incidents, and what became of it.
package struct AlertsPage: Sendable {
    package struct Receiver: Hashable, Sendable {
        package let name: String
        /// Where, without any secret.
        package let channels: [String]
        package let rules: [String]

        package init(name: String, channels: [String], rules: [String]) {
            self.name = name
            self.channels = channels
            self.rules = rules
        }
    }

    package struct Delivery: Hashable, Sendable {
        package let made: Date
        package let receiver: String
        package let channel: String
        package let kind: String
        package let incidents: [Int64]
        package let isDone: Bool
        package let isTaken: Bool
        package let tries: Int

        package init(
            made: Date, receiver: String, channel: String, kind: String, incidents: [Int64], isDone: Bool,
            isTaken: Bool, tries: Int
        ) {
            self.made = made
            self.receiver = receiver
            self.channel = channel
            self.kind = kind
            self.incidents = incidents
            self.isDone = isDone
            self.isTaken = isTaken
            self.tries = tries
        }
    }

    package let frame: Frame
    package let receivers: [Receiver]
    package let deliveries: [Delivery]
    package let hasTested: Bool
    package let now: Date

    package init(frame: Frame, receivers: [Receiver], deliveries: [Delivery], hasTested: Bool, now: Date) {
        self.frame = frame
        self.receivers = receivers
        self.deliveries = deliveries
        self.hasTested = hasTested
        self.now = now
    }
}

/// What `alerts.mustache` reads.
struct AlertsView {
    let layout: LayoutView
    let csrf: String
    let receivers: [AlertsPage.Receiver]
    let hasReceivers: Bool
    let deliveries: [Row]
    let hasDeliveries: Bool
    let hasTested: Bool

    struct Row {
        let made: String
        let receiver: String
        let channel: String
        let kind: String
        let incidents: [Int64]
        let sign: String
        let word: String
        let tone: String
        let tries: Int
    }

    init(_ page: AlertsPage, _ links: LayoutView.Links) {
        layout = LayoutView(page.frame, title: "Meldingen", links, in: .alerts)
        csrf = page.frame.visitor?.csrfToken ?? ""
        receivers = page.receivers
        hasReceivers = !receivers.isEmpty
        deliveries = page.deliveries.map { delivery in
            let (sign, word, tone) =
                delivery.isTaken
                ? ("✓", "aangenomen", "ok")
                : delivery.isDone ? ("✕", "opgegeven", "critical") : ("!", "wordt nog geprobeerd", "attention")
            return Row(
                made: delivery.made.dutch(asOf: page.now), receiver: delivery.receiver,
                channel: delivery.channel.replacing("mail:", with: ""), kind: delivery.kind,
                incidents: delivery.incidents, sign: sign, word: word, tone: tone, tries: delivery.tries)
        }
        hasDeliveries = !deliveries.isEmpty
        hasTested = page.hasTested
    }
}
