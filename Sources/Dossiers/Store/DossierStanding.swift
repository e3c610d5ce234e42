package import Domain
package import Foundation

/// How a dossier stands and how it came so; nothing of the person is in it.
package struct DossierStanding: Hashable, Sendable {
    /// One change of visibility, at a jobseeker's request.
    package struct Change: Hashable, Sendable {
        package let from: Dossier.Visibility
        package let to: Dossier.Visibility
        /// The case manager's user.
        package let account: String
        /// Reference of the request.
        package let request: String
        package let reason: String
        package let at: Date
        package let generation: Int
        package let revision: Int
    }

    package let id: ProfileID
    package let municipality: MunicipalityCode
    package let visibility: Dossier.Visibility
    package let generation: Int
    package let revision: Int
    /// Oldest first.
    package let history: [Change]
}
