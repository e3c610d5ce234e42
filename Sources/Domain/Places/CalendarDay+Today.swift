package import Foundation

extension CalendarDay {
    /// The day that `time` falls on in the Netherlands; the first or last day there is for a time far away.
    package init(of time: Date) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "Europe/Amsterdam") ?? .gmt
        let parts = calendar.dateComponents([.year, .month, .day], from: time)
        self.init(
            clampedYear: parts.year ?? Self.years.lowerBound, month: parts.month ?? 1, day: parts.day ?? 1)
    }
}
