import Domain
package import Foundation

/// A vacancy or other task of the own organisation, as pages show it.
package struct AssignmentItem: Sendable {
    /// What can be typed of it.
    package struct Draft: Hashable, Sendable {
        /// `Activity`.
        package var activity = ""
        package var reference = ""
        package var title = ""
        package var employer = ""
        package var note = ""

        package init() {}

        package init(activity: String, reference: String, title: String, employer: String, note: String) {
            self.activity = activity
            self.reference = reference
            self.title = title
            self.employer = employer
            self.note = note
        }
    }

    /// Names of a form's fields.
    package enum Field {
        package static let assignment = "opdracht"
        /// The handle of somebody who is to be put on a list.
        package static let candidate = "kandidaat"
        package static let activity = "activiteit"
        package static let reference = "kenmerk"
        package static let title = "titel"
        package static let employer = "werkgever"
        package static let note = "notitie"
        package static let status = "status"
    }

    package let id: String
    package let draft: Draft
    /// One of `statuses`.
    package let status: String
    package let owner: String
    package let candidates: Int
    package let proposed: Int
    package let changed: Date

    package init(
        id: String, draft: Draft, status: String, owner: String, candidates: Int, proposed: Int, changed: Date
    ) {
        self.id = id
        self.draft = draft
        self.status = status
        self.owner = owner
        self.candidates = candidates
        self.proposed = proposed
        self.changed = changed
    }

    /// How an assignment can stand, each with its word.
    static let statuses = [("open", "Open"), ("vervuld", "Vervuld"), ("gesloten", "Gesloten")]

    /// `1183, Magazijn BV`, or the reference alone.
    var name: String {
        draft.employer.isEmpty ? draft.reference : "\(draft.reference), \(draft.employer)"
    }

    var candidateText: String {
        let people = candidates == 1 ? "1 kandidaat" : "\(candidates) kandidaten"
        return candidates == 0 ? "Nog geen kandidaten" : "\(people), \(proposed) voorgesteld"
    }
}

/// Choices of a form, one of them chosen.
struct Option {
    let value: String
    let label: String
    let chosen: Bool

    static func list(_ all: [(String, String)], chosen: String) -> [Option] {
        all.map { Option(value: $0.0, label: $0.1, chosen: $0.0 == chosen) }
    }
}

extension Activity {
    /// What a list for it is called.
    var listTitle: String {
        switch self {
        case .fillVacancy: "Vacature"
        case .advise: "Advies aan een werkgever"
        case .mediate: "Bemiddeling"
        }
    }

    /// What `role` may make lists for.
    static func lists(for role: Role) -> [(String, String)] {
        allCases.filter { $0.roles.contains(role) }.map { ($0.rawValue, $0.listTitle) }
    }
}
