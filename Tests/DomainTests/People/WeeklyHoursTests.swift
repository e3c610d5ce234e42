import Domain
import Testing

@Suite("WeeklyHours: 0 <= minimum <= maximum <= 60")
struct WeeklyHoursTests {
    @Test("takes them", arguments: [(0, 0), (0, 60), (60, 60), (24, 36), (36, 36)])
    func takes(_ minimum: Int, _ maximum: Int) throws {
        let hours = try WeeklyHours(minimum: minimum, maximum: maximum)
        #expect(hours.minimum == minimum)
        #expect(hours.maximum == maximum)
    }

    @Test(
        "refuses the rest",
        arguments: [
            (-1, 0, WeeklyHours.Invalid.outOfRange), (0, 61, .outOfRange), (61, 61, .outOfRange), (-2, -1, .outOfRange),
            (61, 0, .outOfRange), (Int.min, Int.max, .outOfRange), (1, 0, .minimumOverMaximum),
            (60, 59, .minimumOverMaximum),
        ])
    func refuses(_ minimum: Int, _ maximum: Int, because reason: WeeklyHours.Invalid) {
        #expect(throws: reason) { try WeeklyHours(minimum: minimum, maximum: maximum) }
    }

    @Test(
        "two overlap when one number of hours suits both",
        arguments: [
            (24, 36, 36, 40, true), (24, 36, 37, 40, false), (24, 36, 0, 60, true), (24, 36, 30, 32, true),
            (24, 36, 0, 24, true), (24, 36, 0, 23, false), (36, 36, 36, 36, true),
        ])
    func overlaps(_ low: Int, _ high: Int, _ otherLow: Int, _ otherHigh: Int, _ expected: Bool) throws {
        let one = try WeeklyHours(minimum: low, maximum: high)
        let other = try WeeklyHours(minimum: otherLow, maximum: otherHigh)
        #expect(one.overlaps(other) == expected)
        #expect(other.overlaps(one) == expected)
    }
}
