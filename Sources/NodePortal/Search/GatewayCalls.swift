import Accountability
import Domain
import Foundation
import Logging
import PeerHTTP
import Trust
import Wire

/// Calls the federation's gateways, one after another until one answers, within the time of one call.
///
/// One that a connection is kept to goes first, so that a gateway that is gone costs nothing; otherwise they come in
/// the registry's order. What may be done twice is sent to the next gateway whatever became of it at the last; what may
/// not, only as long as nothing was sent.
struct GatewayCalls: Sendable {
    /// What a gateway gets beyond the time that it was given, to answer with the regions that were late.
    static let grace = Duration.milliseconds(400)
    /// Seconds that somebody is told to wait when the gateway does not say, and the most that are passed on.
    private static let unstatedWait = 60
    private static let longestWait = 3_600

    let parts: PortalParts

    /// What `read` makes of a gateway's good answer; nil when none could be reached or each failed.
    ///
    /// - Parameters:
    ///   - repeatable: whether two gateways may get it.
    ///   - hear: made anew for each attempt; `PeerCall.heard`.
    ///   - sign: a verklaring for each attempt; the same one again only where repeating is allowed.
    ///   - read: nil for an answer that cannot be used: the next gateway is asked, where repeating is allowed.
    /// - Throws: `Problem` for a refusal that the asker must hear: 400, 404, 429. `CancellationError` when nobody waits
    ///   for it any more.
    func send<Value: Sendable>(
        method: String, path: String, body: [UInt8], accept: String, answerLimit: Int, within time: Duration,
        trace: TraceContext, repeatable: Bool, bodyType: String = MediaType.json,
        hear: (() -> @Sendable ([UInt8]) -> Void)? = nil,
        sign: @Sendable () async throws -> SignedVerklaring,
        read: (_ body: [UInt8], _ signed: SignedVerklaring, _ by: Registry.Gateway) async throws -> Value?
    ) async throws -> Value? {
        let deadline = ContinuousClock.now + time
        let gateways = gatewaysInTurn()
        for (place, gateway) in gateways.enumerated() {
            let left = deadline - ContinuousClock.now
            guard left > .zero else { return nil }
            let signed = try await sign()
            let call = PeerCall(
                method: method, path: path,
                headers: headers(signed, trace, left: left, accept: accept, bodyType: body.isEmpty ? nil : bodyType),
                body: body,
                answerLimit: answerLimit, repeatable: repeatable, certificate: signed.certificate, heard: hear?())
            let share = left / (gateways.count - place)
            switch await attempt(call, gateway, deadline: deadline + Self.grace, connecting: share) {
            case .success(let answer):
                if let body = try accepted(answer, isSearch: repeatable, gateway),
                    let value = try await read(body, signed, gateway)
                {
                    return value
                }
                guard repeatable else { return nil }
            case .failure(let failure):
                try Task.checkCancellation()
                guard repeatable || Self.wasNotSent(failure, deadline: deadline) else { return nil }
            }
        }
        return nil
    }

    /// Whether nothing of a call has left this node: it may go elsewhere, whatever it asks.
    private static func wasNotSent(_ failure: PeerCallFailure, deadline: ContinuousClock.Instant) -> Bool {
        switch failure {
        case .unreachable, .peerRefused, .tooManyCalls: true
        // A connection that was not made in its share of the time; an answer is waited for until the deadline.
        case .timedOut: ContinuousClock.now < deadline
        case .closed, .answerTooLarge, .malformed, .cancelled: false
        }
    }

    private func gatewaysInTurn() -> [Registry.Gateway] {
        let all = parts.registry.value.gateways.map { gateway in
            (gateway, parts.client.isConnected(to: gateway.endpoints, expecting: gateway.oin))
        }
        return all.filter(\.1).map(\.0) + all.filter { !$0.1 }.map(\.0)
    }

    private func attempt(
        _ call: PeerCall, _ gateway: Registry.Gateway, deadline: ContinuousClock.Instant, connecting: Duration
    ) async -> Result<PeerAnswer, PeerCallFailure> {
        do throws(PeerCallFailure) {
            return .success(
                try await parts.client.call(
                    call, to: gateway.endpoints, expecting: gateway.oin, deadline: deadline, connecting: connecting))
        } catch {
            parts.logger.warning(
                "a gateway did not answer", metadata: ["gateway": "\(gateway.oin)", "failure": "\(error)"])
            return .failure(error)
        }
    }

    private func headers(
        _ signed: SignedVerklaring, _ trace: TraceContext, left: Duration, accept: String, bodyType: String?
    ) -> [(name: String, value: String)] {
        var all = [
            (name: "Accept", value: accept), (name: WireHeader.verklaring, value: signed.token),
            (name: WireHeader.transaction, value: signed.id),
            TimeLimit.header(left),
            (name: WireHeader.trace, value: trace.traceparent),
        ]
        if let bodyType { all.append((name: "Content-Type", value: bodyType)) }
        return all
    }
}

extension GatewayCalls {
    /// The body of a good answer; nil after which the next gateway is asked: a failure of its own, and a refusal of
    /// this region, which the asker cannot mend and operators must see.
    ///
    /// - Throws: `Problem` for a refusal that the asker must hear.
    private func accepted(_ answer: PeerAnswer, isSearch: Bool, _ gateway: Registry.Gateway) throws -> [UInt8]? {
        let version = APIVersion(answer.header(WireHeader.version))
        guard version.isCompatible else {
            parts.logger.error(
                "a gateway speaks another version",
                metadata: ["gateway": "\(gateway.oin)", "theirs": "\(version.text)", "ours": "\(APIVersion.ours)"])
            return nil
        }
        switch answer.status {
        case 200: return answer.body
        case 400:
            throw Problem.badRequest([
                FieldError(field: "", message: "De federatie kan deze zoekvraag niet meer beantwoorden. Zoek opnieuw.")
            ])
        case 404 where !isSearch: throw Problem.notFound()
        case 429:
            let seconds = answer.header("Retry-After").flatMap { Int($0) } ?? Self.unstatedWait
            if let span = Problem.overBudget(in: answer.body) {
                throw Problem.overBudget(span, retryAfterSeconds: seconds)
            }
            throw Problem.tooManyRequests(retryAfterSeconds: min(max(1, seconds), Self.longestWait))
        default:
            parts.logger.error(
                "a gateway refused", metadata: ["gateway": "\(gateway.oin)", "status": "\(answer.status)"])
            return nil
        }
    }
}
