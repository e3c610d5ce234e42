import AsyncAlgorithms
import Domain
import Logging
import ServiceLifecycle

/// Writes down exceptional access that time ended, within seconds; it is over at its time whether or not this runs.
package struct EmergencyService: Service {
    private static let interval = Duration.seconds(5)

    private let parts: PortalParts

    package init(_ parts: PortalParts) { self.parts = parts }

    package func run() async throws {
        for await _ in AsyncTimerSequence(interval: Self.interval, clock: .continuous).cancelOnGracefulShutdown() {
            do {
                try await EmergencyDesk(parts: parts).noteOverdue()
            } catch {
                parts.logger.error(
                    "the end of emergency access is not written down", metadata: ["reason": "\(error)"])
            }
        }
    }
}
