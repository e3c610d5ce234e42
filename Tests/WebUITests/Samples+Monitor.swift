import Domain
import Foundation
import WebUI

/// The monitor in states worth looking at.
extension Samples {
    private static let now = Date(timeIntervalSince1970: 1_795_000_000)

    private static func monitorFrame(_ role: Role = .processor) -> Frame {
        Frame(
            face: .monitor,
            visitor: Visitor(name: hostile, role: role, organisation: "Regiobeheer", csrfToken: "dGVzdA"))
    }

    private static func standings() throws -> [NodeStanding] {
        try regionNames.enumerated().map { index, region in
            let code = try RegionCode(region.0)
            let findings: [HealthFinding] =
                switch index {
                case 0:
                    [
                        HealthFinding(.unreachable, .critical, "Flevoland is nu niet bereikbaar."),
                        HealthFinding(.leftAlone, .attention, "Zoekvragen mislukten hier."),
                    ]
                case 1: [HealthFinding(.certificateExpiring, .attention, "Het certificaat loopt over 6 dagen af.")]
                case 2: [HealthFinding(.maintenance, .attention, "Onderhoud tot 22.00 uur: schijf vervangen.")]
                default: []
                }
            let calls = LatencyFigures(p50: .milliseconds(9), p95: .milliseconds(31), p99: .milliseconds(80))
            return NodeStanding(
                region: code, name: region.1, oin: try OIN("00000099100000022000"),
                state: index == 0 ? .unreachable : .answered, mark: findings.first?.mark ?? .ok,
                sentence: findings.first?.sentence ?? "Alles werkt.", findings: findings,
                since: now.addingTimeInterval(-700 * Double(index + 1)),
                latency: index == 0 ? nil : .milliseconds(6 + index),
                health: index == 0
                    ? nil
                    : NodeHealth(
                        region: code, version: "0.\(index).0", registrySerial: 3, clock: now, uptimeSeconds: 90_000,
                        certificateExpires: now.addingTimeInterval(86_400 * (index == 1 ? 6.5 : 31.5 * Double(index))),
                        visibleProfiles: 812 + index, log: .ok, backup: index == 3 ? .attention : .ok,
                        revocationListExpires: now.addingTimeInterval(86_400 * 5),
                        calls: CallFigures(count: 1_240, failed: 2, latency: calls)),
                seen: now)
        }
    }

    private static func bands(_ index: Int) -> Bands {
        var bands = Bands()
        for place in bands.day.indices where place > 5 {
            let isBad = index == 0 && place > 40
            bands.day[place] = BandCell(
                worst: isBad ? .critical : place % 17 == 0 ? .attention : .ok,
                availability: Availability(looks: 180, answered: isBad ? 20 : 180))
        }
        for place in bands.month.indices where place > 20 {
            bands.month[place] = BandCell(worst: .ok, availability: Availability(looks: 8_640, answered: 8_640))
        }
        return bands
    }

    private static func points() -> [HealthPoint] {
        (0..<60).filter { !(20..<27).contains($0) }.map { place in
            let isPaused = (40..<46).contains(place)
            let slow = Duration.milliseconds(20 + place * 3 % 40)
            return HealthPoint(
                start: now.addingTimeInterval(TimeInterval(-3_600 + place * 60)), seconds: 60, looks: 6,
                answered: isPaused ? 0 : place == 30 ? 3 : 6, paused: isPaused ? 6 : 0,
                worst: place == 30 ? .critical : .ok,
                latency: isPaused ? nil : LatencyFigures(p50: .milliseconds(8), p95: slow, p99: slow * 2),
                visible: isPaused ? nil : 812)
        }
    }

    private static func incidents() throws -> [Incident] {
        [
            Incident(
                number: 8, subject: .region(try RegionCode("flevoland")), condition: .unreachable, mark: .critical,
                opened: now.addingTimeInterval(-900), closed: nil, acknowledgedBy: nil,
                sentence: "Flevoland is nu niet bereikbaar."),
            Incident(
                number: 7, subject: .gateway, condition: .registryOutdated, mark: .attention,
                opened: now.addingTimeInterval(-90_000), closed: now.addingTimeInterval(-86_000),
                acknowledgedBy: hostile, sentence: hostile),
        ]
    }

    private static func timeline() -> [Incident.Entry] {
        [
            .init(at: now.addingTimeInterval(-900), kind: .opened, actor: nil, text: "Flevoland is niet bereikbaar."),
            .init(at: now.addingTimeInterval(-880), kind: .alerted, actor: nil, text: "beheer"),
            .init(at: now.addingTimeInterval(-800), kind: .acknowledged, actor: hostile, text: ""),
            .init(at: now.addingTimeInterval(-750), kind: .maintenance, actor: nil, text: hostile),
            .init(at: now.addingTimeInterval(-700), kind: .note, actor: "visser", text: hostile),
        ]
    }

