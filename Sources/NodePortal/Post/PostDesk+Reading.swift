import Domain
import Dossiers
import Foundation
import Mailbox
import Trust
import WebUI
import Wire

/// What was sent, and what came in for a municipality.
extension PostDesk {
    /// The activity in the register: support in finding work (Participatiewet art. 7).
    static let activity = "dienstverlening"

    /// What came in for a municipality, and about whom.
    struct Inbox: Sendable {
        let message: ReceivedMessage
        /// Nil for somebody who is no longer in the dossiers.
        let dossier: Dossier?
        /// The sender cannot get an answer: the person was hidden since.
        var isCutOff: Bool {
            guard !message.isHome else { return dossier == nil }
            guard let dossier else { return true }
            return dossier.visibility == .hidden || dossier.generation != message.subject.generation
        }
    }

    /// The user's own messages, newest first.
    func sent(by asker: PortalAsker) async throws -> [SentMessage] {
        try await stored { try await store.sent(by: asker.user) }
    }

    /// What came in for a case manager's municipality, unanswered first; looked at by name, so logged.
    func inbox(of worker: CaseWorker) async throws -> [Inbox] {
        let messages = try await stored { try await store.received(of: worker.municipality) }
        let people = Array(Set(messages.map(\.subject.person)))
        let trace = try await audit("read messages", "messages of \(worker.municipality)", "asked", worker.asker)
        try await records.processing(
            people, "berichten lezen", Self.activity, for: worker.asker.organisation, trace: trace)
        var dossiers: [ProfileID: Dossier] = [:]
        for person in people {
            dossiers[person] = try await stored {
                try await parts.dossiers.find(person, municipality: worker.municipality)
            }
        }
        return messages.map { Inbox(message: $0, dossier: dossiers[$0.subject.person]) }
    }

    /// Says that a message was read.
    ///
    /// - Throws: `Problem` 404 for one that is not there, or another municipality's.
    func markRead(_ id: UUID, by worker: CaseWorker) async throws {
        _ = try await act("read message", "bericht lezen", on: id, by: worker)
        try await stored { try await store.markRead(id, municipality: worker.municipality, by: worker.asker.user) }
    }

    /// Answers a message, once; the sender gets it by asking.
    ///
    /// - Parameter text: as `MessageText` allows.
    /// - Throws: `Problem`: 404 as `markRead` and once it has ended, 409 when it was answered.
    func answer(_ id: UUID, with text: String, by worker: CaseWorker) async throws {
        _ = try await act("answer message", "bericht beantwoorden", on: id, by: worker)
        let sender = try await stored {
            try await store.answer(id, municipality: worker.municipality, with: text, by: worker.asker.user)
        }
        if let sender { await notices.tell(sender) }
    }

    /// The message, once the act is in both logs.
    private func act(
        _ action: String, _ processing: String, on id: UUID, by worker: CaseWorker
    ) async throws -> ReceivedMessage {
        guard let message = try await stored({ try await store.received(id, municipality: worker.municipality) })
        else {
            try await audit(action, "message", "refused: not of this municipality", worker.asker)
            throw Problem.notFound()
        }
        let trace = try await audit(action, "message \(id.uuidString.lowercased())", "asked", worker.asker)
        try await records.processing(
            [message.subject.person], processing, Self.activity, for: worker.asker.organisation, trace: trace)
        return message
    }

    /// Who sent a message, for its reader: function, municipality, region; never a name.
    func senderName(_ sender: ReceivedMessage.Sender) -> String {
        let role = sender.role == .caseManager ? "klantmanager" : "accountmanager"
        let region = parts.registry.value.member(oin: sender.region)?.region
        let place = region?.municipalities.first { $0.oin == sender.organisation }?.name
        let names = [place.map { "gemeente \($0)" }, region.map { $0.name }].compactMap(\.self)
        return role + (names.isEmpty ? "" : " van " + names.joined(separator: ", "))
    }
}
