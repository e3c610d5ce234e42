import Domain

/// Small phrases that slots are filled with.
enum DutchPhrases {
    private static let numbers = [
        "nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf",
    ]

    /// `een jaar`, `twee jaar`, `14 jaar`.
    static func years(_ count: Int) -> String {
        "\(numbers.indices.contains(count) ? numbers[count] : String(count)) jaar"
    }

    /// `24 tot 32 uur per week`, `36 uur per week`.
    static func hours(_ hours: WeeklyHours) -> String {
        hours.minimum == hours.maximum
            ? "\(hours.minimum) uur per week" : "\(hours.minimum) tot \(hours.maximum) uur per week"
    }

    /// `per direct` until November of `year`, else `vanaf 14 december`, with the year when it is a later one.
    static func start(on day: CalendarDay, of year: Int) -> String {
        guard (day.year, day.month) > (year, 11) else { return "per direct" }
        return "vanaf " + (day.year == year ? day.dutchInYear : day.dutch)
    }

    /// A municipality as its people call it: without the province, and The Hague by its short name.
    static func place(_ municipality: String) -> String {
        if municipality == "'s-Gravenhage" { return "Den Haag" }
        guard let open = municipality.firstIndex(of: "(") else { return municipality }
        return String(municipality[..<open].reversed().drop { $0 == " " }.reversed())
    }
}
