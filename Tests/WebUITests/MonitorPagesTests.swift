import Domain
import Foundation
import Testing

@testable import WebUI

@Suite("Pages of the monitor")
struct MonitorPagesTests {
    @Test(
        "an incident says which announced maintenance it belongs to, the last that was announced",
        arguments: [
            ([], nil), (["Onderhoud tot 22.00 uur: schijf."], "Onderhoud tot 22.00 uur: schijf."),
            (["Onderhoud tot 22.00 uur: schijf.", "Onderhoud tot 23.00 uur: nog."], "Onderhoud tot 23.00 uur: nog."),
        ] as [([String], String?)])
    func maintenance(_ announced: [String], _ shown: String?) throws {
        let opened = Date(timeIntervalSince1970: 1_795_000_000)
        let incident = Incident(
            number: 8, subject: .region(try RegionCode("flevoland")), condition: .unreachable, mark: .critical,
            opened: opened, closed: nil, acknowledgedBy: nil, sentence: "Flevoland is nu niet bereikbaar.")
        let began = Incident.Entry(at: opened, kind: .opened, actor: nil, text: incident.sentence)
        let page = IncidentPage(
            frame: Frame(
                face: .monitor,
                visitor: Visitor(name: "visser", role: .processor, organisation: "Beheer", csrfToken: "dGVzdA")),
            incident: incident, name: "Flevoland",
            timeline: [began] + announced.map { .init(at: opened, kind: .maintenance, actor: nil, text: $0) },
            now: opened.addingTimeInterval(60))
        let html = try Pages().incident(page)
        let said = shown.map { "<strong>Hoort bij aangekondigd onderhoud.</strong> \($0)" }
        #expect(said.map { html.contains($0) } ?? !html.contains("Hoort bij aangekondigd onderhoud"))
    }
}
