package import Domain
package import Foundation

/// What became of each region in one query: every registered region has exactly one outcome, whatever happens (I-7).
package struct QueryLedger: Sendable {
    private let order: [RegionCode]
    private let names: [RegionCode: String]
    private let asked: Set<RegionCode>
    /// Regions that were not there on an earlier page of the same search.
    private let missed: Set<RegionCode>
    private var outcomes: [RegionCode: RegionOutcome]

    /// - Parameter missed: of `SearchPosition`; who answers now and did not before is told so.
    package init(_ plan: FanOutPlan, missed: [RegionCode] = []) {
        self.missed = Set(missed)
        asked = Set(plan.asked.map(\.region.code))
        names = Dictionary(uniqueKeysWithValues: plan.asked.map { ($0.region.code, $0.region.name) })
        order = (plan.asked.map(\.region.code) + plan.decided.map(\.region)).sorted()
        outcomes = Dictionary(uniqueKeysWithValues: plan.decided.map { ($0.region, $0) })
    }

    /// Notes a region's whole, checked answer; the first word about a region stays.
    ///
    /// - Returns: The outcome, or nil when the region was not asked or is decided already.
    package mutating func answered(_ region: RegionCode, count: Int, asOf: Date, duration: Duration) -> RegionOutcome? {
        let reason = missed.contains(region) ? Self.joinedLate(names[region] ?? region.slug) : nil
        return decide(
            RegionOutcome(
                region: region, state: .answered, count: count, duration: duration, asOf: asOf, reason: reason))
    }

    /// What is said of a region that was not there on an earlier page.
    package static func joinedLate(_ name: String) -> String {
        "\(name) ontbrak op een eerdere bladzijde; wie daar hoger zou staan, vindt u door opnieuw te zoeken."
    }

    /// Regions that were asked and have no answer, on this page or one before, by code.
    package var missedSoFar: [RegionCode] {
        missed.union(asked.subtracting(answered)).union(
            outcomes.values.filter { $0.state == CallFailure.leftAlone.state }.map(\.region)
        ).sorted()
    }

    /// Notes that a region has no answer.
    ///
    /// - Returns: As `answered`.
    package mutating func failed(_ region: RegionCode, _ failure: CallFailure, duration: Duration?) -> RegionOutcome? {
        let name = names[region] ?? region.slug
        return decide(
            RegionOutcome(region: region, state: failure.state, duration: duration, reason: failure.reason(name)))
    }

    private mutating func decide(_ outcome: RegionOutcome) -> RegionOutcome? {
        guard asked.contains(outcome.region), outcomes[outcome.region] == nil else { return nil }
        outcomes[outcome.region] = outcome
        return outcome
    }

    /// Whether every region asked has an outcome.
    package var isComplete: Bool { outcomes.count == order.count }
    package var answered: Set<RegionCode> { Set(outcomes.values.filter { $0.state == .answered }.map(\.region)) }

    /// Every registered region once, by code; one still open is late.
    ///
    /// - Parameter limit: how long was waited.
    package func all(after limit: Duration) -> [RegionOutcome] {
        order.map { region in
            outcomes[region]
                ?? RegionOutcome(
                    region: region, state: .late, duration: limit,
                    reason: CallFailure.timedOut(after: limit).reason(names[region] ?? region.slug))
        }
    }
}
