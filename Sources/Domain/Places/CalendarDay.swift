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
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            parts.allSatisfy({ $0.allSatisfy { (48...57).contains($0) } }),
            let year = Int(String(decoding: parts[0], as: UTF8.self)),
            let month = Int(String(decoding: parts[1], as: UTF8.self)),
            let day = Int(String(decoding: parts[2], as: UTF8.self)),
            Self.years.contains(year), (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day)
        else { throw .notADay }
        self.year = year
        self.month = month
        self.day = day
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
