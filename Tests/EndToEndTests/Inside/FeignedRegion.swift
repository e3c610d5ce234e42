import Domain
import Foundation
import PeerHTTP
import Synchronization
import TestSupport
import Trust
import Wire

@testable import hallowerk

/// A region in the hands of the test, behind its own certificate: answers, or does not, as it is told.
final class FeignedRegion: Sendable {
    /// What it does with a search.
    enum Manner: Sendable {
        case answers
        /// Nothing comes, not even of its health.
        case silent
        /// Its health is well; a search waits for `let(go)`.
        case slow
    }

    private struct State {
        var manner: Manner
        var searches = 0
        var isReleased = false
        var cancelled = 0
    }

    private let code: RegionCode
    private let clock: StillClock
    private let state: Mutex<State>

    init(_ code: String, _ manner: Manner, clock: StillClock) throws {
        self.code = try RegionCode(code)
        self.clock = clock
        state = Mutex(State(manner: manner))
    }

    /// Searches that came in.
    var searches: Int { state.withLock { $0.searches } }
    /// Searches that were under way when nobody waited for them any more.
    var cancelled: Int { state.withLock { $0.cancelled } }

    func become(_ manner: Manner) { state.withLock { $0.manner = manner } }

    /// Lets slow searches answer.
    func release() { state.withLock { $0.isReleased = true } }

    var handler: PeerHandler {
        { request, responder in
            do {
                try await self.answer(request, responder)
            } catch {
                self.state.withLock { $0.cancelled += 1 }
                responder.abort()
            }
        }
    }

    private func answer(_ request: PeerRequest, _ responder: PeerResponder) async throws {
        let manner = state.withLock { state in
            if request.path == WirePath.search { state.searches += 1 }
            return state.manner
        }
        if manner == .silent { try await Task.sleep(for: .seconds(60)) }
        guard request.path == WirePath.search else { return try await responder.send(health(request)) }
        while manner == .slow, !state.withLock({ $0.isReleased }) { try await Task.sleep(for: .milliseconds(5)) }
        let id = request.header(WireHeader.transaction) ?? ""
        let query = try? SearchRequestJSON.decode(request.body)
        let head =
            #"{"soort":"regio","regio":"\#(code)","zoekopdracht":"\#(id)","aantal":0,"zichtbaar":1,"#
            + #""peildatum":"2026-11-23T13:00:00.000Z","register":1,"tijdvak":\#(query?.pinnedEpoch ?? 0),"#
            + #""meer":false,"lijst":"","zegel":"\#(String(repeating: "A", count: 43))"}"#
        let body = Array((head + "\n" + #"{"soort":"einde","meer":false}"# + "\n").utf8)
        let type = [(name: "Content-Type", value: MediaType.ndjson)]
        try await responder.send(PeerResponse(status: 200, headers: type, body: body))
    }

    private func health(_ request: PeerRequest) -> PeerResponse {
        guard request.path == WirePath.health else { return PeerResponse(.notFound()) }
        let health = NodeHealth(
            region: code, version: SoftwareVersion.current, registrySerial: 1, clock: clock.now, uptimeSeconds: 1,
            certificateExpires: clock.now.addingTimeInterval(86_400 * 60), visibleProfiles: 1, log: .ok)
        return .json(HealthJSON.encode(health))
    }
}
