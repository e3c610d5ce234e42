import Domain
package import Foundation

/// A time of day in the Netherlands in which alerts wait: from one minute to another, over midnight too.
package struct QuietHours: Hashable, Sendable {
    /// Minutes of the day.
    let from: Int
    let to: Int
    /// As it was read.
    package let text: String

    /// Reads `22:00-07:00`; nil for what is no such text, or for no time at all.
    package init?(_ text: String) {
        let sides = text.split(separator: "-", omittingEmptySubsequences: false).map(Self.minutes)
        guard sides.count == 2, let from = sides[0], let to = sides[1], from != to else { return nil }
        self.from = from
        self.to = to
        self.text = text
    }

    /// When the quiet that `time` is in ends; nil when it is in none.
    package func end(at time: Date) -> Date? {
        let parts = CalendarDay.dutchCalendar.dateComponents([.hour, .minute], from: time)
        let minute = (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
        let isQuiet = from < to ? (from..<to).contains(minute) : minute >= from || minute < to
        guard isQuiet else { return nil }
        return CalendarDay.dutchCalendar.nextDate(
            after: time, matching: DateComponents(hour: to / 60, minute: to % 60, second: 0),
            matchingPolicy: .nextTime)
    }

    private static func minutes(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.allSatisfy(\.isWholeNumber) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0..<24).contains(hour), (0..<60).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }
}
