import AsyncAlgorithms
package import Logging
import ServiceLifecycle
package import Workplace

/// Takes candidates off lists when their references end, each hour until shutdown.
package struct WorkplaceService: Service {
    private static let interval = Duration.seconds(3_600)

    private let store: WorkplaceStore
    private let logger: Logger

    package init(_ store: WorkplaceStore, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    package func run() async throws {
        await tidy()
        for await _ in AsyncTimerSequence(interval: Self.interval, clock: .continuous).cancelOnGracefulShutdown() {
            await tidy()
        }
    }

    private func tidy() async {
        do {
            let ended = try await store.forgetEnded()
            if ended > 0 { logger.info("candidates ended with their references", metadata: ["count": "\(ended)"]) }
        } catch {
            logger.error("ended candidates were not removed", metadata: ["reason": "\(error)"])
        }
    }
}
