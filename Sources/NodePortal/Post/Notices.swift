import Access
import Domain
import Dossiers
import Foundation
import Logging
import Mail
import Mailbox

/// Puts notices in the queue. A message stands whether or not somebody can be told of it: what fails here is in the
/// log.
struct Notices: Sendable {
    let post: PostParts
    let accounts: AccountStore
    let dossiers: DossierStore
    let logger: Logger

    /// Tells whom a message is for: the municipality's case managers, and the jobseeker when it is for the jobseeker.
    func tell(of message: ReceivedMessage) async {
        await wish { try await recipients(of: message) }
    }

    /// Tells a user of this node that an answer came.
    func tell(_ user: String) async {
        await wish {
            try await post.store.address(of: user) == nil ? [] : [(.messages, [.account(user)])]
        }
    }

    /// Reminds users of their saved searches, once in `pause` at most; those who gave no address get none.
    func remind(_ users: [String], pause: Duration) async {
        await wish(pause: pause) {
            var recipients: [NoticeRecipient] = []
            for user in users where try await post.store.address(of: user) != nil { recipients.append(.account(user)) }
            return [(.savedSearches, recipients)]
        }
    }

    /// Tells the municipality's administrators that somebody asks exceptional access.
    func tell(administratorsOf municipality: MunicipalityCode) async {
        await wish { [(.emergency, try await people(of: municipality, with: .municipalAdministrator))] }
    }

    private func wish(
        pause: Duration = NoticePolicy.pause, _ whom: () async throws -> [(NoticeTopic, [NoticeRecipient])]
    ) async {
        guard post.mailer != nil else { return }
        do {
            for (topic, recipients) in try await whom() where !recipients.isEmpty {
                let isKept = try await post.store.wish(
                    topic.rawValue, for: recipients, pause: pause, limit: NoticePolicy.waiting)
                if !isKept { logger.error("too many notices wait for the mail server; some are not sent") }
            }
            post.signal.wake()
        } catch {
            logger.error("a notice could not be kept", metadata: ["reason": "\(error)"])
        }
    }

    /// Those of a municipality with a role who gave an address.
    private func people(of municipality: MunicipalityCode, with role: Role) async throws -> [NoticeRecipient] {
        var people: [NoticeRecipient] = []
        for account in try await accounts.activeAccounts()
        where account.role == role && account.municipality == municipality {
            if try await post.store.address(of: account.user) != nil { people.append(.account(account.user)) }
        }
        return people
    }

    private func recipients(of message: ReceivedMessage) async throws -> [(NoticeTopic, [NoticeRecipient])] {
        let municipality = message.subject.municipality
        let caseManagers = try await people(of: municipality, with: .caseManager)
        guard message.content.addressee.includesJobseeker,
            let dossier = try await dossiers.find(message.subject.person, municipality: municipality),
            (try? MailAddress(dossier.contact.email)) != nil
        else { return [(.messages, caseManagers)] }
        return [(.messages, caseManagers), (.messageToJobseeker, [.jobseeker(dossier.id)])]
    }
}
