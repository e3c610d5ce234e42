import AsyncAlgorithms
import Domain
import Foundation
import Logging
import ServiceLifecycle
import Workplace

/// Takes candidates off lists when their references end, and reminds people of saved searches that they have not made
/// for a week; each hour until shutdown.
package struct WorkplaceService: Service {
    private static let interval = Duration.seconds(3_600)
    /// After how long without a search somebody is reminded, and how often at most.
    static let reminder = Duration.seconds(7 * 86_400)

    private let parts: PortalParts

    package init(_ parts: PortalParts) { self.parts = parts }

    package func run() async throws {
        await tidy()
        for await _ in AsyncTimerSequence(interval: Self.interval, clock: .continuous).cancelOnGracefulShutdown() {
            await tidy()
        }
    }

    func tidy() async {
        do {
            let ended = try await parts.workplace.forgetEnded()
            if ended > 0 {
                parts.logger.info("candidates ended with their references", metadata: ["count": "\(ended)"])
            }
            let since = parts.now().addingTimeInterval(-(Self.reminder / .seconds(1)))
            let users = try await parts.workplace.ownersWithout(searchAfter: since)
            let notices = Notices(
                post: parts.post, accounts: parts.accounts, dossiers: parts.dossiers, logger: parts.logger)
            await notices.remind(users, pause: Self.reminder)
        } catch {
            parts.logger.error("lists and searches were not tidied", metadata: ["reason": "\(error)"])
        }
    }
}
