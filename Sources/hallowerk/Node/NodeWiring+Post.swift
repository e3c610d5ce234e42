import Domain
import Foundation
import Mailbox
import NodeFederation
import NodePortal
import ServiceLifecycle
import Trust
import Wire

/// Messages and notices of a node.
extension NodeWiring {
    /// What takes in other regions' messages: of the federation it sees what the door shows, and of the dossiers the
    /// federation sees nothing (I-2).
    var messageDoor: MessageDoor {
        let incoming = IncomingPost(
            post, accounts: stores.accounts, dossiers: stores.dossiers, logger: footing.logger)
        return MessageDoor(
            deliver: { [now = footing.now] delivery in
                let message = ReceivedMessage(
                    token: delivery.question.id,
                    sender: .init(
                        region: delivery.requester.region, person: delivery.requester.person,
                        organisation: delivery.organisation, role: delivery.role),
                    isHome: false,
                    subject: .init(
                        person: delivery.person, municipality: delivery.municipality,
                        generation: delivery.generation),
                    purpose: delivery.purpose, content: delivery.question.content, at: now())
                switch try await incoming.take(message) {
                case .success(let id): return .kept(id)
                case .failure(let refusal): return .refused(refusal.reason)
                }
            },
            standings: { try await incoming.standings(of: $0) })
    }

    /// What asks about messages, and what sends notices.
    func postServices(_ parts: PortalParts) -> [any Service] {
        [
            MessageService(parts),
            NoticeService(
                post, accounts: stores.accounts, dossiers: stores.dossiers, now: footing.now, logger: footing.logger,
                telemetry: telemetry),
        ]
    }
}
