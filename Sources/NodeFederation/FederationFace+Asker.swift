import Accountability
import Domain
import Foundation
import PeerHTTP
import Trust
import Wire

/// Who asks, as the verklaring proves it, and where that is recorded.
struct Asker: Sendable {
    let verklaring: Verklaring
    let token: String
    let trace: TraceContext
    var requester: Requester { Requester(region: verklaring.issuer, person: verklaring.person) }
}

extension FederationFace {
    /// The asker of `request`, proved by its verklaring.
    ///
    /// - Parameter audience: whom the verklaring must be for: the federation for a search, this region for a profile.
    /// - Throws: `Problem` 401 when there is no verklaring, 403 with one neutral sentence for every other reason. The
    ///   reason itself goes to the audit log only.
    func asker(of request: PeerRequest, audience: VerklaringAudience) async throws -> Asker {
        let trace = (request.header("traceparent").flatMap(TraceContext.init(traceparent:)) ?? .start()).child()
        guard let token = request.header(WireHeader.verklaring) else { throw Problem.unauthorized() }
        let reason: String
        do throws(VerklaringRefusal) {
            let verklaring = try await parts.checker.check(
                token, method: request.method, path: request.path, body: request.body, audience: audience,
                certificateThumbprint: nil)
            parts.registry.hint(verklaring.registrySerial)
            return Asker(verklaring: verklaring, token: token, trace: trace)
        } catch {
            reason = error.rawValue
        }
        try await audit(request, trace, actor: request.peer.oin, result: "refused: \(reason)")
        throw Problem.forbidden()
    }

    /// Remembers the verklaring against replay. A repeat with the same bytes is the same question again, when
    /// `repeatable`.
    func admit(_ asker: Asker, _ request: PeerRequest, repeatable: Bool) async throws {
        let admission = parts.replay.admit(asker.verklaring, token: asker.token)
        switch admission {
        case .first: return
        case .repeated where repeatable: return
        case .full:
            try await audit(request, asker.trace, actor: asker.verklaring.issuer, result: "refused: replay memory full")
            throw Problem.unavailable()
        default:
            try await audit(
                request, asker.trace, actor: asker.verklaring.issuer, result: "refused: replay \(admission)")
            throw Problem.forbidden()
        }
    }

    /// Writes who did what to what to the audit log; nobody gets an answer that is not in it (I-9).
    func audit(_ request: PeerRequest, _ trace: TraceContext, actor: OIN, result: String) async throws {
        do {
            try await parts.auditLog.record(record(request, trace, actor: actor, result: result))
        } catch {
            throw Problem.unavailable()
        }
    }

    /// The line that `audit` writes.
    func record(_ request: PeerRequest, _ trace: TraceContext, actor: OIN, result: String) -> AuditRecord {
        AuditRecord(
            action: RegionCall(path: request.path)?.action ?? "search", object: "showcase", result: result,
            origin: request.peer.oin.digits, actor: actor.digits, time: parts.now(), traceID: trace.traceID)
    }
}

/// Reasons of this face's own, beside those of the verklaring's checker.
enum AskerRefusal { case purposeDiffersFromBody, purposeDiffersFromSearch }