    private static func reports(_ pages: Pages, _ standings: [NodeStanding]) -> [(name: String, html: String)] {
        let month = AvailabilityPage.Month(text: "2026-11", title: "november 2026")
        let down = Availability(looks: 8_000, answered: 7_100, paused: 300)
        return [
            (
                "versies",
                pages.versions(
                    VersionsPage(frame: monitorFrame(), standings: standings, registrySerial: 4, epoch: 12))
            ),
            (
                "certificaten",
                pages.certificates(
                    CertificatesPage(
                        frame: monitorFrame(), standings: standings, own: now.addingTimeInterval(-86_400), now: now))
            ),
            (
                "beschikbaarheid",
                pages.availability(
                    AvailabilityPage(
                        frame: monitorFrame(), month: month,
                        months: [month, .init(text: "2026-10", title: "oktober 2026")],
                        rows: [
                            .init(name: hostile, availability: down, incidents: 3),
                            .init(name: "Zeeland", availability: nil, incidents: 0),
                        ]))
            ),
        ]
    }

    static func monitorPages(_ pages: Pages) throws -> [(name: String, html: String)] {
        let (standings, incidents) = (try standings(), try incidents())
        let rows = standings.enumerated().map { index, standing in
            MonitorPage.Row(
                standing: standing, bands: bands(index),
                minutes: points().map(\.latency) + (index == 0 ? [] : [nil, points()[0].latency]))
        }
        let counts = Dictionary(grouping: standings, by: \.mark).mapValues(\.count)
        func overview(_ rows: [MonitorPage.Row], own: [HealthFinding] = [], isFiltered: Bool = false) -> String {
            pages.monitor(
                MonitorPage(
                    frame: monitorFrame(), rows: rows, own: own, openIncidents: own.isEmpty ? 1 : 0,
                    isFiltered: isFiltered, counts: counts, now: now))
        }
        return [
            ("monitor", overview(rows)),
            (
                "monitor-gateway",
                overview(
                    [], own: [HealthFinding(.logUnwritable, .critical, "Het logboek kan niet worden geschreven.")],
                    isFiltered: true)
            ),
            ("regio-ziek", node(pages, standings[0], incidents)),
            ("regio", node(pages, standings[4], [])),
            (
                "incidenten",
                pages.incidents(
                    IncidentsPage(frame: monitorFrame(), incidents: incidents.map { ($0, hostile) }, now: now))
            ),
            ("geen-incidenten", pages.incidents(IncidentsPage(frame: monitorFrame(), incidents: [], now: now))),
            (
                "incident",
                pages.incident(
                    IncidentPage(
                        frame: monitorFrame(), incident: incidents[0], name: "Flevoland", timeline: timeline(), now: now
                    ))
            ),
            (
                "incident-fout",
                pages.incident(
                    IncidentPage(
                        frame: monitorFrame(), incident: incidents[1], name: hostile, timeline: timeline(),
                        fault: "Schrijf een aantekening van 1 tot en met 500 tekens.", typed: hostile, now: now))
            ),
            ("meldingen", alerts(pages, [])),
            (
                "meldingen-leeg",
                alerts(
                    pages,
                    [.init(name: "beheer", channels: ["a@regio.example", "webhook bij x"], rules: ["Alle regio's."])])
            ),
        ] + reports(pages, standings)
    }

    private static func node(_ pages: Pages, _ standing: NodeStanding, _ incidents: [Incident]) -> String {
        pages.node(
            NodePage(
                frame: monitorFrame(), standing: standing, range: .hour, points: incidents.isEmpty ? [] : points(),
                bands: bands(0), incidents: incidents, now: now))
    }

    private static func alerts(_ pages: Pages, _ receivers: [AlertsPage.Receiver]) -> String {
        let deliveries: [AlertsPage.Delivery] =
            receivers.isEmpty
            ? []
            : [(true, true), (true, false), (false, false)].map { isDone, isTaken in
                .init(
                    made: now, receiver: "beheer", channel: "mail:a@regio.example", kind: "begonnen",
                    incidents: [7, 8], isDone: isDone, isTaken: isTaken, tries: 2)
            }
        return pages.alerts(
            AlertsPage(
                frame: monitorFrame(.federationAdministrator), receivers: receivers, deliveries: deliveries,
                hasTested: !receivers.isEmpty, now: now))
    }
}
