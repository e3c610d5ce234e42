import Accountability
import Domain
import Federation
import Foundation
import Logging
import PeerHTTP
import Telemetry
import Trust
import Wire

extension GatewayFace {
    /// What is kept of the time for merging and sending.
    private static let margin = Duration.milliseconds(60)

    /// Asks every region that the query is for and answers as NDJSON, growing, or as one document.
    func search(_ request: PeerRequest, _ responder: PeerResponder) async throws {
        let began = parts.calls.now
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
        let limit = min(query.timeLimit, request.timeLimit ?? query.timeLimit)
        let deadline = began + max(.milliseconds(1), limit - Self.margin)
        try await admitted(verklaring, until: deadline) {
            let fanOut = FanOut(
                parts: parts, query: query, body: request.body, token: token, search: verklaring.id, trace: trace,
                deadline: deadline, named: query.timeLimit,
                log: { try await log("zoekvraag doorgeven", verklaring, trace) })
            try await parts.telemetry.spans.within(.gatewaySearch, SpanPlace(trace)) { _ in
                try await answer(fanOut, streams: streams, responder)
            }
        }
    }

    private func answer(_ fanOut: FanOut, streams: Bool, _ responder: PeerResponder) async throws {
        let time = parts.now()
        let plan = FanOutPlan(
            registry: parts.registry.value, request: fanOut.query, at: time,
            maintenance: parts.board.maintenance(at: time), isLeftAlone: parts.calls.isLeftAlone)
        var stream = AnswerStream(responder)
        do {
            let answers = try await fanOut.run(plan) { outcomes in
                if streams { try await stream.write(outcomes) }
            }
            guard !answers.answers.isEmpty else { throw answers.epochGone ? Problem.epochGone() : .unavailable() }
            let merged = Merged(answers, query: fanOut.query, search: fanOut.search)
            let coverage = Coverage.share(
                answered: merged.answered, of: parts.registry.value.members.map(\.region.code),
                visible: parts.board.visible.merging(merged.visible) { $1 })
            guard streams else { return try await responder.send(.json(merged.document(coverage: coverage))) }
            if !answers.untold.isEmpty { try await stream.write(answers.untold) }
            try await stream.end(merged.ndjson(coverage: coverage))
        } catch {
            // Half an answer cannot become a problem any more: the asker sees that it has no end.
            guard stream.isBegun else { throw error }
            responder.abort()
        }
    }
}
