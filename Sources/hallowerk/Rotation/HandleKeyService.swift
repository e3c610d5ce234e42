import Foundation
import Logging
import ServiceLifecycle
import Trust

/// Makes a new key for handles each day, while the process runs.
struct HandleKeyService: Service {
    /// Between two looks whether the day is over.
    private static let interval = Duration.seconds(600)

    let keys: HandleKeys
    let now: @Sendable () -> Date
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do throws(LocalKeyInvalid) {
                    if try keys.rotate(at: now()) { logger.info("new key for handles") }
                } catch {
                    logger.error("no new key for handles; the one before goes on", metadata: ["reason": "\(error)"])
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }
}
