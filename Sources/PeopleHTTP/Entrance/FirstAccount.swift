package import Access
import Domain
package import Hummingbird
import Wire

/// An account that whoever owns the machine makes (P-VIS-3): each step is logged before it is taken.
package enum FirstAccount {
    /// Makes `account` with a password for once, and says that password.
    ///
    /// - Parameter audit: logs what is done with an object, and how it ended.
    /// - Throws: `Problem` 400 for what is refused; what `audit` throws: then nothing was made.
    package static func make(
        _ account: Account, of place: String, in accounts: AccountStore,
        audit: (_ object: String, _ result: String) async throws -> Void
    ) async throws -> Response {
        let object = "\(account.role.rawValue) of \(place)"
        try await audit(object, "asked")
        let password = AccountStore.startPassword()
        do throws(AccountRefusal) {
            try await accounts.add(account, password: password, isTemporary: true)
        } catch {
            try await audit(object, "refused")
            throw Problem.badRequest([FieldError(field: "gebruiker", message: error.description)])
        }
        try await audit(object, "done")
        return try .json(["wachtwoord": password])
    }
}
