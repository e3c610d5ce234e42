package import Domain
package import Foundation

/// Whose budgets a look counts in: names that say nothing of who it is.
package struct BudgetAsker: Hashable, Sendable {
    /// Where it is counted; each has budgets of its own. The raw values are stored.
    package enum Side: String, Hashable, Sendable {
        /// By the asking region, of its own users.
        case home
        /// By the region whose people they are.
        case source
        /// By a region, of its users who look at its hidden people. Apart, so that no search of the federation is
        /// allowed or refused for who is hidden (I-3).
        case hidden
    }

    package let side: Side
    package let region: OIN
    package let organisation: OIN
    /// The pseudonym of a verklaring.
    package let person: String

    package init(_ side: Side, region: OIN, organisation: OIN, person: String) {
        self.side = side
        self.region = region
        self.organisation = organisation
        self.person = person
    }

    /// What a budget of this asker is stored under; nil for one that it has not: a region does not count itself.
    ///
    /// - Parameter search: the search of a profile.
    func name(of budget: Budget, search: String?) -> String? {
        let scope: [String]
        switch budget.holder {
        case .search:
            guard let search else { return nil }
            scope = [region.digits, organisation.digits, person, search]
        case .person: scope = [region.digits, organisation.digits, person]
        case .organisation: scope = [region.digits, organisation.digits]
        case .region:
            guard side == .source else { return nil }
            scope = [region.digits]
        }
        return ([side.rawValue, budget.measure.rawValue, budget.holder.rawValue] + scope).joined(separator: " ")
    }
}

/// A look to be counted: a profile that is opened, or people in a list.
package struct BudgetCount: Hashable, Sendable {
    package let asker: BudgetAsker
    package let measure: Budget.Measure
    /// Those of a list, by pseudonym; nobody for a profile.
    let people: Set<String>
    /// The search that gave the profile's handle, if it is known.
    let search: String?
    let time: Date

    /// People in a list.
    package static func list(_ people: [String], by asker: BudgetAsker, at time: Date) -> BudgetCount {
        BudgetCount(asker: asker, measure: .people, people: Set(people), search: nil, time: time)
    }

    /// One profile that is opened, once more for each time.
    package static func detail(ofSearch search: String?, by asker: BudgetAsker, at time: Date) -> BudgetCount {
        BudgetCount(asker: asker, measure: .details, people: [], search: search, time: time)
    }
}

/// A look that is over a budget; nothing of it was counted.
package struct BudgetRefusal: Error, Hashable, CustomStringConvertible {
    package let use: BudgetUse
    /// When the budget is whole again.
    package let until: Date

    package init(_ use: BudgetUse, until: Date) {
        self.use = use
        self.until = until
    }

    /// For an audit line.
    package var description: String {
        "budget of \(use.budget.measure) per \(use.budget.holder): \(use.used) of \(use.limit)"
    }
}
