package import Foundation

extension CalendarDay {
    /// Days and hours as they are in the Netherlands.
    package static let dutchCalendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "Europe/Amsterdam") ?? .gmt
        return calendar
    }()

    /// The day that `time` falls on in the Netherlands; the first or last day there is for a time far away.
    package init(of time: Date) {
        let parts = Self.dutchCalendar.dateComponents([.year, .month, .day], from: time)
        self.init(
            clampedYear: parts.year ?? Self.years.lowerBound, month: parts.month ?? 1, day: parts.day ?? 1)
    }

    /// The day that is `days` after this one, or before it.
    package func adding(days: Int) -> CalendarDay {
        let noon = DateComponents(year: year, month: month, day: day, hour: 12)
        guard let start = Self.dutchCalendar.date(from: noon),
            let end = Self.dutchCalendar.date(byAdding: .day, value: days, to: start)
        else { return self }
        return CalendarDay(of: end)
    }

    /// When the day of `time` ends in the Netherlands: at midnight, 23 to 25 hours after it began.
    package static func end(ofDayOf time: Date) -> Date {
        let start = dutchCalendar.startOfDay(for: time)
        return dutchCalendar.date(byAdding: .day, value: 1, to: start) ?? start.addingTimeInterval(86_400)
    }
}
