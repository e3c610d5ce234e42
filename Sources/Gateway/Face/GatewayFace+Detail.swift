import Accountability
import Domain
import Federation
import Foundation
import Logging
import PeerHTTP
import Trust
import Wire

extension GatewayFace {
    /// After how long an asker may try a region again that is left alone, when its next try is not known.
    private static let pause = Duration.seconds(1)

    /// Passes a call to one region on, and the sealed answer back, both unread.
    ///
    /// - Throws: one and the same `Problem` 404 for every handle that opens nothing; 503 at once when the region is
    ///   left alone or in maintenance.
    func passOn(_ call: RegionCall, _ request: PeerRequest, _ responder: PeerResponder) async throws {
        let began = parts.calls.now
        guard let code = call.region ?? call.handle.flatMap(HandleSealer.region),
            let member = parts.registry.value.member(code)
        else { throw Problem.notFound() }
        let (verklaring, token, trace) = try await asker(of: request, audience: .region(member.region.oin))
        try refuseMaintenance(member.region)
        guard !parts.calls.isLeftAlone(member.region) else { throw leftAlone(member.region) }
        let deadline = began + min(Limits.longestDeadline, request.timeLimit ?? Limits.deadline)
        try await admitted(verklaring, until: deadline) {
            try await log(Self.name(of: call), verklaring, trace)
            let ending = try await send(call, request, verklaring, token, trace, to: member.region, deadline, began)
            switch ending {
            case .answered(let answer): try await pass(answer, to: responder)
            case .failed(.leftAlone): throw leftAlone(member.region)
            case .failed: throw Problem.unavailable()
            case .cancelled: throw CancellationError()
            }
        }
    }

    private func send(
        _ call: RegionCall, _ request: PeerRequest, _ verklaring: Verklaring, _ token: String, _ trace: TraceContext,
        to region: Region, _ deadline: Duration, _ began: Duration
    ) async throws -> RegionCalls.Ending<PeerAnswer> {
        await parts.calls.call(region, isSafe: false, until: deadline, late: deadline - began) { left in
            var headers = [
                (name: "Accept", value: MediaType.sealed), (name: WireHeader.verklaring, value: token),
                (name: WireHeader.transaction, value: verklaring.id), TimeLimit.header(left),
                (name: WireHeader.trace, value: trace.child().traceparent),
            ]
            if !request.body.isEmpty { headers.append((name: "Content-Type", value: MediaType.sealed)) }
            return PeerCall(
                method: request.method, path: request.path, headers: headers, body: request.body,
                answerLimit: call.answerLimit, repeatable: false)
        } read: { answer in
            answer.status < 500 ? RegionCalls.Reading.value(answer) : .failed(.faulty, .final)
        }
    }

    /// What the log of processings calls it.
    private static func name(of call: RegionCall) -> String {
        switch call {
        case .profile: "profiel doorgeven"
        case .reference: "verwijzing doorgeven"
        case .message: "bericht doorgeven"
        case .candidates: "lijst doorgeven"
        case .messages: "berichten doorgeven"
        }
    }

    private func pass(_ answer: PeerAnswer, to responder: PeerResponder) async throws {
        switch answer.status {
        case 200:
            let headers = [(name: "Content-Type", value: MediaType.sealed)]
            try await responder.send(PeerResponse(status: 200, headers: headers, body: answer.body))
        case 404: throw Problem.notFound()
        case 403: throw Problem.forbidden()
        case 429:
            guard let span = Problem.overBudget(in: answer.body) else { throw Problem.unavailable() }
            let wait = answer.header("Retry-After").flatMap { Int($0) } ?? 1
            throw Problem.overBudget(span, retryAfterSeconds: wait)
        default: throw Problem.unavailable()
        }
    }

    private func refuseMaintenance(_ region: Region) throws {
        let time = parts.now()
        guard let maintenance = parts.board.maintenance(at: time)[region.code] else { return }
        throw Problem.leftAlone(
            maintenance.sentence(region.name, asOf: time),
            retryAfterSeconds: max(1, Int(maintenance.until.timeIntervalSince(time).rounded(.up))))
    }

    private func leftAlone(_ region: Region) -> Problem {
        let wait = parts.calls.standing(region).nextTry.map { $0 - parts.calls.now } ?? Self.pause
        let seconds = max(1, Int((wait / .seconds(1)).rounded(.up)))
        return .leftAlone(
            "\(region.name) antwoordt nu niet; probeer het over een paar minuten opnieuw.", retryAfterSeconds: seconds)
    }
}
