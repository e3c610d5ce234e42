import Domain
import Foundation
import PeerHTTP
import Showcase
import Trust
import Wire

/// Messages about people of this region, from those who opened their profiles elsewhere.
extension FederationFace {
    /// How often it is made again because somebody was hidden while the log line was committed.
    private static let attempts = 8

    /// Keeps a message about the person of `handle`, and gives a reference to ask about it with.
    ///
    /// It is logged before it is kept, and kept while a hide of the person waits: after a hide is acknowledged none
    /// comes in (I-5, I-9).
    ///
    /// - Throws: as `detail`; `Problem` 400 for what is no message.
    func take(messageTo handle: String, _ request: PeerRequest, _ responder: PeerResponder) async throws {
        let began = parts.now()
        let (asker, bytes) = try await question(of: request)
        let question: MessageJSON.Question?
        do {
            question = try MessageJSON.decodeQuestion(bytes)
        } catch {
            throw Problem.badRequest([FieldError(field: "", message: "is geen bericht")])
        }
        let grant = try await opened(handle, asker, request)
        guard let prepared = parts.showcase.profile(grant.profile, generation: grant.generation) else {
            throw try await missing("not shown", asker, request)
        }
        try await account(for: [grant.profile], of: asker, request, name: "bericht ontvangen", started: began)
        guard
            let ticket = parts.showcase.beginWriting(prepared, holding: [grant.profile], close: { responder.abort() })
        else { throw try await missing("hidden while logging", asker, request) }
        defer { parts.showcase.endWriting(ticket) }
        let receipt = try await receipt(for: question, about: prepared.value, asker)
        try await responder.send(try sealed(MessageJSON.encode(receipt), to: asker, request))
    }

    private func receipt(
        for question: MessageJSON.Question?, about person: ShowcaseProfile, _ asker: Asker
    ) async throws -> MessageJSON.Receipt {
        guard let question else { return .refused(.notAllowed) }
        let verklaring = asker.verklaring
        let outcome: MessageDoor.Outcome
        do {
            outcome = try await parts.messages.deliver(
                .init(
                    question: question, person: person.id, municipality: person.municipality,
                    generation: person.generation, requester: asker.requester, organisation: verklaring.organisation,
                    role: verklaring.role, purpose: verklaring.purpose))
        } catch {
            throw Problem.unavailable()
        }
        switch outcome {
        case .refused(let refusal): return .refused(refusal)
        case .kept(let id):
            let expires = parts.now().addingTimeInterval(TimeInterval(Limits.messageDays * 86_400))
            return .kept(
                reference: try parts.references.seal(
                    ReferenceGrant(
                        .message, profile: person.id, generation: person.generation, region: verklaring.issuer,
                        holder: ReferenceGrant.message(of: verklaring.person), item: id.uuidString, expires: expires)))
        }
    }

    /// How the asker's messages stand, by references; nothing for one that is expired, altered, somebody else's or
    /// about somebody who was hidden since, whether visible again or not. Each takes the same: a look in the showcase
    /// and one in the store, where nothing may be told one for an id that nobody has (I-3).
    ///
    /// - Throws: `Problem` 400 for a question that is malformed or too long; 503 when it cannot be logged.
    func standings(_ request: PeerRequest, _ responder: PeerResponder) async throws {
        let began = parts.now()
        let (asker, question) = try await question(of: request)
        guard let references = try? MessageStandingsJSON.decodeQuestion(question) else {
            throw Problem.badRequest([FieldError(field: "verwijzingen", message: "kloppen niet of zijn te veel")])
        }
        let holder = ReferenceGrant.message(of: asker.verklaring.person)
        let grants = references.map {
            try? parts.references.open($0, as: .message, region: asker.verklaring.issuer, holder: holder)
        }
        let keys = grants.map { grant in grant.map { ShowcaseKey(id: $0.profile, generation: $0.generation) } }
        for attempt in 0..<Self.attempts {
            let prepared = parts.showcase.profiles(keys)
            let wanted = zip(grants, prepared.value).map { grant, profile in
                profile == nil ? UUID() : grant.flatMap { UUID(uuidString: $0.item) } ?? UUID()
            }
            let found: [MessageStanding?]
            do {
                found = try await parts.messages.standings(wanted)
            } catch {
                throw Problem.unavailable()
            }
            let ids = zip(prepared.value, found).compactMap { profile, standing in standing == nil ? nil : profile?.id }
            try await account(
                for: Array(Set(ids)), of: asker, request, name: "antwoord op bericht geven", started: began,
                isAudited: attempt > 0)
            guard let ticket = parts.showcase.beginWriting(prepared, holding: ids, close: { responder.abort() }) else {
                continue
            }
            defer { parts.showcase.endWriting(ticket) }
            return try await responder.send(
                try sealed(MessageStandingsJSON.encode(found), to: asker, request))
        }
        throw Problem.unavailable()
    }
}
