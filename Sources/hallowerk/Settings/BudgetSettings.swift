import Domain

/// The group `budgets` of a node's settings: what is left out is as `Limits` has it.
struct BudgetSettings: Codable, Equatable, Sendable {
    var detailsPerSearch: Int?
    var detailsPerPerson: Int?
    var detailsPerOrganisation: Int?
    var detailsPerRegion: Int?
    var peoplePerPerson: Int?
    var peoplePerOrganisation: Int?
    var peoplePerRegion: Int?

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case detailsPerSearch = "details-per-search"
        case detailsPerPerson = "details-per-person"
        case detailsPerOrganisation = "details-per-organisation"
        case detailsPerRegion = "details-per-region"
        case peoplePerPerson = "people-per-person"
        case peoplePerOrganisation = "people-per-organisation"
        case peoplePerRegion = "people-per-region"
    }

    /// Of all settings in the group.
    static var names: Set<String> { Set(CodingKeys.allCases.map(\.rawValue)) }

    /// The limits that these settings make.
    ///
    /// - Throws: `OperatorError` naming the setting: one that is not 1 up to its maximum.
    func checked() throws -> BudgetLimits {
        var limits = BudgetLimits()
        try set(&limits.detailsPerSearch, detailsPerSearch, .detailsPerSearch)
        try set(&limits.detailsPerPerson, detailsPerPerson, .detailsPerPerson)
        try set(&limits.detailsPerOrganisation, detailsPerOrganisation, .detailsPerOrganisation)
        try set(&limits.detailsPerRegion, detailsPerRegion, .detailsPerRegion)
        try set(&limits.peoplePerPerson, peoplePerPerson, .peoplePerPerson)
        try set(&limits.peoplePerOrganisation, peoplePerOrganisation, .peoplePerOrganisation)
        try set(&limits.peoplePerRegion, peoplePerRegion, .peoplePerRegion)
        return limits
    }

    private func set(_ limit: inout Int, _ stated: Int?, _ key: CodingKeys) throws {
        guard let stated else { return }
        let allowed = 1...limit * Limits.budgetMultiple
        guard allowed.contains(stated) else {
            throw OperatorError(
                "Setting 'budgets.\(key.rawValue)' is \(stated).",
                remedy: "Give 1 to \(allowed.upperBound); without it, \(limit) is taken.")
        }
        limit = stated
    }
}
