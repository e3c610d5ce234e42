import AsyncAlgorithms
import Domain
import Federation
import Foundation
import Logging
import PeerHTTP
import ServiceLifecycle
import Telemetry
import Trust
import Wire

/// Asks every region for its health once per `interval`, at once at the start, until shutdown; one that is left alone
/// and may be back, at once. A region that does not answer is a result, not an error.
package struct HealthProber: Service {
    /// Between the beginnings of two rounds.
    package static let interval = Duration.seconds(5)
    /// How long one probe waits.
    package static let patience = Duration.seconds(2)

    private let parts: GatewayParts
    private let interval: Duration

    package init(_ parts: GatewayParts, interval: Duration = Self.interval) {
        self.parts = parts
        self.interval = interval
    }

    package func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await round()
                for await _ in AsyncTimerSequence(interval: interval, clock: .continuous).cancelOnGracefulShutdown() {
                    await round()
                }
            }
            group.addTask { await probeReturning() }
        }
    }

    private func probeReturning() async {
        await withDiscardingTaskGroup { group in
            for await code in parts.calls.returning.cancelOnGracefulShutdown() {
                let registry = parts.registry.value
                guard let member = registry.member(code) else { continue }
                group.addTask { await probe(member, registrySerial: registry.serial) }
            }
        }
    }

    /// Probes every region at the same time.
    package func round() async {
        let registry = parts.registry.value
        parts.calls.keep(registry)
        parts.telemetry.keep(registry)
        await withTaskGroup(of: Void.self) { group in
            for member in registry.members {
                group.addTask { await probe(member, registrySerial: registry.serial) }
            }
        }
    }

    /// Probes each endpoint of a region whose turn it is; one that is left alone has it once its pause is over.
    private func probe(_ member: Registry.Member, registrySerial: Int) async {
        let probes = parts.calls.beginProbes(member.region)
        guard !probes.isEmpty else { return }
        let results = await withTaskGroup(of: HealthBoard.Probe.self) { group in
            for probe in probes { group.addTask { await result(of: probe, member.region) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let healthy = results.first { if case .healthy = $0 { true } else { false } }
        guard !Task.isCancelled, let result = healthy ?? results.first else { return }
        parts.telemetry.probed(member.region.code, answered: healthy != nil)
        parts.board.note(
            result, of: member, registrySerial: registrySerial, oldestEpoch: parts.published.oldest, at: parts.now())
    }

    private func result(of probe: RegionCalls.Attempt, _ region: Region) async -> HealthBoard.Probe {
        let call = PeerCall(
            method: "GET", path: WirePath.health,
            headers: [
                (name: "Accept", value: MediaType.json),
                (name: WireHeader.registry, value: "\(parts.registry.value.serial)"),
            ], answerLimit: Limits.detailBytes)
        let clock = ContinuousClock()
        let began = clock.now
        let failure: CallFailure
        var certificateExpired = false
        do throws(PeerCallFailure) {
            let answer = try await parts.client.call(
                call, to: [probe.endpoint], expecting: region.oin, deadline: began + Self.patience)
            let latency = clock.now - began
            let version = APIVersion(answer.header(WireHeader.version))
            if version.isCompatible, answer.status == 200, let health = try? HealthJSON.decode(answer.body),
                health.region == region.code
            {
                parts.calls.probeEnded(probe, nil)
                return .healthy(health, latency: latency)
            }
            failure =
                !version.isCompatible
                ? .incompatible(theirs: version.text, ours: APIVersion.ours)
                : answer.status == 200 ? .faulty : .refused
        } catch {
            switch error {
            case .timedOut, .cancelled: failure = .timedOut(after: Self.patience)
            case .peerRefused(let refusal):
                failure = .refused
                certificateExpired = refusal.isOfEndedCertificate
            case .answerTooLarge, .malformed: failure = .faulty
            case .unreachable, .closed, .tooManyCalls: failure = .unreachable
            }
        }
        parts.calls.probeEnded(probe, failure)
        return .failed(failure, certificateExpired: certificateExpired)
    }
}
