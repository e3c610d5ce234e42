package import Domain
package import Foundation

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
            return Month(title: today.dutchMonth(after: offset), entries: entries, isEmpty: entries.isEmpty)
        }
        later = all.filter { place($0.1) >= 12 }.map(entry)
        hasLater = !later.isEmpty
        let silent = page.standings.filter { $0.health == nil }.map(\.name)
        unknown = silent.isEmpty ? nil : Figures.list(silent)
    }
}
