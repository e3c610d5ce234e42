package import Domain
package import Foundation

/// What happened to one dossier, newest first.
package struct HistoryPage: Sendable {
    /// The field that asks for what came before a revision.
    package static let beforeField = "voor"

    /// One line.
    package struct Event: Sendable {
        package enum What: Sendable {
            case shown(request: String, reason: String)
            case hidden(request: String, reason: String)
            case edited([DossierField])
            case delivered([DossierField])
            case added
        }

        let at: Date
        let who: String
        let what: What

        package init(at: Date, who: String, what: What) {
            self.at = at
            self.who = who
            self.what = what
        }
    }

    package let frame: Frame
    package let place: DossierPlace
    /// Of the person.
    package let name: String
    package let events: [Event]
    /// The revision before which there is more; nil on the last page.
    package let next: Int?

    package init(frame: Frame, place: DossierPlace, name: String, events: [Event], next: Int?) {
        self.frame = frame
        self.place = place
        self.name = name
        self.events = events
        self.next = next
    }
}

/// What `history.mustache` reads.
struct HistoryView {
    let layout: LayoutView
    let name: String
    let rows: [Row]
    let hasRows: Bool
    let next: Int?
    let place: [FormField]
    let csrf: String

    /// One line of the table.
    struct Row {
        let when: String
        let who: String
        let what: String
        let details: [String]
    }

    init(_ page: HistoryPage, _ links: LayoutView.Links) {
        layout = LayoutView(page.frame, title: "Geschiedenis", links, in: .people)
        name = page.name
        rows = page.events.map { event in
            let (what, details) = Self.text(of: event.what)
            return Row(when: Moment.text(event.at), who: event.who, what: what, details: details)
        }
        hasRows = !rows.isEmpty
        next = page.next
        place = [
            FormField(PeoplePage.Field.handle, page.place.handle), FormField(PeoplePage.Field.name, page.place.search),
        ]
        csrf = page.frame.visitor?.csrfToken ?? ""
    }

    private static func text(of what: HistoryPage.Event.What) -> (String, [String]) {
        switch what {
        case .shown(let request, let reason): ("Zichtbaar gemaakt", ["Verzoek: \(request)", "Reden: \(reason)"])
        case .hidden(let request, let reason): ("Verborgen", ["Verzoek: \(request)", "Reden: \(reason)"])
        case .edited(let fields): ("Gewijzigd", [Figures.list(fields.map { $0.title.lowercased() })])
        case .delivered(let fields):
            ("Gewijzigd door een levering", [Figures.list(fields.map { $0.title.lowercased() })])
        case .added: ("Toegevoegd door een levering", [])
        }
    }
}
