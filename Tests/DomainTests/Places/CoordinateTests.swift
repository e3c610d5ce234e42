import Domain
import Testing

@Suite("Coordinate: inside the European Netherlands, and how far apart two are")
struct CoordinateTests {
    @Test("takes the corners", arguments: [(50.6, 3.2), (50.6, 7.3), (53.7, 3.2), (53.7, 7.3), (52.0, 5.0)])
    func takes(_ latitude: Double, _ longitude: Double) throws {
        let point = try Coordinate(latitude: latitude, longitude: longitude)
        #expect(point.latitude == latitude)
        #expect(point.longitude == longitude)
    }

    @Test(
        "refuses what lies outside, and what is no number",
        arguments: [
            (50.5999, 5.0), (53.7001, 5.0), (52.0, 3.1999), (52.0, 7.3001), (5.0, 52.0), (-52.0, 5.0), (0.0, 0.0),
            (.nan, 5.0), (52.0, .nan), (.infinity, 5.0), (52.0, -.infinity),
        ])
    func refuses(_ latitude: Double, _ longitude: Double) {
        #expect(throws: Coordinate.Invalid.outsideTheNetherlands) {
            try Coordinate(latitude: latitude, longitude: longitude)
        }
    }

    /// Kilometres on the WGS84 ellipsoid by Vincenty's method, worked out apart from this code.
    @Test(
        "a distance is within half a percent of the ellipsoid's",
        arguments: [
            ("Amsterdam", 52.3731, 4.8926, "Rotterdam", 51.9225, 4.4792, 57.573),
            ("Groningen", 53.2194, 6.5665, "Maastricht", 50.8514, 5.6910, 270.240),
        ])
    func distance(
        _ from: String, _ fromLatitude: Double, _ fromLongitude: Double, _ to: String, _ toLatitude: Double,
        _ toLongitude: Double, _ kilometres: Double
    ) throws {
        let start = try Coordinate(latitude: fromLatitude, longitude: fromLongitude)
        let end = try Coordinate(latitude: toLatitude, longitude: toLongitude)
        #expect(abs(start.distanceKm(to: end) - kilometres) <= kilometres * 0.005, "\(from)-\(to)")
        #expect(start.distanceKm(to: end) == end.distanceKm(to: start))
        #expect(start.distanceKm(to: start) == 0)
    }
}
