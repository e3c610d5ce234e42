import Access
import AsyncAlgorithms
import Domain
import Dossiers
import Foundation
import Logging
import Mailbox
import ServiceLifecycle

/// What messages need when nobody looks: asks other regions how they stand, each at its own pace (`AskingPace`), and
/// removes what has ended and what is about people who are no longer in the dossiers.
package struct MessageService: Service {
    package static let interval = Duration.seconds(60)
    /// Messages that are asked about in one round.
    private static let round = 200
    /// People who are looked up at a time.
    private static let page = 200
    private static let tidying: TimeInterval = 86_400

    private let parts: PortalParts
    private let interval: Duration

    package init(_ parts: PortalParts, interval: Duration = MessageService.interval) {
        self.parts = parts
        self.interval = interval
    }

    package func run() async throws {
        var tidied: Date?
        for await _ in AsyncTimerSequence(interval: interval, clock: .continuous).cancelOnGracefulShutdown() {
            await reporting("messages cannot be asked about") { try await ask() }
            let time = parts.now()
            guard tidied.map({ time.timeIntervalSince($0) >= Self.tidying }) ?? true else { continue }
            await reporting("messages cannot be tidied") { try await tidy() }
            tidied = time
        }
    }

    /// Asks about every message whose turn has come. Who has no account any more, or another role, asks nothing.
    func ask() async throws {
        let messages = try await parts.post.store.toAsk(limit: Self.round)
        guard !messages.isEmpty else { return }
        let accounts = try await parts.accounts.activeAccounts()
        let notices = Notices(
            post: parts.post, accounts: parts.accounts, dossiers: parts.dossiers, logger: parts.logger)
        for (user, own) in Dictionary(grouping: messages, by: \.user) {
            guard let account = accounts.first(where: { $0.user == user }), PostDesk.roles.contains(account.role) else {
                try await parts.post.store.postpone(own)
                continue
            }
            let asker = PortalAsker(account, origin: "this process", keys: parts.localKeys)
            let outcome = await MessageAsking(parts: parts).ask(about: own, by: asker, within: PortalDetail.time)
            if outcome.hasAnswers { await notices.tell(user) }
        }
    }

    /// Removes what has ended, and everything about people whom no dossier is of.
    func tidy() async throws {
        let store = parts.post.store
        try await store.removeEnded()
        var last: ProfileID?
        while true {
            let people = try await store.people(after: last, limit: Self.page)
            guard let end = people.last else { return }
            last = end
            var gone: [ProfileID] = []
            for person in people where try await parts.dossiers.dossier(person) == nil { gone.append(person) }
            let count = try await store.forget(gone)
            if count > 0 { parts.logger.notice("messages about people who are gone are removed") }
        }
    }

    private func reporting(_ what: String, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch {
            parts.logger.error("\(what)", metadata: ["reason": "\(error)"])
        }
    }
}
