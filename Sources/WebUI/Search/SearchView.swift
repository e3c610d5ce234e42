import Domain

/// What `search.mustache` reads.
struct SearchView {
    let layout: LayoutView
    let query: String
    let purposes: [Choice]
    let vacancy: String
    let vacancies: [Choice]
    let saved: [SavedSearchView]
    let hasSaved: Bool
    /// What a search is saved as, unless something else is typed.
    let saveName: String
    let chips: [Chip]
    let hasChips: Bool
    let filters: FilterView
    let filterCount: Int
    let hasFilters: Bool
    let oneFilter: Bool
    let faults: [Fault]
    let hasFaults: Bool
    let queryFault: String?
    let purposeFault: String?
    let vacancyFault: String?
    let state: [FormField]
    let results: ResultsView?
    let home: HomeRegionView?
    /// Nothing was looked for yet.
    let isWelcome: Bool
    /// Nor is anything wrong: typing can begin at once.
    let isFresh: Bool
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

    /// Something wrong, and the control or group of boxes where it can be mended.
    struct Fault {
        let message: String
        let target: String
        let hasTarget: Bool

        init(_ fault: FormFault) {
            message = fault.message
            let isGroup = FilterKind(rawValue: fault.field) != nil || fault.field == SearchForm.Field.order
            target = isGroup ? "groep-\(fault.field)" : fault.field
            hasTarget = ![SearchForm.Field.cursor, SearchForm.Together.all].contains(fault.field)
        }
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
        vacancies = page.work.vacancies.map { item in
            Choice(
                value: item.draft.reference,
                label: [item.draft.employer, item.draft.title].filter { !$0.isEmpty }.joined(separator: ": "),
                chosen: false)
        }
        saved = page.work.saved.map { SavedSearchView($0, page.choices) }
        hasSaved = !saved.isEmpty
        saveName = String(
            ([page.form.text] + page.form.filters.map(labels.chip)).filter { !$0.isEmpty }
                .joined(separator: ", ").prefix(120))
        chips = page.form.filters.map { Chip(filter: $0, label: labels.chip($0)) }
        hasChips = !chips.isEmpty
        filters = FilterView(page, labels)
        filterCount = chips.count
        hasFilters = !chips.isEmpty
        oneFilter = chips.count == 1
        faults = page.faults.map(Fault.init)
        hasFaults = !page.faults.isEmpty
        func fault(_ field: String) -> String? { page.faults.first { $0.field == field }?.message }
        queryFault = fault(SearchForm.Field.text)
        purposeFault = fault(SearchForm.Field.purpose)
        vacancyFault = fault(SearchForm.Field.vacancy)
        state = page.form.fields
        results = page.results.map { ResultsView($0, page, labels) }
        home = page.home.map { HomeRegionView($0, page, labels) }
        isWelcome = page.results == nil && page.home == nil
        isFresh = isWelcome && page.faults.isEmpty
        csrf = page.frame.visitor?.csrfToken ?? ""
    }
}
