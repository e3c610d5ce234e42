package import Access
import AsyncAlgorithms
import Domain
package import Dossiers
package import Foundation
package import Logging
import Mail
import Mailbox
import ServiceLifecycle
package import Telemetry

/// Hands the notices whose time has come to the mail server, until shutdown. What a stop cuts off goes out at the next
/// start, with the same Message-ID.
package struct NoticeService: Service {
    /// Looks at the queue this often when nobody wakes it: for what rests after a failure.
    package static let interval = Duration.seconds(30)

    private let post: PostParts
    private let accounts: AccountStore
    private let dossiers: DossierStore
    private let interval: Duration
    private let now: @Sendable () -> Date
    private let logger: Logger
    private let telemetry: ProcessTelemetry

    package init(
        _ post: PostParts, accounts: AccountStore, dossiers: DossierStore, interval: Duration = NoticeService.interval,
        now: @escaping @Sendable () -> Date, logger: Logger, telemetry: ProcessTelemetry = ProcessTelemetry()
    ) {
        self.post = post
        self.accounts = accounts
        self.dossiers = dossiers
        self.interval = interval
        self.now = now
        self.logger = logger
        self.telemetry = telemetry
    }

    package func run() async throws {
        let ticks = AsyncTimerSequence(interval: interval, clock: .continuous).map { _ in () }
        for await _ in merge(ticks, post.signal.wakes).cancelOnGracefulShutdown() { await sendDue() }
    }

    /// Sends everything whose time has come; ends when the server takes nothing.
    func sendDue() async {
        guard let mailer = post.mailer else { return }
        do {
            while try await sendPage(mailer) {}
        } catch {
            logger.error("the queue of notices cannot be read or written", metadata: ["reason": "\(error)"])
        }
    }

    /// - Returns: Whether there may be more to send now.
    private func sendPage(_ mailer: Mailer) async throws -> Bool {
        let due = try await post.store.dueNotices(limit: SMTPClient.mailsAtOnce)
        var (notices, mails): ([WaitingNotice], [MailMessage]) = ([], [])
        for notice in due {
            if let mail = try await mail(for: notice, mailer) {
                notices.append(notice)
                mails.append(mail)
            } else {
                try await post.store.giveUp(notice)
            }
        }
        let outcomes = await mailer.client.send(mails)
        var hasTaken = mails.isEmpty
        for (notice, outcome) in zip(notices, outcomes) {
            switch outcome {
            case .taken:
                hasTaken = true
                telemetry.mailed(.taken)
                try await post.store.sent(notice, pause: NoticePolicy.pause)
            case .later(let failure) where notice.tries + 1 < NoticePolicy.tries:
                telemetry.mailed(.later)
                logger.warning("a mail is not taken now", metadata: ["reason": "\(failure)"])
                try await post.store.failed(notice, rest: NoticePolicy.rest(afterTries: notice.tries + 1))
            case .later(let failure), .refused(let failure):
                telemetry.mailed(.givenUp)
                logger.error("a mail is given up", metadata: ["reason": "\(failure)"])
                try await post.store.giveUp(notice)
            }
        }
        return due.count == SMTPClient.mailsAtOnce && hasTaken
    }

    /// Nil for somebody who is gone or has no address, and for a topic of another version.
    private func mail(for notice: WaitingNotice, _ mailer: Mailer) async throws -> MailMessage? {
        guard let topic = NoticeTopic(rawValue: notice.topic), let text = try await address(of: notice.recipient),
            let address = try? MailAddress(text)
        else { return nil }
        return try? MailMessage(
            from: mailer.sender, to: address, subject: topic.subject, text: topic.text(portal: mailer.portal),
            date: now(), id: notice.mail)
    }

    private func address(of recipient: NoticeRecipient) async throws -> String? {
        switch recipient {
        case .account(let user):
            guard try await accounts.activeAccounts().contains(where: { $0.user == user }) else { return nil }
            return try await post.store.address(of: user)
        case .jobseeker(let id): return try await dossiers.dossier(id)?.contact.email
        }
    }
}
