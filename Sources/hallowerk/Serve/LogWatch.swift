import Accountability
import Domain
import Foundation
import Logging
import ServiceLifecycle
import Telemetry

/// Finds out within `interval` that log lines cannot be written, also while nobody asks anything (design.md §9): a full
/// disk is told before somebody's search is refused for it.
struct LogWatch: Service {
    static let interval = Duration.seconds(5)

    private let log: ProcessingLog
    private let now: @Sendable () -> Date
    private let logger: Logger
    private let telemetry: ProcessTelemetry

    init(_ log: ProcessingLog, now: @escaping @Sendable () -> Date, telemetry: ProcessTelemetry, logger: Logger) {
        self.log = log
        self.now = now
        self.logger = logger
        self.telemetry = telemetry
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let before = log.mark()
                await log.check(at: now())
                let after = log.mark()
                if after == .critical { telemetry.logFailed() }
                if before == .ok, after != .ok {
                    logger.critical("log lines cannot be written: nothing is answered until they can (check the disk)")
                } else if before != .ok, after == .ok {
                    logger.notice("log lines can be written again")
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }
}
