package import Domain
package import Foundation

/// What is wrong, and what was.
package struct IncidentsPage: Sendable {
    package let frame: Frame
    /// With the name of whose it is.
    package let incidents: [(incident: Incident, name: String)]
    package let now: Date

    package init(frame: Frame, incidents: [(incident: Incident, name: String)], now: Date) {
        self.frame = frame
        self.incidents = incidents
        self.now = now
    }
}

/// One of them with what happened in it.
package struct IncidentPage: Sendable {
    package let frame: Frame
    package let incident: Incident
    package let name: String
    package let timeline: [Incident.Entry]
    /// Why what was asked was not done; nil for nothing.
    package let fault: String?
    /// What was typed of a note that was refused.
    package let typed: String
    package let now: Date

    package init(
        frame: Frame, incident: Incident, name: String, timeline: [Incident.Entry], fault: String? = nil,
        typed: String = "", now: Date
    ) {
        self.frame = frame
        self.incident = incident
        self.name = name
        self.timeline = timeline
        self.fault = fault
        self.typed = typed
        self.now = now
    }

    /// Names of the form's fields.
    package enum Field {
        package static let note = "aantekening"
    }
}

/// One incident in a list.
struct IncidentItem {
    let number: Int64
    let path: String
    let name: String
    let title: String
    let sign: String
    let tone: String
    let word: String
    let opened: String
    let closed: String
    let lasted: String
    let acknowledgedBy: String

    init(_ incident: Incident, name: String, now: Date) {
        number = incident.number
        path = "/incident/\(incident.number)"
        self.name = name
        title = incident.condition.title
        let wording = incident.mark.wording
        (sign, tone) = incident.closed == nil ? (wording.sign, wording.tone) : ("✓", "quiet")
        word = incident.closed == nil ? wording.word : "voorbij"
        opened = incident.opened.dutch(asOf: now)
        closed = incident.closed?.dutch(asOf: now) ?? "gaande"
        lasted = Figures.span(seconds: Int((incident.closed ?? now).timeIntervalSince(incident.opened)))
        acknowledgedBy = incident.acknowledgedBy ?? "-"
    }
}

/// What `incidents.mustache` reads.
struct IncidentsView {
    let layout: LayoutView
    let open: [IncidentItem]
    let closed: [IncidentItem]
    let hasOpen: Bool
    let hasClosed: Bool

    init(_ page: IncidentsPage, _ links: LayoutView.Links) {
        open = page.incidents.filter { $0.incident.closed == nil }
            .map { IncidentItem($0.incident, name: $0.name, now: page.now) }
        closed = page.incidents.filter { $0.incident.closed != nil }
            .map { IncidentItem($0.incident, name: $0.name, now: page.now) }
        hasOpen = !open.isEmpty
        hasClosed = !closed.isEmpty
        layout = LayoutView(
            page.frame, title: open.isEmpty ? "Incidenten" : "\(open.count) incidenten gaande", links, in: .incidents,
            refresh: MonitorPage.refreshSeconds)
    }
}

/// What `incident.mustache` reads.
struct IncidentView {
    let layout: LayoutView
    let item: IncidentItem
    let finding: FindingView
    let region: String?
    let isOpen: Bool
    let canAcknowledge: Bool
    let acknowledgedBy: String?
    /// What was announced last while it went on; nil for no maintenance.
    let maintenance: String?
    let timeline: [Entry]
    let csrf: String
    let fault: String?
    let typed: String
    let noteLimit: Int

    struct Entry {
        let at: String
        let what: String
        let who: String
        let text: String
    }

    init(_ page: IncidentPage, _ links: LayoutView.Links) {
        let incident = page.incident
        layout = LayoutView(
            page.frame, title: "\(page.name): \(incident.condition.title.lowercased())", links, in: .incidents)
        item = IncidentItem(incident, name: page.name, now: page.now)
        finding = FindingView(HealthFinding(incident.condition, incident.mark, incident.sentence))
        region =
            switch incident.subject {
            case .region(let code): "/regio/\(code.slug)"
            case .gateway: nil
            }
        isOpen = incident.closed == nil
        canAcknowledge = isOpen && incident.acknowledgedBy == nil
        acknowledgedBy = incident.acknowledgedBy
        maintenance = page.timeline.last { $0.kind == .maintenance }?.text
        timeline = page.timeline.map { entry in
            Entry(
                at: entry.at.dutch(asOf: page.now), what: entry.kind.title, who: entry.actor ?? "",
                text: entry.text)
        }
        csrf = page.frame.visitor?.csrfToken ?? ""
        fault = page.fault
        typed = page.typed
        noteLimit = Limits.incidentNote
    }
}

extension Incident.Entry.Kind {
    var title: String {
        switch self {
        case .opened: "Begonnen"
        case .worsened: "Erger geworden"
        case .eased: "Minder erg geworden"
        case .closed: "Voorbij"
        case .reopened: "Teruggekomen"
        case .acknowledged: "Opgepakt"
        case .note: "Aantekening"
        case .maintenance: "Onderhoud aangekondigd"
        case .alerted: "Gemeld"
        }
    }
}
