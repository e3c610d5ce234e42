package import Domain

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

    /// The report as a file for a spreadsheet: minutes whole, percentages with a decimal comma.
    package var file: [UInt8] {
        Spreadsheet.file(
            ["regio", "bereikbaar procent", "storing minuten", "onderhoud minuten", "incidenten"],
            rows.map { row in
                let availability = row.availability ?? Availability()
                return [
                    row.name, availability.share.map { Figures.percent($0) } ?? "",
                    String(availability.downSeconds / 60), String(availability.pausedSeconds / 60),
                    String(row.incidents),
                ]
            })
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
            func minutes(_ seconds: Int) -> String { "\(Figures.count(seconds / 60)) min" }
            return Row(
                name: row.name, share: Figures.share(row.availability?.share),
                bar: Int(((row.availability?.share ?? 0) * 100).rounded(.down)),
                down: row.availability.map { minutes($0.downSeconds) } ?? "-",
                paused: row.availability.map { minutes($0.pausedSeconds) } ?? "-",
                incidents: Figures.count(row.incidents))
        }
    }
}
