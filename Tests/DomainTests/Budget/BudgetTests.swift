import Domain
import Foundation
import Testing

@Suite("Budgets: warned at 80 %, refused over 100 %")
struct BudgetTests {
    @Test(
        "the warning and the refusal begin at their boundary",
        arguments: [
            (used: 0, limit: 10, warned: false, one: true), (7, 10, false, true), (8, 10, true, true),
            (9, 10, true, true), (10, 10, true, false), (11, 10, true, false), (79, 100, false, true),
            (80, 100, true, true), (0, 1, false, true), (1, 1, true, false),
        ])
    func boundaries(used: Int, limit: Int, warned: Bool, one: Bool) {
        let use = BudgetUse(Budget(.details, of: .person), used: used, limit: limit)
        #expect(use.isNearlyUp == warned && use.allows(1) == one)
        #expect(use.left == max(0, limit - used))
        #expect(use.allows(use.left) && (use.left == 0 || !use.allows(use.left + 1)))
        #expect(use.allows(0))
    }

    @Test("every budget has the limit of design.md, lists none of a search")
    func limits() {
        let limits = BudgetLimits()
        let expected: [Budget.Measure: [Int?]] = [
            .details: [10, 100, 2_000, 20_000], .people: [nil, 2_000, 20_000, 200_000],
        ]
        for measure in Budget.Measure.allCases {
            #expect(Budget.Holder.allCases.map { limits.limit(of: Budget(measure, of: $0)) } == expected[measure])
        }
    }

    @Test(
        "a day ends at midnight in the Netherlands, also when the clock changes",
        arguments: [
            ("2026-11-27T22:59:59Z", "2026-11-27T23:00:00Z"), ("2026-11-27T23:00:00Z", "2026-11-28T23:00:00Z"),
            ("2026-03-29T00:30:00Z", "2026-03-29T22:00:00Z"), ("2026-10-25T00:30:00Z", "2026-10-25T23:00:00Z"),
        ])
    func midnight(time: String, end: String) throws {
        let style = Date.ISO8601FormatStyle()
        #expect(CalendarDay.end(ofDayOf: try style.parse(time)) == (try style.parse(end)))
    }
}
