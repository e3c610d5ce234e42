import Access
import Domain
import Trust

/// A user who asks something of the federation: what the verklaring says of them, and what only the own log knows.
struct PortalAsker: Sendable {
    /// The account's name; it stays in this node's audit log.
    let user: String
    /// The stable pseudonym that travels.
    let person: String
    let role: Role
    /// The municipality that is the controller.
    let organisation: OIN
    /// Where the request came from.
    let origin: String

    init(_ account: Account, origin: String, keys: LocalKeys) {
        user = account.user
        person = Pseudonym.person(account.user, key: keys.pseudonym)
        role = account.role
        organisation = account.organisation
        self.origin = origin
    }
}
