/// A day on the calendar (`2026-11-23`), without time or zone. Source: NL API Design Rules,
/// `date-time/date-omit-time-portion`.
package struct CalendarDay: Hashable, Sendable, Comparable, CustomStringConvertible {
    package enum Invalid: Error, Hashable { case notADay }

    package let year: Int
    package let month: Int
    package let day: Int

    package var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

    /// Reads `jjjj-mm-dd`; years 1900 to 2199.
    ///
    /// - Throws: `Invalid.notADay`, also for the 30th of February.
    package init(_ text: some StringProtocol) throws(Invalid) {
        let digits = Array(text.utf8)
        let dash = UInt8(ascii: "-")
        guard digits.count == 10, digits[4] == dash, digits[7] == dash, let year = Self.number(digits[0..<4]),
            let month = Self.number(digits[5..<7]), let day = Self.number(digits[8..<10]),
            Self.years.contains(year), (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day)
        else { throw .notADay }
        self.year = year
        self.month = month
        self.day = day
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.allSatisfy { (48...57).contains($0) } ? digits.reduce(0) { $0 * 10 + Int($1) - 48 } : nil
    }

    /// For the parts of a day that is on the calendar; a year beyond `years` becomes the nearest.
    init(clampedYear year: Int, month: Int, day: Int) {
        self.year = min(max(year, Self.years.lowerBound), Self.years.upperBound)
        self.month = month
        self.day = day
    }

    static let years = 1900...2199

    package static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
        return month == 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    private func padded(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
