/// Which budget is used up, as one process tells another; the raw values are the wire's. Whose it is and how much that
/// was stays in the audit log of who refuses.
package enum BudgetSpan: String, Hashable, Sendable {
    /// A day's: whole again at midnight.
    case day = "van vandaag is op"
    /// Of one search: another search has another.
    case search = "van deze zoekopdracht is op"
}

extension Problem {
    /// The field that a problem of a budget names.
    package static let budgetField = "budget"
    /// Seconds of the longest day there is: none is told to wait longer.
    private static let longestDay = 25 * 3_600

    /// Somebody has seen as much of people as may be.
    ///
    /// - Parameter sentences: what a region's own user reads of it; between regions it says no more than `span`.
    package static func overBudget(_ span: BudgetSpan, retryAfterSeconds: Int, sentences: String? = nil) -> Problem {
        let seconds = min(max(1, retryAfterSeconds), longestDay)
        return Problem(
            status: 429, title: "Budget op", detail: sentences ?? "Het budget \(span.rawValue).",
            errors: [FieldError(field: budgetField, message: span.rawValue)],
            headers: ["Retry-After": String(seconds)])
    }

    /// Which budget it is of; nil for another problem.
    package var budgetSpan: BudgetSpan? {
        errors.first { $0.field == Self.budgetField }.flatMap { BudgetSpan(rawValue: $0.message) }
    }

    /// The same problem, told in `sentences`.
    package func told(in sentences: String) -> Problem {
        Problem(status: status, title: title, detail: sentences, errors: errors, headers: headers)
    }

    /// Which budget it is that `json`, a problem that `overBudget` made, tells of; nil for another problem.
    package static func overBudget(in json: [UInt8]) -> BudgetSpan? {
        let errors = (try? Tree.read(json[...], line: 1))?["fouten"]?.elements ?? []
        return errors.first { $0["veld"]?.text == budgetField }?["melding"]?.text.flatMap(BudgetSpan.init(rawValue:))
    }
}
