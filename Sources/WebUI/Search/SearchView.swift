import Domain

/// What `search.mustache` reads.
struct SearchView {
    let layout: LayoutView
    let query: String
    let purposes: [Choice]
    let vacancy: String
    let chips: [Chip]
    let hasChips: Bool
    let filters: FilterView
    let filterCount: Int
    let hasFilters: Bool
    let oneFilter: Bool
    let faults: [FormFault]
    let hasFaults: Bool
    let queryFault: String?
    let purposeFault: String?
    let vacancyFault: String?
    let state: [FormField]
    let results: ResultsView?
    let home: HomeRegionView?
    /// Nothing was looked for yet.
    let isWelcome: Bool
    let csrf: String

    /// One option of a list or group of boxes.
    struct Choice {
        let value: String
        let label: String
        let chosen: Bool
        /// People with it among those found.
        var count: String?
    }

    /// A filter that is set; clicking takes it away.
    struct Chip {
        let filter: String
        let label: String
    }

    init(_ page: SearchPage, _ links: LayoutView.Links) {
        let labels = FilterLabels(page.form, page.choices)
        let title =
            page.results.map { "\(Figures.people($0.total)) gevonden" }
            ?? page.home.map { "\(Figures.people($0.total)) alleen in onze regio" }
            ?? (page.faults.isEmpty ? "Zoeken" : "Zoeken: let op")
        layout = LayoutView(page.frame, title: title, links, in: .search)
        query = page.form.text
        purposes = Purpose.choices(for: page.choices.role).map { purpose in
            Choice(value: purpose.choice, label: purpose.title, chosen: page.form.purpose == purpose.choice)
        }
        vacancy = page.form.vacancy
        chips = page.form.filters.map { Chip(filter: $0, label: labels.text($0)) }
        hasChips = !chips.isEmpty
        filters = FilterView(page)
        filterCount = chips.count
        hasFilters = !chips.isEmpty
        oneFilter = chips.count == 1
        faults = page.faults
        hasFaults = !page.faults.isEmpty
        func fault(_ field: String) -> String? { page.faults.first { $0.field == field }?.message }
        queryFault = fault(SearchForm.Field.text)
        purposeFault = fault(SearchForm.Field.purpose)
        vacancyFault = fault(SearchForm.Field.vacancy)
        state = page.form.fields
        results = page.results.map { ResultsView($0, page, labels) }
        home = page.home.map { HomeRegionView($0, page, labels) }
        isWelcome = page.results == nil && page.home == nil
        csrf = page.frame.visitor?.csrfToken ?? ""
    }
}

/// How a filter reads on a chip.
struct FilterLabels {
    private let form: SearchForm
    private let choices: SearchChoices

    init(_ form: SearchForm, _ choices: SearchChoices) {
        self.form = form
        self.choices = choices
    }

    func region(_ code: RegionCode) -> String { choices.regions.first { $0.code == code }?.name ?? code.slug }

    func municipality(_ code: MunicipalityCode) -> String { choices.municipalities[code] ?? code.code }

    func text(_ filter: String) -> String {
        let parts = filter.split(separator: ":", maxSplits: 1).map(String.init)
        let value = parts.count > 1 ? parts[1] : ""
        switch parts.first {
        case SearchForm.Field.region: return (try? RegionCode(value)).map(region) ?? value
        case SearchForm.Field.municipality: return (try? MunicipalityCode(value)).map(municipality) ?? value
        case SearchForm.Field.targetGroup: return TargetGroup(rawValue: value)?.title ?? value
        case "gebied": return "\(form.postcode) + \(form.distance) km"
        case "uren": return hours
        default: return filter
        }
    }

    private var hours: String {
        switch (form.minimumHours, form.maximumHours) {
        case (let from, ""): "vanaf \(from) uur"
        case ("", let to): "tot \(to) uur"
        case (let from, let to): "\(from)-\(to) uur"
        }
    }
}

/// The filters beside the results.
struct FilterView {
    /// Municipalities shown with a box; any other is named in the field below.
    private static let municipalityBoxes = 8

    let targetGroups: [SearchView.Choice]
    let regions: [SearchView.Choice]
    let municipalities: [SearchView.Choice]
    let hasMunicipalities: Bool
    let municipalityName: String
    let municipalityFault: String?
    let postcode: String
    let distance: String
    let areaFault: String?
    let minimumHours: String
    let maximumHours: String
    let hoursFault: String?
    let byRelevance: Bool
    let neutral: Bool
    /// Something in here is wrong: the fold stands open.
    let isWrong: Bool

    init(_ page: SearchPage) {
        let form = page.form
        let counts = page.results?.facets ?? [:]
        let found = Dictionary(
            (page.results?.outcomes ?? []).compactMap { outcome in outcome.count.map { (outcome.region, $0) } },
            uniquingKeysWith: { first, _ in first })
        targetGroups = TargetGroup.allCases.map { group in
            let count = counts[.targetGroup].map { $0[group.rawValue] ?? 0 }
            return SearchView.Choice(
                value: group.rawValue, label: group.title, chosen: form.targetGroups.contains(group.rawValue),
                count: count.map(Figures.count))
        }
        regions = page.choices.regions.map { region in
            SearchView.Choice(
                value: region.code.slug, label: region.name, chosen: form.regions.contains(region.code.slug),
                count: found[region.code].map(Figures.count))
        }
        municipalities = Self.municipalities(page, counts[.municipality] ?? [:])
        hasMunicipalities = !municipalities.isEmpty
        municipalityName = form.municipalityName
        postcode = form.postcode
        distance = form.distance
        minimumHours = form.minimumHours
        maximumHours = form.maximumHours
        neutral = form.order == SearchOrder.neutral.rawValue
        byRelevance = !neutral
        func fault(_ fields: String...) -> String? { page.faults.first { fields.contains($0.field) }?.message }
        municipalityFault = fault(SearchForm.Field.municipality, SearchForm.Field.municipalityName)
        areaFault = fault(SearchForm.Field.postcode, SearchForm.Field.distance)
        hoursFault = fault(SearchForm.Field.minimumHours, SearchForm.Field.maximumHours)
        isWrong = [municipalityFault, areaFault, hoursFault].contains { $0 != nil }
    }

    /// Those chosen, then those with most people.
    private static func municipalities(_ page: SearchPage, _ counts: [String: Int]) -> [SearchView.Choice] {
        let most = counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.map(\.key)
        let chosen = page.form.municipalities
        let shown = chosen + most.filter { !chosen.contains($0) }.prefix(max(0, municipalityBoxes - chosen.count))
        return shown.map { code in
            SearchView.Choice(
                value: code, label: (try? MunicipalityCode(code)).flatMap { page.choices.municipalities[$0] } ?? code,
                chosen: chosen.contains(code), count: counts[code].map(Figures.count))
        }
    }
}
