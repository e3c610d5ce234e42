import Domain

extension SearchRequestJSON {
    /// The filters that `fields` hold; what is wrong with them goes to its list of errors.
    static func filters(_ fields: Fields) -> SearchFilters {
        let filters = SearchFilters(
            regions: fields.parsed("regios", "een regiocode zoals rijnmond") { try? RegionCode($0) },
            municipalities: fields.parsed("gemeenten", "een gemeentecode zoals GM0599") { try? MunicipalityCode($0) },
            area: fields.object("gebied").flatMap(area),
            targetGroups: fields.choices("doelgroepen", atMost: Limits.filterValues),
            occupations: names(fields, "beroepen"), skills: names(fields, "vaardigheden"),
            educationLevels: fields.choices("opleidingsniveaus", atMost: Limits.filterValues),
            licences: fields.choices("rijbewijzen", atMost: Limits.filterValues), languages: languages(fields),
            hours: fields.object("urenPerWeek").flatMap(hours), availableBy: availableBy(fields),
            contracts: fields.choices("contractvormen", atMost: Limits.filterValues),
            sectors: fields.choices("sectoren", atMost: Limits.filterValues))
        fields.refuseUnknown()
        return filters
    }

    /// What people write themselves: any text that is not blank.
    private static func names(_ fields: Fields, _ name: String) -> [String] {
        fields.parsed(name, "een tekst van 1 tot en met \(Limits.filterCharacters) tekens") {
            isName($0) ? $0 : nil
        }
    }

    private static func isName(_ text: String) -> Bool {
        text.count <= Limits.filterCharacters && text.contains { !$0.isWhitespace }
    }

    private static func area(_ fields: Fields) -> SearchFilters.Area? {
        let postcode = fields.requiredText("postcode").flatMap { text -> PostcodeArea? in
            let area = try? PostcodeArea(text)
            if area == nil { fields.fail("postcode", "moet vier cijfers zijn, zoals 3011") }
            return area
        }
        let distance = fields.integer("afstandKm", in: Limits.distanceKm, required: true)
        fields.refuseUnknown()
        guard let postcode, let distance else { return nil }
        return SearchFilters.Area(postcode: postcode, distanceKm: distance)
    }

    /// Each language once, whatever its case: two levels of one would contradict each other.
    private static func languages(_ fields: Fields) -> [LanguageSkill] {
        var all: [LanguageSkill] = []
        for item in fields.objects("talen") {
            let language = item.requiredText("taal")
            let level: LanguageSkill.Level? = item.choice("niveau", required: true)
            item.refuseUnknown()
            guard let language else { continue }
            if !isName(language) {
                item.fail("taal", "moet een tekst van 1 tot en met \(Limits.filterCharacters) tekens zijn")
            } else if all.contains(where: { $0.language.lowercased() == language.lowercased() }) {
                item.fail("taal", "staat er twee keer")
            } else if let level {
                all.append(LanguageSkill(language: language, level: level))
            }
        }
        return all
    }

    private static func hours(_ fields: Fields) -> WeeklyHours? {
        let minimum = fields.integer("minimaal", in: 0...60) ?? 0
        let maximum = fields.integer("maximaal", in: 0...60) ?? 60
        fields.refuseUnknown()
        guard let hours = try? WeeklyHours(minimum: minimum, maximum: maximum) else {
            fields.fail("minimaal", "mag niet meer zijn dan maximaal")
            return nil
        }
        return hours
    }

    private static func availableBy(_ fields: Fields) -> CalendarDay? {
        guard let text = fields.text("beschikbaarVoor", atMost: Limits.filterCharacters) else { return nil }
        let day = try? CalendarDay(text)
        if day == nil { fields.fail("beschikbaarVoor", "moet een dag zijn, zoals 2026-12-01") }
        return day
    }
}
