import Domain

/// How facts about work read on a screen.
enum WorkWording {
    private static let months = [
        "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
        "december",
    ]

    static func hours(_ hours: WeeklyHours) -> String {
        hours.minimum == hours.maximum ? "\(hours.minimum) uur" : "\(hours.minimum)-\(hours.maximum) uur"
    }

    static func day(_ day: CalendarDay) -> String { "\(day.day) \(months[day.month - 1]) \(day.year)" }

    /// `per direct`, or from which day.
    static func availability(_ from: CalendarDay, today: CalendarDay) -> String {
        from <= today ? "per direct" : "vanaf \(day(from))"
    }

    static func licences(_ licences: [DrivingLicence]) -> String? {
        licences.isEmpty ? nil : "Rijbewijs \(licences.map(\.rawValue).joined(separator: ", "))"
    }

    static func languages(_ skills: [LanguageSkill], withLevel: Bool) -> String? {
        guard !skills.isEmpty else { return nil }
        return skills.map { withLevel ? "\($0.language) (\(level($0.level)))" : $0.language }.joined(separator: ", ")
    }

    private static func level(_ level: LanguageSkill.Level) -> String {
        level == .native ? "moedertaal" : level.rawValue
    }

    static func education(_ level: EducationLevel) -> String {
        switch level {
        case .primary: "basisonderwijs"
        case .practical: "praktijkonderwijs"
        case .vmbo: "vmbo"
        case .mbo1: "mbo 1"
        case .mbo2: "mbo 2"
        case .mbo3: "mbo 3"
        case .mbo4: "mbo 4"
        case .havo: "havo"
        case .vwo: "vwo"
        case .associateDegree: "associate degree"
        case .hbo: "hbo"
        case .universityBachelor: "universitaire bachelor"
        case .hboMaster: "hbo-master"
        case .universityMaster: "universitaire master"
        case .doctorate: "gepromoveerd"
        }
    }

    /// Where a word was found: the wire's name of a field, as people say it.
    static func field(_ field: String) -> String {
        switch field {
        case "beroep": "beroep"
        case "vaardigheid": "vaardigheid"
        case "functie": "eerdere functie"
        default: "tekst"
        }
    }
}
