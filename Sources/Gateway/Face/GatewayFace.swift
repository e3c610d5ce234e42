import Accountability
import Domain
import Federation
import Foundation
import Logging
package import PeerHTTP
import Telemetry
import Trust
import Wire

/// The gateway's federation face: takes a region's query, asks every region, merges, and passes profiles on unread.
///
/// - Important: It keeps no profile, and logs no text of a query and nobody's handle.
package struct GatewayFace: Sendable {
    let parts: GatewayParts

    package init(_ parts: GatewayParts) { self.parts = parts }

    /// Answers one request of a region, or refuses it with a problem document.
    package var handler: PeerHandler {
        { request, responder in
            let began = ContinuousClock.now
            var outcome = CallOutcome.answered
            defer {
                parts.telemetry.called(CallKind(path: request.path), outcome, after: ContinuousClock.now - began)
            }
            do {
                try await route(request, responder)
            } catch let problem as Problem {
                outcome = CallOutcome(status: problem.status)
                try? await responder.send(PeerResponse(problem))
            } catch is CancellationError {
                outcome = .left
                responder.abort()
            } catch {
                // When the asker went away, whatever that broke off is no failure of ours.
                guard !Task.isCancelled else {
                    outcome = .left
                    return responder.abort()
                }
                outcome = .failed
                let trace = TraceContext(traceparent: request.header(WireHeader.trace))?.traceID
                parts.logger.error(
                    "request failed", metadata: ["kind": "\(type(of: error))", "trace": "\(trace ?? "none")"])
                try? await responder.send(PeerResponse(.internalError()))
            }
        }
    }

    private func route(_ request: PeerRequest, _ responder: PeerResponder) async throws {
        let path = request.path
        let fixed = [
            WirePath.search: "POST", WirePath.health: "GET", WirePath.standings: "GET", WirePath.openAPI: "GET",
            WirePath.registry: "GET", WirePath.revocations: "GET",
        ]
        if let method = fixed[path], method != request.method { throw Problem.methodNotAllowed(allow: method) }
        let call = RegionCall(path: path)
        if let call, call.method != request.method { throw Problem.methodNotAllowed(allow: call.method) }
        let reach = try reach(of: request.peer, at: path)
        try meet(request, asks: call != nil || path == WirePath.search)
        switch path {
        case WirePath.search: try await search(request, responder)
        case WirePath.health: try await responder.send(.json(ownHealth()))
        case WirePath.standings: try await responder.send(.json(standings(reach)))
        case WirePath.openAPI: try await responder.send(.json(OpenAPIDocument.gateway()))
        case WirePath.registry: try await responder.send(registry(request))
        case WirePath.revocations: try await responder.send(revocations(request))
        case _ where path.hasPrefix(WirePath.statistics + "/"):
            guard request.method == "GET" else { throw Problem.methodNotAllowed(allow: "GET") }
            try await responder.send(epoch(String(path.dropFirst(WirePath.statistics.count + 1)), request))
        case _ where path.hasPrefix(WirePath.standings + "/"):
            try await responder.send(.json(healthOfNode(path, reach)))
        default:
            guard let call else { throw Problem.notFound() }
            try await passOn(call, request, responder)
        }
    }

    /// The registry as the authority signed it; nothing when the asker has this one.
    private func registry(_ request: PeerRequest) throws -> PeerResponse {
        guard let (serial, jws) = parts.registry.signed else { throw Problem.notFound() }
        return Self.tagged("\"\(serial)\"", MediaType.jose, request) { jws }
    }

    /// The revocation lists that this gateway has; nothing when the asker has the same.
    private func revocations(_ request: PeerRequest) throws -> PeerResponse {
        let lists = parts.keys.value.revocations
        guard lists.arePresent else { throw Problem.notFound() }
        return Self.tagged(RevocationKeeper.tag(of: lists), MediaType.pem, request) { lists.pem }
    }

    private static func tagged(
        _ tag: String, _ type: String, _ request: PeerRequest, _ body: () -> [UInt8]
    ) -> PeerResponse {
        let header = (name: WireHeader.tag, value: tag)
        guard request.header(WireHeader.noneMatch) != tag else {
            return PeerResponse(status: 304, headers: [header], body: [])
        }
        return PeerResponse(status: 200, headers: [(name: "Content-Type", value: type), header], body: body())
    }

    /// Whose health `peer` may read: regions and gateways everybody's; a processor, which can ask nothing else, that of
    /// its agreements (P-VIS-4).
    ///
    /// - Throws: `Problem` 403.
    private func reach(of peer: PeerIdentity, at path: String) throws -> HealthReach {
        guard peer.roles == [.processor] else { return .all }
        let regions = parts.regions(of: peer.oin)
        let isHealth = path == WirePath.standings || path.hasPrefix(WirePath.standings + "/")
        guard isHealth, !regions.isEmpty else { throw Problem.forbidden() }
        return .regions(regions)
    }

    private func standings(_ reach: HealthReach) -> [UInt8] {
        StandingsJSON.encode(
            parts.standings().filter { reach.includes($0.region) }, checkedAt: parts.now(),
            certificateExpires: parts.keys.expires)
    }

    private func healthOfNode(_ path: String, _ reach: HealthReach) throws -> [UInt8] {
        let segments = path.dropFirst(WirePath.standings.count + 1).split(
            separator: "/", omittingEmptySubsequences: false)
        guard segments.count == 2, segments[1] == "gezondheid", let oin = try? OIN(String(segments[0])),
            let health = parts.standings().first(where: { $0.oin == oin && reach.includes($0.region) })?.health
        else { throw Problem.notFound() }
        return HealthJSON.encode(health)
    }

    /// The gateway's own report.
    private func ownHealth() -> [UInt8] {
        let all = parts.traffic()
        return GatewayHealthJSON.encode(
            version: SoftwareVersion.current, registrySerial: parts.registry.value.serial,
            epoch: parts.published.current.number, clock: parts.now(), certificateExpires: parts.keys.expires,
            log: parts.processingLog.mark(), traffic: all.traffic, leftAlone: all.leftAlone)
    }

    /// Checks who asks: a verklaring of the very region whose certificate this is, bound to it.
    ///
    /// - Throws: `Problem` 401 without a verklaring; 403, one neutral sentence, for every other reason.
    func asker(of request: PeerRequest, audience: Verklaring.Audience) async throws -> (
        Verklaring, String, TraceContext
    ) {
        let trace = (request.header(WireHeader.trace).flatMap(TraceContext.init(traceparent:)) ?? .start()).child()
        guard let token = request.header(WireHeader.verklaring) else { throw Problem.unauthorized() }
        var reason = ""
        do throws(VerklaringRefusal) {
            let verklaring = try await parts.checker.check(
                token, method: request.method, path: request.path, body: request.body, audience: audience,
                certificateThumbprint: request.peer.thumbprint)
            if verklaring.issuer != request.peer.oin {
                reason = "verklaring of another region"
            } else if request.header(WireHeader.transaction) != verklaring.id {
                reason = "transaction id differs"
            } else {
                parts.registry.hint(verklaring.registrySerial)
                return (verklaring, token, trace)
            }
        } catch {
            reason = error.rawValue
        }
        try await audit(request, trace, result: "refused: \(reason)")
        throw Problem.forbidden()
    }

    /// - Throws: `Problem` 503 when it cannot be written (I-9).
    func audit(_ request: PeerRequest, _ trace: TraceContext, result: String) async throws {
        do {
            try await parts.auditLog.record(
                AuditRecord(
                    action: RegionCall(path: request.path)?.action ?? "search", object: "federation", result: result,
                    origin: request.peer.oin.digits, actor: request.peer.oin.digits, time: parts.now(),
                    traceID: trace.traceID))
        } catch {
            throw Problem.unavailable()
        }
    }

    /// One line without a subject: a gateway uses nobody's data. Committed when this returns (I-9).
    func log(_ name: String, _ verklaring: Verklaring, _ trace: TraceContext) async throws {
        let time = parts.now()
        do {
            try await parts.processingLog.record(
                ProcessingRecord(
                    traceID: trace.traceID, spanID: trace.spanID, parentSpanID: trace.parentSpanID,
                    activity: verklaring.purpose.activity.registerURI, name: name, started: time, ended: time,
                    succeeded: true, subjects: [], asker: verklaring.organisation))
        } catch {
            throw Problem.unavailable()
        }
    }
}
