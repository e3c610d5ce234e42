import Domain
import Foundation

/// Turns points on the globe into points of a drawing: true to distance within a per cent, north up.
struct MapPlane {
    /// Units of the longest side, and around all points for names and circles.
    private static let side = 640.0
    private static let margin = 60.0
    private static let kilometresPerDegree = 111.2

    let width: Int
    let height: Int
    private let west: Double
    private let north: Double
    /// Units per kilometre.
    private let scale: Double
    private let kilometresPerDegreeEast: Double

    /// Nil for no points.
    init?(_ points: [Coordinate]) {
        guard let west = points.map(\.longitude).min(), let east = points.map(\.longitude).max(),
            let south = points.map(\.latitude).min(), let north = points.map(\.latitude).max()
        else { return nil }
        kilometresPerDegreeEast = Self.kilometresPerDegree * cos((south + north) / 2 * .pi / 180)
        let (across, up) = ((east - west) * kilometresPerDegreeEast, (north - south) * Self.kilometresPerDegree)
        scale = Self.side / max(across, up, 20)
        width = Int(across * scale + 2 * Self.margin)
        height = Int(up * scale + 2 * Self.margin)
        (self.west, self.north) = (west, north)
    }

    func point(_ place: Coordinate) -> (x: Int, y: Int) {
        (
            Int(((place.longitude - west) * kilometresPerDegreeEast * scale + Self.margin).rounded()),
            Int(((north - place.latitude) * Self.kilometresPerDegree * scale + Self.margin).rounded())
        )
    }

    func units(kilometres: Int) -> Int { Int((Double(kilometres) * scale).rounded()) }
}
