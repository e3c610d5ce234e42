import Domain
import Foundation
import PeerHTTP
import Showcase
import Trust
import Wire

/// Lists that outlast a handle: references to people, and who of them can still be seen.
extension FederationFace {
    /// A lasting reference to the person of `handle`, for the asking organisation and one vacancy.
    ///
    /// - Throws: as `answer(about:)`.
    func refer(to handle: String, _ request: PeerRequest, _ responder: PeerResponder) async throws {
        let began = parts.now()
        let (asker, question) = try await question(of: request)
        guard let vacancy = try? ReferenceJSON.decodeQuestion(question) else {
            throw Problem.badRequest([FieldError(field: "opdracht", message: "ontbreekt of is te lang")])
        }
        let expires = began.addingTimeInterval(TimeInterval(Limits.referenceDays * 86_400))
        try await answer(
            about: handle, asker, request, responder, named: "op een lijst zetten", started: began
        ) { grant, _ in
            let reference = try parts.references.seal(
                ReferenceGrant(
                    .candidate, profile: grant.profile, generation: grant.generation, region: asker.verklaring.issuer,
                    holder: ReferenceGrant.candidate(organisation: asker.verklaring.organisation, vacancy: vacancy),
                    expires: expires))
            return try sealed(ReferenceJSON.encode(reference, expires: expires), to: asker, as: request.path)
        }
    }

    /// Who of a list can still be seen: as a search would list them, with handles of today; nothing for everybody else,
    /// whether expired, hidden, removed or never there.
    ///
    /// - Throws: `Problem` 400 for a question that is malformed or too long; 429 over a budget; 503 when it cannot be
    ///   logged.
    func candidates(_ request: PeerRequest, _ responder: PeerResponder) async throws {
        let began = parts.now()
        let (asker, question) = try await question(of: request)
        guard let asked = try? CandidatesJSON.decodeQuestion(question) else {
            throw Problem.badRequest([FieldError(field: "verwijzingen", message: "kloppen niet of zijn te veel")])
        }
        let holder = ReferenceGrant.candidate(
            organisation: asker.verklaring.organisation, vacancy: asked.vacancy)
        let wanted = asked.references.map { reference -> GrantedProfile? in
            let grant = try? parts.references.open(
                reference, as: .candidate, region: asker.verklaring.issuer, holder: holder)
            return grant.map { GrantedProfile(id: $0.profile, generation: $0.generation) }
        }
        try await answer(asker, request, responder, named: "een lijst bekijken", started: began) {
            let prepared = parts.showcase.profiles(wanted)
            let people = try prepared.value.map { try $0.map { try listed($0, for: asker, began) } }
            return Draft(
                prepared: prepared, people: prepared.value.compactMap { $0?.id },
                response: try sealed(CandidatesJSON.encode(people), to: asker, as: request.path))
        }
    }

    private func listed(_ profile: ShowcaseProfile, for asker: Asker, _ time: Date) throws -> WireHit {
        let grant = HandleGrant(
            profile: profile.id, generation: profile.generation, requester: asker.requester,
            search: asker.verklaring.id, purpose: asker.verklaring.purpose,
            expires: time.addingTimeInterval(TimeInterval(Limits.handleSeconds)))
        return WireHit(
            handle: try parts.handles.seal(grant), region: parts.region, score: 0, tie: 0, profile: profile,
            fragment: [], reasons: [])
    }
}
