/// One of the budgets that a look at people's data counts in.
package struct Budget: Hashable, Sendable {
    /// What is counted; the raw values are stored.
    package enum Measure: String, CaseIterable, Hashable, Sendable {
        /// Profiles opened.
        case details
        /// Different people in lists.
        case people
    }

    /// Whose it is, narrowest first; the raw values are stored.
    package enum Holder: String, CaseIterable, Hashable, Sendable {
        case search, person, organisation, region
    }

    package let measure: Measure
    package let holder: Holder

    package init(_ measure: Measure, of holder: Holder) {
        self.measure = measure
        self.holder = holder
    }
}

/// How much of one budget is used.
package struct BudgetUse: Hashable, Sendable {
    package let budget: Budget
    package let used: Int
    package let limit: Int

    package init(_ budget: Budget, used: Int, limit: Int) {
        self.budget = budget
        self.used = used
        self.limit = limit
    }

    package var left: Int { max(0, limit - used) }

    /// Whether its holder is warned: from `Limits.budgetWarningPercent` on.
    package var isNearlyUp: Bool { used * 100 >= limit * Limits.budgetWarningPercent }

    /// Whether `new` more are within it. What was counted before costs nothing, also when it is used up.
    package func allows(_ new: Int) -> Bool { new <= 0 || used + new <= limit }
}
