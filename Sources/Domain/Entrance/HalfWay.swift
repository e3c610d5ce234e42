package import Foundation

/// Somebody who has given the right password, of whom more is asked.
///
/// - Important: The token stands for the password that was given. It goes into a cookie of the browser that gave it and
///   nowhere else.
package struct HalfWay: Hashable, Sendable {
    /// What is asked next.
    package enum Need: Hashable, Sendable {
        /// A code of the second factor, or a recovery code.
        case code
        /// A password of the person's own in place of the start password.
        case newPassword
        /// The first code of the second factor with this secret, in base32 (RFC 4648 §6).
        case enrolment(secret: String)
    }

    package let token: String
    package let user: String
    package let need: Need
    /// After which it starts all over.
    package let expires: Date

    package init(token: String, user: String, need: Need, expires: Date) {
        self.token = token
        self.user = user
        self.need = need
        self.expires = expires
    }
}

/// Why somebody is not let in, or not further.
package enum EntranceRefusal: Hashable, Sendable {
    /// One and the same for a user who is not there and a password that is not theirs.
    case wrongUserOrPassword
    /// Too many failures of this user or from this origin; a try before that time is not even looked at.
    case tooManyAttempts(retryAfterSeconds: Int)
    /// Known, and without a role here.
    case withoutRole
    /// Not the code of this moment, one that was used before, or no recovery code.
    case wrongCode
    case newPassword(PasswordFault)
    /// The half-way state has ended, or never was.
    case ended
}

/// Why a new password is not taken.
package enum PasswordFault: Hashable, Sendable {
    case tooShort(minimum: Int)
    case tooLong
    /// It holds the user's own name.
    case holdsUser
    /// The second time it was typed otherwise.
    case notRepeated
    case sameAsBefore
    /// The present password, which is asked again, is another.
    case presentIsWrong
}
