import Foundation

/// A point on the map in WGS84 degrees, inside the European Netherlands.
package struct Coordinate: Hashable, Sendable {
    package enum Invalid: Error, Hashable { case outsideTheNetherlands }

    /// 50.6 to 53.7 degrees north.
    package let latitude: Double
    /// 3.2 to 7.3 degrees east.
    package let longitude: Double

    /// - Throws: `Invalid.outsideTheNetherlands`, also for values that are not finite.
    package init(latitude: Double, longitude: Double) throws(Invalid) {
        guard (50.6...53.7).contains(latitude), (3.2...7.3).contains(longitude) else { throw .outsideTheNetherlands }
        self.latitude = latitude
        self.longitude = longitude
    }

    /// Kilometres along a great circle on a sphere of 6,371 km (haversine); off by at most 0.5 % here.
    package func distanceKm(to other: Coordinate) -> Double {
        let radians = Double.pi / 180
        let dLatitude = (other.latitude - latitude) * radians
        let dLongitude = (other.longitude - longitude) * radians
        let a =
            pow(sin(dLatitude / 2), 2) + cos(latitude * radians) * cos(other.latitude * radians)
            * pow(sin(dLongitude / 2), 2)
        return 2 * 6_371 * asin(min(1, a.squareRoot()))
    }
}
