import Accountability
import Domain
import Foundation
import Logging
import PeerHTTP
import Trust
import Wire

/// Calls the federation's gateways, one after another until one answers.
struct GatewayCalls: Sendable {
    /// What a gateway gets beyond the time that it was given, to answer with the regions that were late.
    static let grace = Duration.milliseconds(400)
    /// A closed connection is tried once more, with a verklaring of its own.
    private static let attempts = 2
    /// Seconds that somebody is told to wait when the gateway does not say, and the most that are passed on.
    private static let unstatedWait = 60
    private static let longestWait = 3_600

    let parts: PortalParts

    /// A gateway's answer below 500; nil when none could be reached or each failed.
    ///
    /// - Parameter sign: a verklaring for each attempt; the same one again only where repeating is allowed.
    /// - Throws: `Problem` for a refusal that the asker must hear: 400, 404, 429.
    func send(
        method: String, path: String, body: [UInt8], accept: String, answerLimit: Int, within time: Duration,
        trace: TraceContext, repeatable: Bool, sign: @Sendable () async throws -> SignedVerklaring
    ) async throws -> (signed: SignedVerklaring, body: [UInt8])? {
        let deadline = ContinuousClock.now + time
        for gateway in parts.registry.value.gateways {
            attempts: for _ in 0..<Self.attempts {
                let left = deadline - ContinuousClock.now
                guard left > .zero else { return nil }
                let signed = try await sign()
                let call = PeerCall(
                    method: method, path: path,
                    headers: headers(signed, trace, left: left, accept: accept, hasBody: !body.isEmpty), body: body,
                    answerLimit: answerLimit, repeatable: repeatable)
                switch await attempt(call, gateway, deadline: deadline + Self.grace) {
                case .success(let answer):
                    if let body = try accepted(answer, to: method, gateway) { return (signed, body) }
                    break attempts
                case .failure(.closed): continue
                case .failure: break attempts
                }
            }
        }
        return nil
    }

    private func attempt(
        _ call: PeerCall, _ gateway: Registry.Gateway, deadline: ContinuousClock.Instant
    ) async -> Result<PeerAnswer, PeerCallFailure> {
        do throws(PeerCallFailure) {
            return .success(
                try await parts.client.call(call, to: gateway.endpoints, expecting: gateway.oin, deadline: deadline))
        } catch {
            parts.logger.warning(
                "a gateway did not answer", metadata: ["gateway": "\(gateway.oin)", "failure": "\(error)"])
            return .failure(error)
        }
    }

    private func headers(
        _ signed: SignedVerklaring, _ trace: TraceContext, left: Duration, accept: String, hasBody: Bool
    ) -> [(name: String, value: String)] {
        var all = [
            (name: "Accept", value: accept), (name: WireHeader.verklaring, value: signed.token),
            (name: WireHeader.transaction, value: signed.id),
            (name: WireHeader.timeLimit, value: String(max(1, Int(left / .milliseconds(1))))),
            (name: WireHeader.trace, value: trace.traceparent),
        ]
        if hasBody { all.append((name: "Content-Type", value: MediaType.json)) }
        return all
    }
}

extension GatewayCalls {
    /// The body of a good answer; nil after which the next gateway is asked: a failure of its own, and a refusal of
    /// this region, which the asker cannot mend and operators must see.
    ///
    /// - Throws: `Problem` for a refusal that the asker must hear.
    private func accepted(_ answer: PeerAnswer, to method: String, _ gateway: Registry.Gateway) throws -> [UInt8]? {
        switch answer.status {
        case 200: return answer.body
        case 400:
            throw Problem.badRequest([
                FieldError(field: "", message: "De federatie kan deze zoekvraag niet meer beantwoorden. Zoek opnieuw.")
            ])
        case 404 where method == "GET": throw Problem.notFound()
        case 429:
            let seconds = answer.header("Retry-After").flatMap { Int($0) } ?? Self.unstatedWait
            throw Problem.tooManyRequests(retryAfterSeconds: min(max(1, seconds), Self.longestWait))
        default:
            parts.logger.error(
                "a gateway refused", metadata: ["gateway": "\(gateway.oin)", "status": "\(answer.status)"])
            return nil
        }
    }
}
