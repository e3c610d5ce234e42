import Foundation

/// What a password must be (NIST SP 800-63B-4 §3.1.1: length counts, composition does not).
enum PasswordRules {
    static let minimumCharacters = 12
    /// Hashing a long text costs time before anybody is known.
    static let maximumBytes = 256

    /// The password in the one spelling that is hashed (NFKC), whatever keyboard it came from.
    static func spelled(_ password: String) -> String { password.precomposedStringWithCompatibilityMapping }

    /// - Throws: `AccountRefusal` for a password that is too short, too long, or holds the user.
    static func check(_ password: String, of user: String) throws(AccountRefusal) {
        let password = spelled(password)
        guard password.count >= minimumCharacters else { throw .passwordTooShort(minimum: minimumCharacters) }
        guard password.utf8.count <= maximumBytes else { throw .passwordTooLong(maximumBytes: maximumBytes) }
        guard !password.lowercased().contains(user) || user.count < 4 else { throw .passwordHoldsUser }
    }
}
