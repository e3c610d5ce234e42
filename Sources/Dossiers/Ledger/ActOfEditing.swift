package import Domain
package import Foundation

/// Somebody of the municipality changes what it keeps of a jobseeker.
package struct ActOfEditing: Hashable, Sendable {
    /// The user who edits.
    package let account: String
    /// The municipality that the user works for; must be the dossier's.
    package let municipality: MunicipalityCode
    /// The revision that the user saw; with another one nothing is written.
    package let revision: Int
    package let at: Date

    package init(account: String, municipality: MunicipalityCode, revision: Int, at: Date) {
        self.account = account
        self.municipality = municipality
        self.revision = revision
        self.at = at
    }
}

/// The change that came between reading a dossier and writing it.
package struct NewerChange: Hashable, Sendable {
    /// The revision that the dossier has now.
    package let revision: Int
    /// The user who made it, and when; nil when the history does not say.
    package let account: String?
    package let at: Date?

    package init(revision: Int, account: String?, at: Date?) {
        self.revision = revision
        self.account = account
        self.at = at
    }
}
