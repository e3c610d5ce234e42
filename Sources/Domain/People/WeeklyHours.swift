/// How many hours a week somebody wants to work, or a vacancy asks.
///
/// Invariant: 0 <= minimum <= maximum <= 60.
package struct WeeklyHours: Hashable, Sendable {
    package enum Invalid: Error, Hashable { case outOfRange, minimumOverMaximum }

    package let minimum: Int
    package let maximum: Int

    /// - Throws: `Invalid.outOfRange` or `Invalid.minimumOverMaximum`.
    package init(minimum: Int, maximum: Int) throws(Invalid) {
        guard (0...60).contains(minimum), (0...60).contains(maximum) else { throw .outOfRange }
        guard minimum <= maximum else { throw .minimumOverMaximum }
        self.minimum = minimum
        self.maximum = maximum
    }

    /// Whether both can agree on at least one number of hours.
    package func overlaps(_ other: WeeklyHours) -> Bool { minimum <= other.maximum && other.minimum <= maximum }
}
