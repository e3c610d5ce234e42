import AsyncAlgorithms
import Domain
import Federation
import Foundation
import Logging
import PeerHTTP
import ServiceLifecycle
import Trust
import Wire

/// Asks every region for its health once per `interval`, at once at the start, until shutdown; keeps connections warm
/// meanwhile. A region that does not answer is a result, not an error.
package struct HealthProber: Service {
    /// Connections kept open to each region.
    package static let connections = 4
    /// How long one probe waits.
    package static let patience = Duration.seconds(2)

    private let parts: GatewayParts
    private let interval: Duration

    /// - Parameter interval: between the beginnings of two rounds.
    package init(_ parts: GatewayParts, interval: Duration = .seconds(5)) {
        self.parts = parts
        self.interval = interval
    }

    package func run() async throws {
        await round()
        for await _ in AsyncTimerSequence(interval: interval, clock: .continuous).cancelOnGracefulShutdown() {
            await round()
        }
    }

    /// Probes every region at the same time.
    package func round() async {
        let registry = parts.registry.value
        await withTaskGroup(of: Void.self) { group in
            for member in registry.members {
                group.addTask { await probe(member, registrySerial: registry.serial) }
            }
        }
    }

    private func probe(_ member: Registry.Member, registrySerial: Int) async {
        let region = member.region
        let call = PeerCall(
            method: "GET", path: WirePath.health, headers: [(name: "Accept", value: MediaType.json)],
            answerLimit: Limits.detailBytes)
        let clock = ContinuousClock()
        let began = clock.now
        var result: HealthBoard.Probe
        do throws(PeerCallFailure) {
            let answer = try await parts.client.call(
                call, to: region.endpoints, expecting: region.oin, deadline: began + Self.patience)
            if answer.status == 200, let health = try? HealthJSON.decode(answer.body), health.region == region.code {
                result = .healthy(health, latency: clock.now - began)
            } else {
                result = .failed(answer.status == 200 ? .faulty : .refused)
            }
        } catch {
            switch error {
            case .timedOut, .cancelled: result = .failed(.timedOut(after: Self.patience))
            case .peerRefused: result = .failed(.refused)
            case .answerTooLarge, .malformed: result = .failed(.faulty)
            case .unreachable, .closed, .tooManyCalls: result = .failed(.unreachable)
            }
        }
        parts.board.note(
            result, of: member, registrySerial: registrySerial, oldestEpoch: parts.published.oldest, at: parts.now())
        guard case .healthy = result else { return }
        await parts.client.prewarm(to: region.endpoints, expecting: region.oin, connections: Self.connections)
    }
}
