import Accountability
import Domain
import Foundation
import PeerHTTP
import Showcase
import Trust
import Wire

extension FederationFace {
    /// Opens one profile for the person to whom this region gave `handle`, sealed so that only the asking region can
    /// read it.
    ///
    /// - Throws: one and the same `Problem` 404 for a handle that is expired, altered, somebody else's, unknown or of
    ///   somebody hidden; the reason goes to the audit log (design.md §5).
    func detail(_ handle: String, _ request: PeerRequest, _ responder: PeerResponder) async throws {
        let began = parts.now()
        let asker = try await asker(of: request, audience: .region(parts.keys.oin))
        try await admit(asker, request, repeatable: false)
        let grant = try await opened(handle, asker, request)
        guard let recipient = parts.registry.value.member(oin: asker.verklaring.issuer)?.keys.sealing,
            let prepared = parts.showcase.profile(grant.profile, generation: grant.generation)
        else { throw try await missing("not shown", asker, request) }
        let sealed = try DetailSealing.seal(
            ProfileDetailJSON.encode(prepared.value, region: parts.region), from: parts.keys.sealingKey, to: recipient,
            search: asker.verklaring.id, handle: handle)
        try await account(
            for: [grant.profile], of: asker, request, name: "profiel openen", started: began, search: grant.search)
        let ids = [grant.profile]
        guard let ticket = parts.showcase.beginWriting(prepared, holding: ids, close: { responder.abort() }) else {
            throw try await missing("hidden while logging", asker, request)
        }
        defer { parts.showcase.endWriting(ticket) }
        let headers = [(name: "Content-Type", value: MediaType.sealed)]
        try await responder.send(PeerResponse(status: 200, headers: headers, body: sealed))
    }

    func opened(_ handle: String, _ asker: Asker, _ request: PeerRequest) async throws -> HandleGrant {
        let grant: HandleGrant
        do throws(HandleRefusal) {
            grant = try parts.handles.open(handle, requester: asker.requester)
        } catch {
            throw try await missing("handle \(error)", asker, request)
        }
        guard grant.purpose == asker.verklaring.purpose else {
            throw try await missing("\(AskerRefusal.purposeDiffersFromSearch)", asker, request)
        }
        return grant
    }

    func missing(_ reason: String, _ asker: Asker, _ request: PeerRequest) async throws -> Problem {
        try await audit(request, asker.trace, actor: asker.verklaring.issuer, result: "not found: \(reason)")
        do {
            let pattern = try await parts.enumeration.tried(
                asker.watched, origin: request.peer.oin.digits, at: parts.now(), traceID: asker.trace.traceID)
            tell(pattern, asker)
        } catch {
            throw Problem.unavailable()
        }
        return .notFound()
    }
}
