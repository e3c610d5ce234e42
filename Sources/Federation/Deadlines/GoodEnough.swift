package import Domain

/// How long a query still waits for the regions that have not answered.
///
/// Once regions that hold `Limits.goodEnoughPercent` of the visible profiles have answered, the rest gets a quarter of
/// the time that is left then (design.md §6). Of the profiles that the query can reach: of the regions that are asked.
package struct GoodEnough: Sendable {
    /// When the query ends at the latest, measured as the events are.
    package private(set) var end: Duration
    /// Whether enough has answered.
    package private(set) var isReached = false
    private let weights: [RegionCode: Double]
    private let needed: Double
    private var answered: Set<RegionCode> = []
    private var weight = 0.0

    /// - Parameters:
    ///   - visible: profiles of each region; one that nobody knows of counts as the mean of the others.
    ///   - deadline: when the query ends at the latest.
    package init(asked: [RegionCode], visible: [RegionCode: Int], deadline: Duration) {
        let known = asked.compactMap { visible[$0] }
        let mean = known.isEmpty ? 1 : Double(known.reduce(0, +)) / Double(known.count)
        weights = Dictionary(
            asked.map { ($0, visible[$0].map(Double.init) ?? mean) }, uniquingKeysWith: { first, _ in first })
        // Not a sum of shares: rounding must not make 90 of 100 less than enough.
        needed = weights.values.reduce(0, +) * Double(Limits.goodEnoughPercent) / 100
        end = deadline
    }

    /// Notes that `region` has answered.
    ///
    /// - Returns: The new end, when this answer made the answers enough; nil otherwise.
    package mutating func answered(_ region: RegionCode, at time: Duration) -> Duration? {
        guard answered.insert(region).inserted, let more = weights[region] else { return nil }
        weight += more
        guard !isReached, weight >= needed, answered.count < weights.count else { return nil }
        isReached = true
        end = min(end, time + max(.zero, end - time) / Limits.goodEnoughPart)
        return end
    }
}
