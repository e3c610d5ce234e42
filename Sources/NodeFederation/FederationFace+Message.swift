import Domain
import Foundation
import PeerHTTP
import Showcase
import Trust
import Wire

/// Messages about people of this region, from those who opened their profiles elsewhere.
extension FederationFace {
    /// Keeps a message about the person of `handle`, and gives a reference to ask about it with.
    ///
    /// It is logged before it is kept, and kept while a hide of the person waits: after a hide is acknowledged none
    /// comes in (I-5, I-9).
    ///
    /// - Throws: as `answer(about:)`; `Problem` 400 for what is no message.
    func take(messageTo handle: String, _ request: PeerRequest, _ responder: PeerResponder) async throws {
        let began = parts.now()
        let (asker, bytes) = try await question(of: request)
        let question: MessageJSON.Question?
        do {
            question = try MessageJSON.decodeQuestion(bytes)
        } catch {
            throw Problem.badRequest([FieldError(field: "", message: "is geen bericht")])
        }
        try await answer(
            about: handle, asker, request, responder, named: "bericht ontvangen", started: began
        ) { _, person in
            let receipt = try await receipt(for: question, about: person, asker)
            return try sealed(MessageJSON.encode(receipt), to: asker, as: request.path)
        }
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
        let keys = grants.map { grant in grant.map { GrantedProfile(id: $0.profile, generation: $0.generation) } }
        try await answer(asker, request, responder, named: "antwoord op bericht geven", started: began) {
            let prepared = parts.showcase.profiles(keys)
            let wanted = zip(grants, prepared.value).map { grant, profile in
                profile == nil ? UUID.random() : grant.flatMap { UUID(uuidString: $0.item) } ?? UUID.random()
            }
            let found: [MessageStanding?]
            do {
                found = try await parts.messages.standings(wanted)
            } catch {
                throw Problem.unavailable()
            }
            let people = zip(prepared.value, found).compactMap { profile, standing in
                standing == nil ? nil : profile?.id
            }
            return Draft(
                prepared: prepared, people: Array(Set(people)),
                response: try sealed(MessageStandingsJSON.encode(found), to: asker, as: request.path))
        }
    }
}
