import Domain

/// How filters and their values read: on a chip, beside a box.
struct FilterLabels {
    private let form: SearchForm
    private let choices: SearchChoices

    init(_ form: SearchForm, _ choices: SearchChoices) {
        self.form = form
        self.choices = choices
    }

    func region(_ code: RegionCode) -> String { choices.name(of: code) }

    func municipality(_ code: MunicipalityCode) -> String { choices.municipalities[code] ?? code.code }

    /// On a chip, where nothing around it says of what kind it is.
    func chip(_ filter: String) -> String {
        if let (kind, value) = SearchForm.parts(of: filter) { return chip(kind, value) }
        switch filter {
        case SearchForm.Together.area: return "\(form.postcode) + \(form.distance) km"
        case SearchForm.Together.hours: return hours
        case SearchForm.Field.availableBy:
            return "kan beginnen op \((try? CalendarDay(form.availableBy)).map(WorkWording.day) ?? form.availableBy)"
        default: return filter
        }
    }

    private func chip(_ kind: FilterKind, _ value: String) -> String {
        switch kind {
        case .licence: "rijbewijs \(value)"
        case .language: language(value)
        case .education where value == EducationLevel.unknown.rawValue: "opleiding niet bekend"
        default: plain(kind, value)
        }
    }

    /// Beside a box, under the name of its kind.
    func box(_ kind: FilterKind, _ value: String) -> String {
        let text = plain(kind, value)
        return switch kind {
        case .education, .contract, .sector, .occupation, .skill: text.prefix(1).uppercased() + text.dropFirst()
        default: text
        }
    }

    private func plain(_ kind: FilterKind, _ value: String) -> String {
        switch kind {
        case .region: (try? RegionCode(value)).map(region) ?? value
        case .municipality: (try? MunicipalityCode(value)).map(municipality) ?? value
        case .targetGroup: TargetGroup(rawValue: value)?.title ?? value
        case .education: EducationLevel(rawValue: value).map(WorkWording.education) ?? value
        case .contract: ContractForm(rawValue: value).map(WorkWording.contract) ?? value
        case .sector: Sector(rawValue: value).map(WorkWording.sector) ?? value
        case .licence, .language, .occupation, .skill: value
        }
    }

    private func language(_ name: String) -> String {
        switch LanguageSkill.Level(rawValue: form.languageLevel) {
        case nil, .beginner: name
        case .native: "\(name) als moedertaal"
        case let level?: "\(name), \(WorkWording.atLeast(level))"
        }
    }

    private var hours: String {
        switch (form.minimumHours, form.maximumHours) {
        case (let from, ""): "vanaf \(from) uur"
        case ("", let to): "tot en met \(to) uur"
        case (let from, let to): "\(from)-\(to) uur"
        }
    }
}
