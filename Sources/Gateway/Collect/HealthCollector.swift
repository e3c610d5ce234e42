import AsyncAlgorithms
package import Domain
import Federation
package import Foundation
import Logging
package import Monitoring
import ServiceLifecycle
import Telemetry

/// Looks at every region's standing, and at the gateway itself, once per `interval`: follows incidents, has them told,
/// and notes every second look in the history.
package struct HealthCollector: Service {
    /// So that two looks in a row, and a probe before them, are well within the 20 seconds of a failure that is shown.
    package static let interval = Duration.seconds(5)
    private static let looksPerSample = Limits.healthSeconds / 5

    private let parts: GatewayParts
    private let history: HistoryStore
    private let tell: @Sendable ([IncidentChange], Date) async throws -> Void
    private let interval: Duration
    private let looks: LookSignals

    /// - Parameters:
    ///   - looks: told after each look.
    ///   - tell: has whoever should know told; a failure of it is logged.
    package init(
        _ parts: GatewayParts, history: HistoryStore, interval: Duration = Self.interval, looks: LookSignals,
        tell: @escaping @Sendable ([IncidentChange], Date) async throws -> Void
    ) {
        self.parts = parts
        self.history = history
        self.interval = interval
        self.looks = looks
        self.tell = tell
    }

    package func run() async throws {
        var look = 0
        for await _ in AsyncTimerSequence(interval: interval, clock: .continuous).cancelOnGracefulShutdown() {
            await self.look(notes: look % Self.looksPerSample == 0)
            looks.tell()
            look += 1
        }
    }

    /// - Parameter notes: whether it is noted in the history.
    package func look(notes: Bool) async {
        let time = parts.now()
        let standings = parts.standings()
        let own = parts.ownFindings()
        // One after another, each whatever becomes of the others: what cannot be kept is told all the same.
        await attempt("history cannot be written") {
            guard notes else { return }
            try await history.note(
                Self.samples(standings, own), at: time, removes: standings.shareOurTime)
            // So that no page waits for what is read once a quarter of an hour.
            _ = try await history.bands(of: [], asOf: time)
        }
        await attempt("incidents cannot be followed or told") {
            var findings = Dictionary(
                standings.map { (HealthSubject.region($0.region), $0.findings) },
                uniquingKeysWith: { first, _ in first })
            findings[.gateway] = own
            let changes = try await history.observe(findings, at: time)
            parts.telemetry.incidents(Dictionary(grouping: history.ongoing, by: \.condition).mapValues(\.count))
            guard !changes.isEmpty else { return }
            for change in changes {
                parts.logger.notice(
                    "incident",
                    metadata: [
                        "number": "\(change.incident.number)", "subject": "\(change.incident.subject.slug)",
                        "condition": "\(change.incident.condition.rawValue)", "change": "\(change.kind.rawValue)",
                    ])
            }
            try await tell(changes, time)
        }
    }

    private func attempt(_ failure: Logger.Message, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch {
            parts.logger.error(failure, metadata: ["reason": "\(error)"])
        }
    }

    private static func samples(_ standings: [NodeStanding], _ own: [HealthFinding]) -> [HealthSample] {
        // Of who was not asked yet, nothing was seen.
        standings.filter { $0.state != .notAsked }.map { standing in
            let isAnswering = standing.state == .answered
            return HealthSample(
                .region(standing.region), mark: standing.mark, answered: isAnswering,
                paused: standing.findings.contains { $0.condition == .maintenance },
                latency: isAnswering ? standing.latency : nil,
                visible: isAnswering ? standing.health?.visibleProfiles : nil)
        } + [HealthSample(.gateway, mark: own.mark, answered: true)]
    }
}
