/// Why an account was not added.
package enum AccountRefusal: Error, Hashable, CustomStringConvertible {
    /// The user is not 1 to 64 of the characters that `Account.user` allows.
    case malformedUser
    /// The display name is empty or longer than 100 characters.
    case malformedName
    /// The role acts for one municipality, and none is given.
    case municipalityMissing
    case userTaken
    case passwordTooShort(minimum: Int)
    case passwordTooLong(maximumBytes: Int)
    /// The password holds the user's own name.
    case passwordHoldsUser
    /// The store refused: what and what to do, for an operator.
    case notWritten(String)

    package var description: String {
        switch self {
        case .malformedUser: "A user is 1 to 64 lower-case letters, digits, '.', '-', '_' or '@'."
        case .malformedName: "A display name has 1 to 100 characters."
        case .municipalityMissing: "This role acts for one municipality: give its code."
        case .userTaken: "There is an account with this user already."
        case .passwordTooShort(let minimum): "The password is too short: at least \(minimum) characters."
        case .passwordTooLong(let bytes): "The password is too long: at most \(bytes) bytes."
        case .passwordHoldsUser: "The password holds the user's name: choose another."
        case .notWritten(let fault): "The account was not added. \(fault)"
        }
    }
}
