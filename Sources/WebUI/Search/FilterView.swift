package import Domain

/// The filters beside the results, as `filters.mustache` reads them.
struct FilterView {
    let orders: [SearchView.Choice]
    let orderFault: String?
    let targetGroup: FilterGroup
    let postcode: String
    let distance: String
    let areaFault: String?
    let minimumHours: String
    let maximumHours: String
    let hoursFault: String?
    let municipality: FilterGroup
    let municipalityName: String
    let municipalityFault: String?
    let occupation: FilterGroup
    let skill: FilterGroup
    let region: FilterGroup
    let more: More
    /// Something in here is wrong: the fold stands open.
    let isWrong: Bool

    /// The filters that are folded away until one of them is used.
    struct More {
        let chosenCount: Int
        let hasChosen: Bool
        let isWrong: Bool
        let isOpen: Bool
        let education: FilterGroup
        let licence: FilterGroup
        let language: FilterGroup
        let languageName: String
        let languageFault: String?
        let levels: [SearchView.Choice]
        let levelFault: String?
        let availableBy: String
        let availableFault: String?
        let contract: FilterGroup
        let sector: FilterGroup
    }

    init(_ page: SearchPage, _ labels: FilterLabels) {
        let form = page.form
        func fault(_ fields: String...) -> String? { page.faults.first { fields.contains($0.field) }?.message }
        func group(_ kind: FilterKind) -> FilterGroup { FilterGroup(kind, page, labels) }
        orders = SearchOrder.allCases.map { order in
            let chosen = SearchOrder(rawValue: form.order) ?? .relevance
            return SearchView.Choice(value: order.formValue, label: order.title, chosen: order == chosen)
        }
        orderFault = fault(SearchForm.Field.order)
        targetGroup = group(.targetGroup)
        postcode = form.postcode
        distance = form.distance
        areaFault = fault(SearchForm.Field.postcode, SearchForm.Field.distance)
        minimumHours = form.minimumHours
        maximumHours = form.maximumHours
        hoursFault = fault(SearchForm.Field.minimumHours, SearchForm.Field.maximumHours)
        municipality = group(.municipality)
        municipalityName = form.municipalityName
        municipalityFault = fault(SearchForm.Field.municipalityName)
        occupation = group(.occupation)
        skill = group(.skill)
        region = group(.region)
        more = More(page, labels)
        let groups = [targetGroup, municipality, occupation, skill, region]
        isWrong =
            more.isWrong || groups.contains { $0.fault != nil }
            || [orderFault, areaFault, hoursFault, municipalityFault].contains { $0 != nil }
    }
}

extension FilterView.More {
    fileprivate init(_ page: SearchPage, _ labels: FilterLabels) {
        let form = page.form
        func fault(_ field: String) -> String? { page.faults.first { $0.field == field }?.message }
        func group(_ kind: FilterKind) -> FilterGroup { FilterGroup(kind, page, labels) }
        education = group(.education)
        licence = group(.licence)
        language = group(.language)
        languageName = form.languageName
        languageFault = fault(SearchForm.Field.languageName)
        let asked = LanguageSkill.Level(rawValue: form.languageLevel) ?? .beginner
        levels = LanguageSkill.Level.allCases.map { level in
            SearchView.Choice(
                value: level == .beginner ? "" : level.rawValue, label: WorkWording.atLeast(level),
                chosen: level == asked)
        }
        levelFault = fault(SearchForm.Field.languageLevel)
        availableBy = form.availableBy
        availableFault = fault(SearchForm.Field.availableBy)
        contract = group(.contract)
        sector = group(.sector)
        let kinds: [FilterKind] = [.education, .licence, .language, .contract, .sector]
        chosenCount = kinds.reduce(form.availableBy.isEmpty ? 0 : 1) { $0 + form[$1].count }
        hasChosen = chosenCount > 0
        isWrong =
            [education, licence, language, contract, sector].contains { $0.fault != nil }
            || [languageFault, levelFault, availableFault].contains { $0 != nil }
        isOpen = hasChosen || isWrong
    }
}

extension SearchOrder {
    /// What the form sends: nothing for what fits best, so that without words nothing ranks people (P-PUR-7).
    var formValue: String { self == .relevance ? "" : rawValue }

    /// How the order reads on a screen.
    package var title: String {
        switch self {
        case .relevance: "Past het best"
        case .distance: "Dichtbij eerst"
        case .availability: "Wie het eerst kan beginnen"
        case .neutral: "Willekeurig"
        }
    }
}
