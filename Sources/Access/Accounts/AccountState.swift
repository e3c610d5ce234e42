/// Whether an account lets anybody in; the raw values are the store's.
enum AccountState: String, Sendable {
    case active
    /// The role was withdrawn, or the identity provider gives none; a role can be given again.
    case withoutRole
    /// For good; the row stays, since the audit log names its user.
    case closed
}
