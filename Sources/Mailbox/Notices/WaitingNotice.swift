package import Domain
package import Foundation

/// Whom a notice is for, by what the stores know them by. An address is looked up when it goes out: nobody's is here.
package enum NoticeRecipient: Hashable, Sendable {
    /// A user of this node.
    case account(String)
    case jobseeker(ProfileID)

    var kind: String {
        switch self {
        case .account: "account"
        case .jobseeker: "werkzoekende"
        }
    }

    var key: String {
        switch self {
        case .account(let user): user
        case .jobseeker(let id): id.description
        }
    }

    init?(kind: String, key: String) {
        switch kind {
        case "account": self = .account(key)
        case "werkzoekende":
            guard let id = ProfileID(key) else { return nil }
            self = .jobseeker(id)
        default: return nil
        }
    }
}

/// A notice whose time has come.
package struct WaitingNotice: Hashable, Sendable {
    package let recipient: NoticeRecipient
    package let topic: String
    /// Tries so far.
    package let tries: Int
    /// Names its mail, the same over all tries.
    package let mail: UUID
    /// How often it was wished for; more came meanwhile when it is another when the mail has gone.
    let wishes: Int
}
