import Domain
import Testing

@Suite("CalendarDay: a day that exists, from 1900 to 2199")
struct CalendarDayTests {
    @Test(
        "takes days of the Gregorian calendar",
        arguments: [
            "1900-01-01", "2199-12-31", "2026-11-23", "2026-01-31", "2026-04-30", "2026-06-30", "2026-09-30",
            "2026-11-30", "2026-02-28", "2024-02-29", "2000-02-29", "1904-02-29",
        ])
    func takes(_ text: String) throws {
        #expect(try CalendarDay(text).description == text)
        #expect(try CalendarDay(("x" + text).dropFirst()).description == text)
    }

    @Test(
        "refuses days that are not there, and other spellings",
        arguments: [
            "", "1899-12-31", "2200-01-01", "2026-00-01", "2026-13-01", "2026-01-00", "2026-01-32", "2026-04-31",
            "2026-06-31", "2026-09-31", "2026-11-31", "2026-02-29", "2024-02-30", "1900-02-29", "2100-02-29",
            "2026-1-1", "26-01-01", "02026-01-01", "2026-01-01-", "-2026-01-01", "2026--01-01", "2026/01/01",
            "20260101", "2026-01-01T00:00:00Z", " 2026-01-01", "2026-01-01 ", "2026-+1-01", "2026-01-\u{0660}\u{0661}",
            "01-01-2026",
        ])
    func refuses(_ text: String) {
        #expect(throws: CalendarDay.Invalid.notADay) { try CalendarDay(text) }
    }

    @Test(
        "is ordered by year, month and day",
        arguments: [("2025-12-31", "2026-01-01"), ("2026-01-31", "2026-02-01"), ("2026-02-01", "2026-02-02")])
    func ordered(_ earlier: String, _ later: String) throws {
        #expect(try CalendarDay(earlier) < CalendarDay(later))
        #expect(try !(CalendarDay(later) < CalendarDay(earlier)))
    }
}
