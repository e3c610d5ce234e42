package import Domain
package import Foundation

/// Which regions one search goes to, and what is decided of the others before anything is sent.
package struct FanOutPlan: Sendable {
    /// Ordered by code.
    package let asked: [Registry.Member]
    /// Regions that are not asked, each with its state and reason.
    package let decided: [RegionOutcome]

    /// Asks every region that `request` wants and that may and can answer.
    ///
    /// - Parameters:
    ///   - time: now.
    ///   - maintenance: what regions announced (`HealthBoard.maintenance`).
    ///   - isLeftAlone: whether no endpoint of a region takes calls now (`BreakerBoard.usable`).
    package init(
        registry: Registry, request: SearchRequest, at time: Date = .distantPast,
        maintenance: [RegionCode: Maintenance] = [:], isLeftAlone: (Region) -> Bool = { _ in false }
    ) {
        let wanted = Set(request.filters.regions)
        let municipalities = Set(request.filters.municipalities)
        var asked: [Registry.Member] = []
        var decided: [RegionOutcome] = []
        for member in registry.members {
            let region = member.region
            let named = wanted.isEmpty || wanted.contains(region.code)
            let holds = municipalities.isEmpty || region.municipalities.contains { municipalities.contains($0.code) }
            if !(named && holds) {
                decided.append(
                    .init(region: region.code, state: .notAsked, reason: "\(region.name) viel buiten uw filter."))
            } else if region.status == .suspended {
                decided.append(
                    .init(region: region.code, state: .refused, reason: "\(region.name) doet op dit moment niet mee."))
            } else if region.status == .maintenance {
                decided.append(.init(region: region.code, state: .skipped, reason: "\(region.name) is in onderhoud."))
            } else if let maintenance = maintenance[region.code] {
                decided.append(
                    .init(
                        region: region.code, state: .skipped, reason: maintenance.sentence(region.name, asOf: time)))
            } else if !region.roles.contains(.source) {
                decided.append(
                    .init(
                        region: region.code, state: .refused,
                        reason: "\(region.name) geeft geen antwoord op zoekvragen."))
            } else if isLeftAlone(region) {
                decided.append(
                    .init(
                        region: region.code, state: CallFailure.leftAlone.state,
                        reason: CallFailure.leftAlone.reason(region.name)))
            } else {
                asked.append(member)
            }
        }
        self.asked = asked
        self.decided = decided
    }
}
