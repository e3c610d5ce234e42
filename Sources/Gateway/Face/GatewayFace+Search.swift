import Accountability
import Domain
import Federation
import Foundation
import Logging
import PeerHTTP
import Trust
import Wire

extension GatewayFace {
    /// What is kept of the time for merging and sending.
    private static let margin = Duration.milliseconds(60)

    /// Asks every region that the query is for and answers as NDJSON or as one document.
    func search(_ request: PeerRequest, _ responder: PeerResponder) async throws {
        let accept = request.header("Accept") ?? "*/*"
        let streams = accept.contains(MediaType.ndjson)
        guard streams || accept.contains(MediaType.json) || accept.contains("*/*") else {
            throw Problem.notAcceptable()
        }
        guard request.header("Content-Type")?.hasPrefix(MediaType.json) == true else {
            throw Problem.unsupportedMediaType()
        }
        let (verklaring, token, trace) = try await asker(of: request, audience: .federation)
        let query: SearchRequest
        do throws(RequestRefusal) {
            query = try SearchRequestJSON.decode(request.body)
        } catch {
            throw Problem.badRequest(error.errors)
        }
        guard query.purpose == verklaring.purpose else {
            try await audit(request, trace, result: "refused: purpose differs from the body's")
            throw Problem.forbidden()
        }
        guard !parts.published.isGone(query.pinnedEpoch) else { throw Problem.epochGone() }
        let asked = request.header(WireHeader.timeLimit).flatMap(Int.init).map { Duration.milliseconds($0) }
        let limit = min(query.timeLimit, asked ?? query.timeLimit)
        let plan = FanOutPlan(registry: parts.registry.value, request: query)
        let fanOut = FanOut(
            parts: parts, query: query, body: request.body, token: token, search: verklaring.id, trace: trace,
            limit: max(.milliseconds(1), limit - Self.margin), named: query.timeLimit)
        async let logged: Void = log("zoekvraag doorgeven", verklaring, trace)
        let answers = try await fanOut.run(plan)
        try await logged
        guard !answers.answers.isEmpty || !answers.epochGone else { throw Problem.epochGone() }
        try await send(Merged(answers, query: query, search: verklaring.id), streams: streams, responder)
    }

    private func send(_ merged: Merged, streams: Bool, _ responder: PeerResponder) async throws {
        guard merged.outcomes.contains(where: { $0.state == .answered }) else { throw Problem.unavailable() }
        let coverage = Coverage.share(
            answered: merged.answered, of: parts.registry.value.members.map(\.region.code),
            visible: parts.board.visible.merging(merged.visible) { $1 })
        guard streams else {
            return try await responder.send(.json(merged.document(coverage: coverage)))
        }
        let headers = [(name: "Content-Type", value: MediaType.ndjson)]
        try await responder.send(PeerResponse(status: 200, headers: headers, body: merged.lines(coverage: coverage)))
    }
}
