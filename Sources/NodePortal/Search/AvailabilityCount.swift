import Domain
import WebUI
import Wire

/// Counts who can start by when, in searches of their own: the federation's answer has no such count, and a region with
/// an older version would refuse to make one.
struct AvailabilityCount: Sendable {
    /// How long that may take.
    private static let time = Duration.milliseconds(800)

    let search: PortalSearch
    let today: CalendarDay

    /// How many of those that `query` found can start today, soon and later; nobody is shown, so it counts in no budget
    /// of people. Numbers of different regions are not compared: then it is incomplete.
    func count(
        _ query: SearchRequest, _ answer: FederatedAnswer, by asker: PortalAsker
    ) async -> SearchResults.Availability {
        let days = SearchResults.Availability.days
        async let first = total(query, by: today, answer, asker)
        async let second = total(query, by: today.adding(days: days.soon), answer, asker)
        async let third = total(query, by: today.adding(days: days.later), answer, asker)
        guard let now = await first, let soon = await second, let later = await third else { return .incomplete }
        return .counted(today: now, soon: soon, later: later, all: answer.total)
    }

    /// Nil when other regions answered than those of `answer`.
    private func total(
        _ query: SearchRequest, by day: CalendarDay, _ answer: FederatedAnswer, _ asker: PortalAsker
    ) async -> Int? {
        var query = query
        query.filters.availableBy = min(day, query.filters.availableBy ?? day)
        query.count = 1
        query.facets = []
        query.timeLimit = Self.time
        guard let counted = try? await search.run(query, by: asker, isShown: false).federated,
            Self.answered(counted) == Self.answered(answer)
        else { return nil }
        return counted.total
    }

    private static func answered(_ answer: FederatedAnswer) -> Set<RegionCode> {
        Set(answer.outcomes.filter { $0.state == .answered }.map(\.region))
    }
}
