/// How much of people's data may be seen in a day (design.md §6); what a node counts by, at home and at the source.
package struct BudgetLimits: Hashable, Sendable {
    /// Profiles opened: of one search, by one person, one organisation and one asking region.
    package var detailsPerSearch = Limits.detailsPerSearch
    package var detailsPerPerson = Limits.detailsPerPerson
    package var detailsPerOrganisation = Limits.detailsPerOrganisation
    package var detailsPerRegion = Limits.detailsPerRegion
    /// Different people in lists: of one person, one organisation and one asking region.
    package var peoplePerPerson = Limits.peoplePerPerson
    package var peoplePerOrganisation = Limits.peoplePerOrganisation
    package var peoplePerRegion = Limits.peoplePerRegion

    package init() {}

    /// What `budget` allows; nil for one that there is not: lists have none of a search.
    package func limit(of budget: Budget) -> Int? {
        switch (budget.measure, budget.holder) {
        case (.details, .search): detailsPerSearch
        case (.details, .person): detailsPerPerson
        case (.details, .organisation): detailsPerOrganisation
        case (.details, .region): detailsPerRegion
        case (.people, .search): nil
        case (.people, .person): peoplePerPerson
        case (.people, .organisation): peoplePerOrganisation
        case (.people, .region): peoplePerRegion
        }
    }
}
