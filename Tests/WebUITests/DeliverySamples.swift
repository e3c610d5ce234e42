import Domain
import Foundation
import WebUI

/// Pages about what municipalities deliver, in every state.
extension Samples {
    private static let moment = Date(timeIntervalSince1970: 1_795_786_980)

    private static func administrator() -> Frame { frame(name: "S. Bakker", role: .municipalAdministrator) }

    static func deliveries(_ role: Role, fault: String? = nil, rows: Int = 8) -> DeliveriesPage {
        let states: [DeliveriesPage.State] = [
            .checking, .undecided(bad: 0), .undecided(bad: 12), .refused, .failed, .waiting, .applying(41_500),
            .stopped,
            .finished,
        ]
        let columns = [
            DeliveriesPage.Column(name: "klantnummer", isRequired: true, meaning: "uw eigen nummer, 1 tot 40 tekens"),
            DeliveriesPage.Column(name: "postcode", isRequired: true, meaning: "vier cijfers en twee letters"),
            DeliveriesPage.Column(name: "einddatum", isRequired: false, meaning: "jjjj-mm-dd of dd-mm-jjjj, of leeg"),
        ]
        return DeliveriesPage(
            frame: frame(name: "S. Bakker", role: role),
            rows: (0..<rows).map { number in
                let state = states[number % states.count]
                let isCounted = ![.checking, .refused, .failed].contains(state)
                return DeliveriesPage.Row(
                    id: "id-\(number)", at: moment.addingTimeInterval(Double(number) * -90_000),
                    municipality: number == 1 ? hostile : "Rotterdam", state: state, total: isCounted ? 100_000 : nil,
                    added: isCounted ? 1_204 : nil, changed: isCounted ? 53_020 : nil, ended: isCounted ? 0 : nil)
            }, columns: role == .municipalAdministrator ? columns : [], limit: 1 << 30, fault: fault)
    }

    static func delivery(_ state: DeliveryPage.State) -> DeliveryPage {
        DeliveryPage(frame: administrator(), id: "id-1", received: moment, state: state)
    }

    static func report(bad: Int, missing: Int, good: Int = 99_990) -> DeliveryPage.Report {
        DeliveryPage.Report(
            good: good, bad: bad, faultCount: bad,
            faults: (0..<min(bad, 1_000)).map { number in
                DeliveryPage.Fault(
                    line: 12 + number * 371, column: number % 3 == 0 ? hostile : ["postcode", ""][number % 2],
                    reason: number == 1 ? hostile : "is geen Nederlandse postcode",
                    remedy: "schrijf vier cijfers en twee letters, zoals 3011AB")
            }, missing: missing, clientNumbers: (0..<min(missing, 100)).map { "W-2026-\(10_000 + $0 * 7)" })
    }

    static func deliveryPages(_ pages: Pages) -> [(name: String, html: String)] {
        let fault = DeliveryPage.Fault(
            line: 1, column: "", reason: "onbekende kolommen: bsn, \(hostile)",
            remedy: "gebruik deze namen: klantnummer")
        let states: [(String, DeliveryPage.State)] = [
            ("nakijken", .checking(.init(done: 310_000_000, total: 734_003_200, seconds: 27))),
            ("onleesbaar", .refused(fault)), ("storing", .failed), ("in-orde", .checked(report(bad: 0, missing: 0))),
            ("in-orde-ontbrekend", .checked(report(bad: 0, missing: 214))),
            ("fouten", .checked(report(bad: 1_240, missing: 12))),
            ("alles-fout", .checked(report(bad: 3, missing: 0, good: 0))), ("wachten", .waiting),
            ("verwerken", .applying(.init(done: 41_500, total: 100_000, before: 500, seconds: 2.1))),
            ("gestopt", .stopped(done: 41_500, total: 100_000)),
            ("verwerkt", .finished(.init(total: 99_990, added: 1_204, changed: 53_020, ended: 0, bad: 10))),
        ]
        return [
            ("leveringen", pages.deliveries(deliveries(.municipalAdministrator))),
            ("leveringen-leeg", pages.deliveries(deliveries(.municipalAdministrator, fault: hostile, rows: 0))),
            ("leveringen-regio", pages.deliveries(deliveries(.regionalIT, rows: 101))),
            ("uitleveren", pages.export(ExportPage(frame: administrator(), municipality: hostile))),
        ] + states.map { ("levering-" + $0.0, pages.delivery(delivery($0.1))) }
    }
}
