import Accountability
import Domain
import Foundation
import Logging
import PeerHTTP
import Trust
import Wire

extension GatewayFace {
    /// Passes a request for one profile to the region of its handle, and the sealed answer back, both unread.
    ///
    /// - Throws: one and the same `Problem` 404 for every handle that opens nothing.
    func detail(_ handle: String, _ request: PeerRequest, _ responder: PeerResponder) async throws {
        guard let code = HandleSealer.region(of: handle), let member = parts.registry.value.member(code) else {
            throw Problem.notFound()
        }
        let (verklaring, token, trace) = try await asker(of: request, audience: .region(member.region.oin))
        try await log("profiel doorgeven", verklaring, trace)
        let asked = request.header(WireHeader.timeLimit).flatMap(Int.init).map { Duration.milliseconds($0) }
        let limit = min(Limits.longestDeadline, asked ?? Limits.deadline)
        let call = PeerCall(
            method: "GET", path: request.path,
            headers: [
                (name: "Accept", value: MediaType.sealed), (name: WireHeader.verklaring, value: token),
                (name: WireHeader.transaction, value: verklaring.id),
                (name: WireHeader.trace, value: trace.child().traceparent),
            ], answerLimit: Limits.detailBytes, repeatable: false)
        let answer: PeerAnswer
        do throws(PeerCallFailure) {
            answer = try await parts.client.call(
                call, to: member.region.endpoints, expecting: member.region.oin, deadline: .now + limit)
        } catch {
            parts.logger.notice("a region did not answer", metadata: ["region": "\(code)", "failure": "\(error)"])
            throw Problem.unavailable()
        }
        switch answer.status {
        case 200:
            let headers = [(name: "Content-Type", value: MediaType.sealed)]
            try await responder.send(PeerResponse(status: 200, headers: headers, body: answer.body))
        case 404: throw Problem.notFound()
        case 403: throw Problem.forbidden()
        default: throw Problem.unavailable()
        }
    }
}
