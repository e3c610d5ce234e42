import Domain
import Testing

@Suite("Postcodes: four digits, and two letters that are issued")
struct PostcodeTests {
    @Test(arguments: [("3011AB", "3011AB"), ("3011 ab", "3011AB"), ("1000AA", "1000AA"), ("9999ZZ", "9999ZZ")])
    func takes(_ text: String, _ spelled: String) throws { #expect(try Postcode(text).description == spelled) }

    @Test(arguments: ["", "3011", "3011A", "3011ABC", "0999AB", "3011SA", "3011SD", "3011ss", "30A1AB", "3011ÁB"])
    func refuses(_ text: String) { #expect(throws: Postcode.Invalid.notADutchPostcode) { try Postcode(text) } }

    @Test(arguments: ["", "999", "0999", "10000", "30l1", " 3011", "３０１１"])
    func refusesArea(_ text: String) { #expect(throws: PostcodeArea.Invalid.notFourDigits) { try PostcodeArea(text) } }
}

@Suite("A day on the calendar")
struct CalendarDayTests {
    @Test(arguments: ["1900-01-01", "2199-12-31", "2024-02-29", "2000-02-29", "2026-11-30"])
    func takes(_ text: String) throws { #expect(try CalendarDay(text).description == text) }

    @Test(arguments: [
        "", "1899-12-31", "2200-01-01", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-11-31",
        "2026-11-00", "2026-1-01", "26-11-01", "2026/11/01", "2026-11-01T00:00", "２026-11-01",
    ])
    func refuses(_ text: String) { #expect(throws: CalendarDay.Invalid.notADay) { try CalendarDay(text) } }

    @Test func order() throws {
        let days = try ["2025-12-31", "2026-01-01", "2026-01-02", "2026-02-01"].map { try CalendarDay($0) }
        #expect(days.reversed().sorted() == days)
    }
}

@Suite("A coordinate lies in the European Netherlands; distances are those of the map")
struct CoordinateTests {
    @Test(arguments: [
        (50.59, 5.0), (53.71, 5.0), (52.0, 3.19), (52.0, 7.31), (.nan, 5.0), (52.0, .infinity), (12.1, -68.9),
    ])
    func refuses(_ latitude: Double, _ longitude: Double) {
        #expect(throws: Coordinate.Invalid.outsideTheNetherlands) {
            try Coordinate(latitude: latitude, longitude: longitude)
        }
    }

    /// Kilometres along the WGS84 ellipsoid (Vincenty's formula): Utrecht to Rotterdam and Amsterdam, Den Haag to
    /// Groningen.
    @Test(arguments: [
        (52.0894, 5.1098, 51.9249, 4.4690, 47.66), (52.3791, 4.9003, 52.0894, 5.1098, 35.27),
        (52.0809, 4.3241, 53.2106, 6.5641, 196.94),
    ])
    func distance(_ a: Double, _ b: Double, _ c: Double, _ d: Double, _ kilometres: Double) throws {
        let here = try Coordinate(latitude: a, longitude: b)
        let there = try Coordinate(latitude: c, longitude: d)
        #expect(abs(here.distanceKm(to: there) / kilometres - 1) < 0.005, "\(here.distanceKm(to: there))")
        #expect(here.distanceKm(to: there) == there.distanceKm(to: here) && here.distanceKm(to: here) == 0)
    }
}
