package import Foundation

extension CalendarDay {
    /// Names of the months, January first.
    private static let dutchMonths = [
        "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
        "december",
    ]

    /// `28 november 2026`.
    package var dutch: String { "\(dutchInYear) \(year)" }

    /// `november 2026`.
    package var dutchMonth: String { dutchMonth(after: 0) }

    /// The month so many months after this day's.
    package func dutchMonth(after months: Int) -> String {
        let place = month - 1 + months
        return "\(Self.dutchMonths[place % 12]) \(year + place / 12)"
    }

    /// `28 november`.
    package var dutchInYear: String { "\(day) \(Self.dutchMonths[month - 1])" }
}

extension Date {
    /// When it is in the Netherlands: `22.00 uur`, and on another day than `now` is with that day: `28 november 2026,
    /// 08.00 uur`.
    package func dutch(asOf now: Date) -> String {
        let time = CalendarDay.dutchCalendar.dateComponents([.hour, .minute], from: self)
        let digits = [time.hour ?? 0, time.minute ?? 0].map { ($0 < 10 ? "0" : "") + String($0) }
        let clock = digits.joined(separator: ".") + " uur"
        let day = CalendarDay(of: self)
        return day == CalendarDay(of: now) ? clock : "\(day.dutch), \(clock)"
    }
}
