import Domain
package import Foundation

/// One of a municipality's people who log in, as its administrator sees them.
package struct StaffMember: Hashable, Sendable {
    /// How long a role holds before it must be confirmed: a year (P-VIS-3).
    package static let confirmedFor: TimeInterval = 365 * 86_400

    package let account: Account
    /// The role of `account` was withdrawn when not.
    package let hasRole: Bool
    /// The identity provider that gives the role; nil for a local account.
    package let provider: String?
    package let isEnrolled: Bool
    /// Has a start password that was not changed yet.
    package let isTemporary: Bool
    package let lastLogIn: Date?
    /// When the role was given or last confirmed.
    package let confirmed: Date

    /// Whether the role must be confirmed at `time`.
    package func mustBeConfirmed(at time: Date) -> Bool {
        hasRole && time >= confirmed.addingTimeInterval(Self.confirmedFor)
    }
}

/// Why something is not done to an account of the staff.
package enum StaffRefusal: Error, Hashable, Sendable {
    /// Whoever asks is no administrator of a municipality.
    case notAdministrator
    /// No such account in the own municipality; one and the same for one of another.
    case notFound
    /// An administrator does nothing to the own account here.
    case ownAccount
    /// The role is none that a municipality's administrator gives or takes.
    case roleNotGivenHere
    /// An identity provider gives the role.
    case ofProvider
    case account(AccountRefusal)
    case unavailable
}
