import Domain
import Foundation
import Testing
import WebUI

@Suite("The map: the same figures as a drawing, as a table and in words; what is missing is said")
struct MapTests {
    private let pages: Pages

    init() throws { pages = try Pages() }

    private static func choices() throws -> SearchChoices {
        let places: [(String, String, String, Double, Double)] = [
            ("GM0599", "rijnmond", "Rotterdam", 51.92, 4.48), ("GM0518", "haaglanden", "'s-Gravenhage", 52.07, 4.30),
            ("GM0505", "drechtsteden", "Dordrecht", 51.80, 4.68), ("GM0995", "flevoland", "Lelystad", 52.51, 5.47),
        ]
        return SearchChoices(
            role: .accountManager, regions: try Samples.choices().regions,
            municipalities: Dictionary(uniqueKeysWithValues: try places.map { (try MunicipalityCode($0.0), $0.2) }),
            centres: try places.map {
                SearchChoices.Centre(
                    municipality: try MunicipalityCode($0.0), region: try RegionCode($0.1),
                    point: try Coordinate(latitude: $0.3, longitude: $0.4))
            })
    }

    private func html(
        area: (centre: Coordinate, distanceKm: Int)? = nil, availability: SearchResults.Availability? = nil,
        total: Int = 207
    ) throws -> String {
        let results = SearchResults(
            total: total, shownBefore: 0, hits: [try Samples.hit(0)], outcomes: try Samples.outcomes(),
            facets: Samples.facets, area: area, availability: availability)
        return pages.search(
            SearchPage(
                frame: Samples.frame(), form: Samples.form, choices: try Self.choices(), results: results,
                today: try CalendarDay("2026-11-28")))
    }

    private func map(_ html: String) throws -> String {
        String(
            html[
                try #require(html.firstMatch(of: /(?s)<details class="map".*?<\/form>|(?s)<details class="map".*/))
                    .range])
    }

    @Test("circles and rows have the counts of the facet, most first; names are escaped; a silent region is striped")
    func figures() throws {
        let map = try map(try html())
        for figure in ["Rotterdam: 96 mensen", "&#39;s-Gravenhage: 71 mensen", "Dordrecht: 40 mensen"] {
            #expect(map.contains("<title>\(figure)</title>"), "\(figure)")
        }
        let rows = map.matches(of: /<th scope="row">([^<]*)<\/th><td class="number">([^<]*)</).map { "\($0.1) \($0.2)" }
        #expect(rows == ["Rotterdam 96", "&#39;s-Gravenhage 71", "Dordrecht 40"])
        #expect(map.contains("De meeste mensen wonen in: Rotterdam 96, &#39;s-Gravenhage 71 en Dordrecht 40."))
        #expect(map.contains("Gestreept: geen antwoord van Flevoland."))
        #expect(map.components(separatedBy: "stroke=\"url(#arcering)\"").count == 2)
        #expect(map.contains(">Flevoland</tspan>"))
        // Nothing was searched around a place, and nobody asked who can start when.
        #expect(!map.contains("class=\"around\"") && map.contains("Vul bij Afstand een postcode in"))
        #expect(map.contains("name=\"tel\"") && !map.contains("<details class=\"map\" open>"))
    }

    @Test("around a place there is a circle, a column and bars, which add up to the people of the facet")
    func around() throws {
        let centre = try Coordinate(latitude: 51.92, longitude: 4.48)
        let map = try map(try html(area: (centre, 25)))
        #expect(map.contains("class=\"around\"") && map.contains("data-label=\"Afstand\">21 km"))
        #expect(map.contains("aria-label=\"Afstand: 0-5 km 96, 6-10 km 0, 11-15 km 0, 16-25 km 111.\""))
    }

    @Test("who can start when is said as counted, each person once; counts that cannot be compared are not shown")
    func availability() throws {
        let counted = try html(availability: .counted(today: 100, soon: 150, later: 190, all: 207))
        #expect(counted.contains("Beschikbaar: per direct 100, binnen 30 dagen 50, binnen 90 dagen 40, later 17."))
        #expect(counted.contains("<details class=\"map\" open>") && !counted.contains("name=\"tel\""))
        let incomplete = try html(availability: .incomplete)
        #expect(
            incomplete.contains("Niet elke regio gaf antwoord op elke telling.") && !incomplete.contains("per direct 1")
        )
    }

    @Test("nobody found, or nothing known of places: no map")
    func none() throws {
        #expect(!(try html(total: 0)).contains("class=\"map\""))
        #expect(!pages.search(try Samples.search(try Samples.results())).contains("class=\"map\""))
    }

    @Test("each region of the strip says why, and asks again; one that was not asked does not")
    func strip() throws {
        let html = try html()
        #expect(html.contains("Antwoord per regio: 13 van 14, zonder Flevoland"))
        #expect(html.contains("<p>Amersfoort gaf in 4 ms antwoord: 12 mensen.</p>"))
        #expect(html.components(separatedBy: "Vraag opnieuw<span").count == 15)
        let left = RegionOutcome(region: try RegionCode("rijnmond"), state: .notAsked)
        let entry = pages.arrived(left, try Self.choices())
        #expect(entry.contains("Rijnmond is niet gevraagd") && !entry.contains("Vraag opnieuw"))
    }
}
