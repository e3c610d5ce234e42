import Domain

/// How facts about work read on a screen.
enum WorkWording {
    static func hours(_ hours: WeeklyHours) -> String {
        hours.minimum == hours.maximum ? "\(hours.minimum) uur" : "\(hours.minimum)-\(hours.maximum) uur"
    }

    static func day(_ day: CalendarDay) -> String { day.dutch }

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

    /// How well somebody must speak a language.
    static func atLeast(_ level: LanguageSkill.Level) -> String {
        switch level {
        case .beginner: "maakt niet uit"
        case .fair: "minstens redelijk"
        case .good: "minstens goed"
        case .native: "moedertaal"
        }
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
        case .unknown: "niet bekend"
        }
    }

    static func contract(_ form: ContractForm) -> String {
        switch form {
        case .fixedTerm: "bepaalde tijd"
        case .permanent: "onbepaalde tijd"
        case .apprenticeship: "leerbaan"
        case .workExperience: "werkervaringsplaats"
        case .volunteering: "vrijwilligerswerk"
        }
    }

    /// Source: CBS, Standaard Bedrijfsindeling 2008, sections, shortened.
    static func sector(_ sector: Sector) -> String {
        switch sector {
        case .agriculture: "landbouw en visserij"
        case .mining: "delfstoffen"
        case .manufacturing: "industrie"
        case .energy: "energie"
        case .waterAndWaste: "water en afval"
        case .construction: "bouw"
        case .trade: "handel"
        case .transport: "vervoer en opslag"
        case .hospitality: "horeca"
        case .information: "informatie en communicatie"
        case .finance: "financiële diensten"
        case .realEstate: "onroerend goed"
        case .advice: "advies en onderzoek"
        case .rentalAndSupport: "verhuur en zakelijke diensten"
        case .government: "overheid"
        case .teaching: "onderwijs"
        case .care: "zorg en welzijn"
        case .culture: "cultuur, sport en recreatie"
        case .otherServices: "overige diensten"
        case .households: "huishoudens"
        case .international: "internationale organisaties"
        }
    }

    static func schooling(_ school: Schooling) -> String {
        let year = school.endYear.map { ", \($0)" } ?? ", nu bezig"
        return "\(school.name) (\(education(school.level))\(year)\(school.hasDiploma ? ", diploma" : ""))"
    }

    static func course(_ course: Course) -> String { course.year.map { "\(course.name) (\($0))" } ?? course.name }

    static func capacity(_ item: WorkCapacity) -> String { "\(item.load.rawValue): \(item.extent.rawValue)" }

    static func document(_ item: DocumentReference) -> String { "\(item.title) (\(item.kind.rawValue))" }

    /// Where a word was found: the wire's name of a field, as people say it.
    /// Why somebody was found, in a few words; with its share when there are more reasons.
    static func reason(_ reason: MatchReason, among reasons: Int) -> String {
        let found =
            switch reason.kind {
            case .written: reason.word
            case .form: "vorm van “\(reason.word)”"
            case .part: "“\(reason.word)” als deel van een woord"
            case .synonym: "andere naam voor “\(reason.word)”"
            case .family: "beroep als “\(reason.word)”"
            }
        let share = reasons > 1 ? ", telt voor \(reason.share) %" : ""
        return "\(found) (\(field(reason.field))\(share))"
    }

    static func field(_ field: String) -> String {
        switch field {
        case "beroep": "beroep"
        case "vaardigheid": "vaardigheid"
        case "functie": "eerdere functie"
        default: "tekst"
        }
    }
}
