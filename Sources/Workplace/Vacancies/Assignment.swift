package import Domain
package import Foundation

/// What people are sought for: a vacancy, or a task without one, such as whom the regions could offer an employer. Its
/// candidates hang under it.
package struct Assignment: Hashable, Sendable {
    /// What the organisation says of it.
    package struct Content: Hashable, Sendable {
        /// What is done: filling a vacancy, or another activity across regions.
        package let activity: Activity
        /// The organisation's own reference, which travels as the purpose's; at most 64 bytes, no personal data.
        package let reference: String
        /// At most `titleLimit` characters.
        package let title: String
        /// The employer; empty where there is none; at most `titleLimit` characters.
        package let employer: String
        /// At most `noteLimit` characters.
        package let note: String

        package init(activity: Activity, reference: String, title: String, employer: String, note: String) {
            self.activity = activity
            self.reference = reference
            self.title = title
            self.employer = employer
            self.note = note
        }
    }

    package enum Status: String, CaseIterable, Hashable, Sendable {
        case open
        case filled = "vervuld"
        case closed = "gesloten"
    }

    package static let titleLimit = 120
    package static let noteLimit = 2_000
    /// Assignments of one organisation.
    package static let limit = 2_000

    package let id: WorkplaceID
    package let content: Content
    package let status: Status
    /// Who made it.
    package let owner: String
    /// The fields of the search that finds its candidates, as a form has them.
    package let search: [SearchField]
    package let made: Date
    package let changed: Date
    /// Candidates that are on its list, and those of them that were proposed or further.
    package let candidates: Int
    package let proposed: Int

    /// The purpose that its searches and looks state; nil when the activity has several legal bases and none is told.
    package var purpose: Purpose? {
        guard let basis = content.activity.bases.sorted(by: { $0.rawValue < $1.rawValue }).first else { return nil }
        return try? Purpose(activity: content.activity, basis: basis, vacancy: content.reference)
    }
}

/// One field of a search form.
package struct SearchField: Hashable, Sendable, Codable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
