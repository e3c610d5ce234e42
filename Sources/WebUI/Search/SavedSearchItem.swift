import Domain
package import Foundation

/// A search that somebody saved, as the start page shows it.
package struct SavedSearchItem: Sendable {
    /// The field of the form that saves one.
    package static let nameField = "zoeknaam"

    package let id: String
    package let name: String
    package let form: SearchForm
    /// When it was last made, and whom it found then and the time before; nil when it was not.
    package let ran: Date?
    package let total: Int?
    package let totalBefore: Int?

    package init(id: String, name: String, form: SearchForm, ran: Date?, total: Int?, totalBefore: Int?) {
        self.id = id
        self.name = name
        self.form = form
        self.ran = ran
        self.total = total
        self.totalBefore = totalBefore
    }
}

/// What somebody works on, around a search: vacancies that it can be for, and searches that were saved.
package struct SearchWork: Sendable {
    package let vacancies: [AssignmentItem]
    package let saved: [SavedSearchItem]

    package init(vacancies: [AssignmentItem] = [], saved: [SavedSearchItem] = []) {
        self.vacancies = vacancies
        self.saved = saved
    }
}

/// A saved search as `saved.mustache` reads it.
struct SavedSearchView {
    let id: String
    let name: String
    let state: [FormField]
    let words: String
    let people: String
    let change: String?

    init(_ item: SavedSearchItem, _ choices: SearchChoices) {
        id = item.id
        name = item.name
        state = item.form.fields
        let labels = FilterLabels(item.form, choices)
        words = ([item.form.text] + item.form.filters.map(labels.chip)).filter { !$0.isEmpty }
            .joined(separator: ", ")
        people = item.total.map(Figures.people) ?? "nog niet gezocht"
        change =
            if let total = item.total, let before = item.totalBefore, total != before {
                total > before ? "\(total - before) meer dan de vorige keer" : "\(before - total) minder"
            } else {
                nil
            }
    }
}
