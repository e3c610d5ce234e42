import Domain
import Foundation
import Testing
import WebUI

@Suite("Deliveries: what was found, what can be decided, and how far it is")
struct DeliveryPagesTests {
    private let pages: Pages

    init() throws { pages = try Pages() }

    private func html(_ state: DeliveryPage.State) -> String { pages.delivery(Samples.delivery(state)) }

    @Test("names and reasons out of a file are shown, never run")
    func escapes() {
        for (name, html) in Samples.deliveryPages(pages) { #expect(!html.contains("<script>alert"), "\(name)") }
    }

    @Test(
        "what can be decided follows from what was found",
        arguments: [
            (0, 5, 0, ["overnemen", "opgeven"], false), (0, 5, 3, ["overnemen", "opgeven"], true),
            (2, 5, 3, ["goedeRijenOvernemen", "opgeven"], false), (2, 0, 3, ["opgeven"], false),
            (0, 0, 0, ["opgeven"], false),
        ])
    func decisions(_ bad: Int, _ good: Int, _ missing: Int, _ decisions: [String], _ hasBox: Bool) throws {
        let html = html(.checked(Samples.report(bad: bad, missing: missing, good: good)))
        let found = try html.matches(of: Regex("name=\"besluit\" value=\"([a-zA-Z]+)\"")).compactMap {
            $0[1].substring.map(String.init)
        }
        #expect(found == decisions)
        #expect(html.contains("name=\"compleet\"") == hasBox)
        #expect(html.contains("/afgekeurd\"") == (bad > 0))
        #expect(html.contains("/ontbrekend\"") == (missing > 0))
    }

    @Test("a page shows some faults and client numbers, and says how many there are")
    func limits() {
        let many = html(.checked(Samples.report(bad: 1_240, missing: 1_500)))
        #expect(many.components(separatedBy: "data-label=\"Kolom\"").count == DeliveryPage.faultsShown + 1)
        #expect(many.contains("de eerste 50 van 1.240 fouten") && many.contains("1.500 mensen in HalloWerk"))
        #expect(many.components(separatedBy: "<li>W-").count == DeliveryPage.missingShown + 1)
        let few = html(.checked(Samples.report(bad: 50, missing: 40)))
        #expect(!few.contains("de eerste"))
        let list = pages.deliveries(Samples.deliveries(.regionalIT, rows: 101))
        #expect(list.components(separatedBy: "data-label=\"Stand\"").count == DeliveriesPage.rowsShown + 1)
        #expect(list.contains("Oudere leveringen staan hier niet meer"))
    }

    @Test(
        "a bar says how far it is, how fast, and how long it still takes",
        arguments: [
            (DeliveryPage.Progress(done: 0, total: 100_000, seconds: 0), "0 van 100.000 rijen", "0 %"),
            (
                DeliveryPage.Progress(done: 25_000, total: 100_000, before: 5_000, seconds: 2),
                "25.000 van 100.000 rijen, 10.000 per seconde, nog ongeveer 8 s", "25 %"
            ),
            (
                DeliveryPage.Progress(done: 99_999, total: 100_000, seconds: 9),
                "99.999 van 100.000 rijen, 11.111 per seconde, nog ongeveer 1 s", "99 %"
            ), (DeliveryPage.Progress(done: 0, total: 0, seconds: 1), "0 van 1 rijen", "0 %"),
        ])
    func progress(_ progress: DeliveryPage.Progress, _ sentence: String, _ percent: String) {
        let html = html(.applying(progress))
        #expect(html.contains("<strong>\(percent)</strong> \(sentence)</p>"), "\(html)")
        #expect(html.contains("http-equiv=\"refresh\""))
    }

    @Test("a page asks again only while something goes on")
    func refresh() {
        for (name, html) in Samples.deliveryPages(pages) {
            let goesOn = ["nakijken", "wachten", "verwerken", "gestopt"].contains { name == "levering-" + $0 }
            #expect(html.contains("http-equiv=\"refresh\"") == goesOn, "\(name)")
        }
    }
}
