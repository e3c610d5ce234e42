import Alerting
import Foundation
import Testing

@Suite("Quiet hours: Dutch time, over midnight too")
struct QuietHoursTests {
    @Test(
        "when they end",
        arguments: [
            ("22:00-07:00", "2026-11-28T21:30:00Z", "2026-11-29T06:00:00Z"),
            ("22:00-07:00", "2026-11-28T05:59:59Z", "2026-11-28T06:00:00Z"),
            ("22:00-07:00", "2026-11-28T06:00:00Z", nil), ("22:00-07:00", "2026-11-28T20:59:59Z", nil),
            ("22:00-07:00", "2026-07-28T20:00:00Z", "2026-07-29T05:00:00Z"),
            ("12:00-13:30", "2026-11-28T11:00:00Z", "2026-11-28T12:30:00Z"),
            ("12:00-13:30", "2026-11-28T12:30:00Z", nil),
        ] as [(String, String, String?)])
    func ends(_ text: String, _ time: String, _ end: String?) throws {
        let quiet = try #require(QuietHours(text))
        #expect(try quiet.end(at: Date(time, strategy: .iso8601))?.ISO8601Format() == end)
    }

    @Test(
        "what is no such text",
        arguments: ["", "22:00", "22:00-22:00", "24:00-07:00", "22:60-07:00", "2:00-07:00", "22:00-07:00-08:00", "a-b"])
    func refused(_ text: String) { #expect(QuietHours(text) == nil) }
}
