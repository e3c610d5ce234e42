package import Foundation

/// What municipalities delivered, and how it stands: figures, and no person. Whoever may deliver begins here.
package struct DeliveriesPage: Sendable {
    /// Rows of the list.
    package static let rowsShown = 100

    /// How one delivery stands.
    package enum State: Hashable, Sendable {
        case checking
        /// Checked, for somebody to decide on; rows with faults.
        case undecided(bad: Int)
        /// Cannot be read as a whole.
        case refused
        /// The check could not be done.
        case failed
        /// Another's turn comes first.
        case waiting
        /// Rows that are done.
        case applying(Int)
        /// Stopped by a failure; tried again by itself.
        case stopped
        case finished
    }

    /// One delivery.
    package struct Row: Hashable, Sendable {
        let id: String
        let at: Date
        let municipality: String
        let state: State
        let total: Int?
        let added: Int?
        let changed: Int?
        let ended: Int?

        /// - Parameters:
        ///   - municipality: its name.
        ///   - total: rows that can be taken; nil while that is not known. The same for what was done.
        package init(
            id: String, at: Date, municipality: String, state: State, total: Int? = nil, added: Int? = nil,
            changed: Int? = nil, ended: Int? = nil
        ) {
            self.id = id
            self.at = at
            self.municipality = municipality
            self.state = state
            self.total = total
            self.added = added
            self.changed = changed
            self.ended = ended
        }
    }

    /// One column that a file may have.
    package struct Column: Hashable, Sendable {
        let name: String
        let isRequired: Bool
        let meaning: String

        package init(name: String, isRequired: Bool, meaning: String) {
            self.name = name
            self.isRequired = isRequired
            self.meaning = meaning
        }
    }

    package let frame: Frame
    /// The latest first, at most `rowsShown`.
    package let rows: [Row]
    /// What a file may have; empty for somebody who looks and delivers nothing.
    package let columns: [Column]
    /// Bytes of one file.
    package let limit: Int
    /// What is wrong with what was just sent.
    package let fault: String?

    package init(frame: Frame, rows: [Row], columns: [Column], limit: Int, fault: String? = nil) {
        self.frame = frame
        self.rows = rows
        self.columns = columns
        self.limit = limit
        self.fault = fault
    }
}

/// What `deliveries.mustache` reads.
struct DeliveriesView {
    let layout: LayoutView
    let form: Form?
    let showsMunicipality: Bool
    let hasRows: Bool
    let rows: [Row]
    let isCut: Bool

    /// The form with which a file is delivered.
    struct Form {
        let csrf: String
        let limit: String
        let fault: String?
        let columns: [DeliveriesPage.Column]
    }

    /// One delivery; a figure that is not known is a dash.
    struct Row {
        let path: String?
        let at: String
        let municipality: String
        let word: String
        let sign: String
        let tone: String
        let total: String
        let added: String
        let changed: String
        let ended: String
    }

    init(_ page: DeliveriesPage, _ links: LayoutView.Links) {
        let mayDeliver = !page.columns.isEmpty
        layout = LayoutView(page.frame, title: "Leveringen", links, in: .deliveries)
        form =
            mayDeliver
            ? Form(
                csrf: page.frame.visitor?.csrfToken ?? "", limit: Figures.bytes(page.limit), fault: page.fault,
                columns: page.columns) : nil
        showsMunicipality = !mayDeliver
        hasRows = !page.rows.isEmpty
        isCut = page.rows.count > DeliveriesPage.rowsShown
        rows = page.rows.prefix(DeliveriesPage.rowsShown).map { row in
            let wording = Self.wording(of: row)
            return Row(
                path: mayDeliver ? "/leveringen/\(row.id)" : nil, at: Moment.text(row.at),
                municipality: row.municipality, word: wording.word, sign: wording.sign, tone: wording.tone,
                total: Self.figure(row.total), added: Self.figure(row.added), changed: Self.figure(row.changed),
                ended: Self.figure(row.ended))
        }
    }

    private static func figure(_ number: Int?) -> String { number.map(Figures.count) ?? "-" }

    private static func wording(of row: DeliveriesPage.Row) -> (word: String, sign: String, tone: String) {
        switch row.state {
        case .checking: ("wordt nagekeken", "…", "quiet")
        case .undecided(let bad):
            bad == 0
                ? ("wacht op een besluit", "!", "attention")
                : ("wacht op een besluit, \(Figures.rows(bad)) fout", "!", "attention")
        case .refused: ("kan niet worden gelezen", "✕", "critical")
        case .failed: ("niet nagekeken door een storing", "✕", "critical")
        case .waiting: ("wacht op een andere levering", "…", "quiet")
        case .applying(let done):
            ("wordt verwerkt, \(Figures.percent(done, of: row.total ?? 0))", "…", "quiet")
        case .stopped: ("gestopt door een storing, gaat vanzelf verder", "!", "attention")
        case .finished: ("verwerkt", "✓", "ok")
        }
    }
}
