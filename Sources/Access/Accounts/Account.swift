package import Domain

/// Somebody who logs in. An account is one person's (P-SEC-2).
package struct Account: Hashable, Sendable {
    /// What the person logs in with: 1 to 64 of lower-case letters, digits, `.`, `-`, `_` and `@`.
    package let user: String
    package let displayName: String
    package let role: Role
    /// The municipality that the person works for; every case manager and municipal administrator has one.
    package let municipality: MunicipalityCode?
    /// The controller on whose behalf the person acts.
    package let organisation: OIN

    package init(user: String, displayName: String, role: Role, municipality: MunicipalityCode?, organisation: OIN) {
        self.user = user
        self.displayName = displayName
        self.role = role
        self.municipality = municipality
        self.organisation = organisation
    }

    private static let userCharacters = Set("abcdefghijklmnopqrstuvwxyz0123456789.-_@".utf8)

    var hasWellFormedUser: Bool { Self.isWellFormed(user: user) }

    /// Whether there can be such a user. Nothing else is looked up: SQLite reads a text up to a NUL, so `jansen`
    /// and a NUL would be jansen, with failures of its own to count.
    static func isWellFormed(user: String) -> Bool {
        (1...64).contains(user.utf8.count) && user.utf8.allSatisfy(userCharacters.contains)
    }
}
