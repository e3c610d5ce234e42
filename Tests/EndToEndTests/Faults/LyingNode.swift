import Domain
import PeerHTTP
import Synchronization
import TestSupport
import Trust
import Wire

@testable import hallowerk

/// Stands in front of a region's honest node, with that region's certificate, and tells a lie of what it answers.
final class LyingNode: Sendable {
    private struct State {
        var lie: Lie?
        var lastLength = 0
    }

    private let honest: InsideNode
    private let gateway: TestGateway
    private let state = Mutex(State())

    init(in scene: FaultScene) throws {
        honest = try scene.node
        gateway = try TestGateway(in: scene.federation)
    }

    /// Bytes of the last honest answer to a search.
    var lastLength: Int { state.withLock { $0.lastLength } }

    /// From now on; nil for the truth.
    func tell(_ lie: Lie?) { state.withLock { $0.lie = lie } }

    var handler: PeerHandler {
        { request, responder in
            do {
                try await self.answer(request, responder)
            } catch {
                responder.abort()
            }
        }
    }

    private func answer(_ request: PeerRequest, _ responder: PeerResponder) async throws {
        let question = Question(
            method: request.method, path: request.path, body: request.body,
            id: request.header(WireHeader.transaction) ?? "", token: request.header(WireHeader.verklaring) ?? "")
        let answer = try await gateway.send(question, to: honest)
        if request.path == WirePath.search, answer.status == 200 {
            let lie = state.withLock { state in
                state.lastLength = answer.body.count
                return state.lie
            }
            if let lie { return try await lie.tell(answer.body, responder) }
        }
        try await responder.send(
            PeerResponse(
                status: answer.status, headers: [(name: "Content-Type", value: answer.contentType)],
                body: answer.body))
    }
}
