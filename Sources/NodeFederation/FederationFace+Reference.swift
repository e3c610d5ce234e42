import Domain
import Foundation
import PeerHTTP
import Showcase
import Trust
import Wire

/// Lists that outlast a handle: references to people, and who of them can still be seen.
extension FederationFace {
    /// How often it is made again because somebody was hidden while the log line was committed.
    private static let attempts = 8

    /// A lasting reference to the person of `handle`, for the asking organisation and one vacancy.
    ///
    /// - Throws: as `detail`.
    func refer(to handle: String, _ request: PeerRequest, _ responder: PeerResponder) async throws {
        let began = parts.now()
        let (asker, question) = try await question(of: request)
        guard let vacancy = try? ReferenceJSON.decodeQuestion(question) else {
            throw Problem.badRequest([FieldError(field: "opdracht", message: "ontbreekt of is te lang")])
        }
        let grant = try await opened(handle, asker, request)
        guard let prepared = parts.showcase.profile(grant.profile, generation: grant.generation) else {
            throw try await missing("not shown", asker, request)
        }
        let expires = began.addingTimeInterval(TimeInterval(Limits.referenceDays * 86_400))
        let reference = try parts.references.seal(
            ReferenceGrant(
                .candidate, profile: grant.profile, generation: grant.generation, region: asker.verklaring.issuer,
                holder: ReferenceGrant.candidate(organisation: asker.verklaring.organisation, vacancy: vacancy),
                expires: expires))
        try await account(for: [grant.profile], of: asker, request, name: "op een lijst zetten", started: began)
        guard
            let ticket = parts.showcase.beginWriting(
                prepared, holding: [grant.profile], close: { responder.abort() })
        else { throw try await missing("hidden while logging", asker, request) }
        defer { parts.showcase.endWriting(ticket) }
        let answer = ReferenceJSON.encode(reference, expires: expires)
        try await responder.send(try sealed(answer, to: asker, request))
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
        let wanted = asked.references.map { reference -> ShowcaseKey? in
            let grant = try? parts.references.open(
                reference, as: .candidate, region: asker.verklaring.issuer, holder: holder)
            return grant.map { ShowcaseKey(id: $0.profile, generation: $0.generation) }
        }
        for attempt in 0..<Self.attempts {
            let prepared = parts.showcase.profiles(wanted)
            let ids = prepared.value.compactMap { $0?.id }
            let answer = CandidatesJSON.encode(
                try prepared.value.map { try $0.map { try listed($0, for: asker, began) } })
            try await account(
                for: ids, of: asker, request, name: "een lijst bekijken", started: began, isAudited: attempt > 0)
            guard let ticket = parts.showcase.beginWriting(prepared, holding: ids, close: { responder.abort() }) else {
                continue
            }
            defer { parts.showcase.endWriting(ticket) }
            return try await responder.send(try sealed(answer, to: asker, request))
        }
        throw Problem.unavailable()
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
