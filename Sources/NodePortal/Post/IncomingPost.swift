package import Access
package import Domain
package import Dossiers
package import Foundation
package import Logging
package import Mailbox
package import Wire

/// Takes in what other regions send about people of this one: the wiring puts it behind the federation face's door.
package struct IncomingPost: Sendable {
    private let store: MailboxStore
    private let notices: Notices

    package init(_ post: PostParts, accounts: AccountStore, dossiers: DossierStore, logger: Logger) {
        store = post.store
        notices = Notices(post: post, accounts: accounts, dossiers: dossiers, logger: logger)
    }

    /// Keeps `message` once, and tells whom it is for.
    ///
    /// - Returns: What this region calls it, or why it was not kept.
    /// - Throws: `StoreFault`.
    package func take(_ message: ReceivedMessage) async throws -> Result<UUID, MessageRefusal> {
        do {
            let (id, isNew) = try await store.receive(message)
            if isNew { await notices.tell(of: message) }
            return .success(id)
        } catch MailboxRefusal.tooManyToday {
            return .failure(MessageRefusal(.tooManyToday))
        } catch MailboxRefusal.tooManyAboutOne {
            return .failure(MessageRefusal(.tooManyAboutOne))
        } catch is MailboxRefusal {
            return .failure(MessageRefusal(.notAllowed))
        }
    }

    /// How messages stand, each in its place.
    ///
    /// - Throws: `StoreFault`.
    package func standings(of ids: [UUID]) async throws -> [MessageStanding?] { try await store.standings(of: ids) }
}

/// Why a message is not kept, as an error.
package struct MessageRefusal: Error, Hashable, Sendable {
    package let reason: MessageJSON.Refusal

    init(_ reason: MessageJSON.Refusal) { self.reason = reason }

    /// For the sender, in a sentence.
    var sentence: String {
        switch reason {
        case .tooManyToday:
            "U hebt vandaag \(Limits.messagesPerDay) berichten gestuurd; meer kan niet op een dag. Morgen kan het weer."
        case .tooManyAboutOne:
            "U hebt vandaag \(Limits.messagesAboutOnePerDay) berichten over deze persoon gestuurd. Morgen kan het weer."
        case .notAllowed: "De regio van deze persoon neemt dit bericht niet aan. Open het profiel opnieuw."
        }
    }
}
