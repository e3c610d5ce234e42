package import Domain
package import Foundation

/// Somebody who can log in at one process. Personal: no account is shared (P-SEC-2).
package struct Account: Hashable, Sendable {
    package let user: String
    package let displayName: String
    package let role: Role
    /// The municipality that the person works for; nil for people of no municipality.
    package let municipality: MunicipalityCode?
    /// On whose behalf the person acts.
    package let organisation: OIN

    package init(user: String, displayName: String, role: Role, municipality: MunicipalityCode?, organisation: OIN) {
        self.user = user
        self.displayName = displayName
        self.role = role
        self.municipality = municipality
        self.organisation = organisation
    }
}

/// Somebody who is logged in.
package struct Session: Hashable, Sendable {
    /// 32 random bytes, base64url; only its hash is stored.
    package let token: String
    package let account: Account
    /// Comes with every form that changes something.
    package let csrfToken: String
    package let expires: Date
}

/// Why a log-in is refused.
package enum LogInRefusal: Error, Hashable {
    /// The same for an unknown user.
    case wrongUserOrPassword
    case tooManyAttempts(retryAfterSeconds: Int)
    /// The accounts cannot be read or written.
    case unavailable
}

/// Why the accounts cannot be used, or an account not be added.
package enum AccountFault: Error, Hashable, CustomStringConvertible {
    case unusable(file: String, reason: String)
    case passwordTooShort(minimum: Int)
    case userTaken(String)

    package var description: String {
        switch self {
        case .unusable(let file, let reason): "\(file) cannot be used: \(reason); put back the last backup"
        case .passwordTooShort(let minimum): "the password has under \(minimum) characters; choose a longer one"
        case .userTaken(let user): "there is a user '\(user)' already"
        }
    }
}
