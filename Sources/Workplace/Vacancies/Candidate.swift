package import Domain
package import Foundation

/// Somebody on an assignment's list: a sealed reference, what was done, and notes; no copy of the profile (design.md
/// §5).
package struct Candidate: Hashable, Sendable {
    /// How far it is with somebody.
    package enum Status: String, CaseIterable, Hashable, Sendable {
        case kept = "bewaard"
        case proposed = "voorgesteld"
        case interview = "gesprek"
        case hired = "aangenomen"
        case withdrawn = "teruggetrokken"
    }

    /// Something that was done, by whom, when.
    package struct Step: Hashable, Sendable {
        package let status: Status
        package let by: String
        package let at: Date
    }

    package static let noteLimit = 2_000
    /// Candidates of one assignment.
    package static let limit = 50

    package let id: WorkplaceID
    package let region: RegionCode
    /// Somebody hidden of the own region: the reference never leaves this node (I-3).
    package let isHome: Bool
    package let reference: String
    package let status: Status
    package let note: String
    /// Who put the candidate on the list.
    package let owner: String
    package let added: Date
    /// When the reference no longer opens.
    package let ends: Date
    /// Oldest first.
    package let steps: [Step]
}
