import AsyncAlgorithms
import Domain
package import Foundation
import GRDB
package import Logging
package import Mail
import ServiceLifecycle
import Storage
import Synchronization

/// How alerts leave by e-mail.
package struct AlertMailer: Sendable {
    let client: SMTPClient
    let sender: MailAddress

    package init(client: SMTPClient, sender: MailAddress) {
        self.client = client
        self.sender = sender
    }
}

/// Hands over what `AlertDesk` keeps: at once when it is woken, and again after a rest when that fails, until shutdown.
/// What a stop cuts off goes out at the next start, with the same id.
package struct AlertService: Service {
    /// Between two looks at what is due; without receivers, at what is too old.
    private var interval: Duration { desk.receivers.isEmpty ? .seconds(Self.sweep) : .seconds(1) }
    /// Between two times that what is too old is removed.
    private static let sweep: TimeInterval = 3_600
    /// Deliveries of one look.
    private static let page = 50
    /// Seconds that a delivery rests after its first failures; then the last again and again.
    static let rests: [TimeInterval] = [1, 5, 30, 120, 600, 3_600, 21_600]
    /// A delivery that is older is given up.
    static let givenUp: TimeInterval = 86_400

    /// The ways on which something is being handed over.
    private final class Busy: Sendable {
        private let ways = Mutex<Set<String>>([])

        func begin(_ way: String) -> Bool { ways.withLock { $0.insert(way).inserted } }

        func end(_ way: String) { ways.withLock { _ = $0.remove(way) } }
    }

    private let busy = Busy()
    private let desk: AlertDesk
    private let mailer: AlertMailer?
    private let now: @Sendable () -> Date
    private let logger: Logger

    /// - Parameter mailer: nil: mails are given up, with a line in the log.
    package init(_ desk: AlertDesk, mailer: AlertMailer?, now: @escaping @Sendable () -> Date, logger: Logger) {
        self.desk = desk
        self.mailer = mailer
        self.now = now
        self.logger = logger
    }

    package func run() async throws {
        let ticks = AsyncTimerSequence(interval: interval, clock: .continuous).map { _ in () }
        var swept = Date.distantPast
        await withDiscardingTaskGroup { group in
            for await _ in merge(ticks, desk.wakes).cancelOnGracefulShutdown() {
                await begin(in: &group)
                if now().timeIntervalSince(swept) >= Self.sweep {
                    swept = now()
                    await attempt { try await forget() }
                }
            }
        }
    }

    /// Carries out plans, and hands over everything whose time has come.
    func round() async { await withDiscardingTaskGroup { await begin(in: &$0) } }

    /// Each way by itself, one delivery after another: one that stalls keeps no other waiting.
    private func begin(in group: inout DiscardingTaskGroup) async {
        do {
            try await desk.carryOutPlans(at: now())
            for (way, deliveries) in Dictionary(grouping: try await due(), by: { $0.receiver + " " + $0.channel })
            where busy.begin(way) {
                group.addTask {
                    for delivery in deliveries { await handOver(delivery) }
                    busy.end(way)
                }
            }
        } catch {
            logger.error("alerts cannot be read or written", metadata: ["reason": "\(error)"])
        }
    }

    private func attempt(_ body: () async throws -> Void) async {
        do {
            try await body()
        } catch {
            logger.error("alerts cannot be read or written", metadata: ["reason": "\(error)"])
        }
    }

    private func due() async throws -> [DueDelivery] {
        let time = now().milliseconds
        return try await desk.pool.reading(of: desk.file) { database in
            try Row.fetchAll(
                database, sql: AlertSchema.Query.due.rawValue, arguments: [time, Self.page]
            ).compactMap { row in
                UUID(uuidString: row[1]).map { id in
                    DueDelivery(
                        number: row[0], id: id, receiver: row[2], channel: row[3],
                        incidents: AlertDelivery.numbers(row[4]), subject: row[5], body: row[6], document: row[7],
                        made: Date(milliseconds: row[8]), tries: row[9])
                }
            }
        }
    }

    private func handOver(_ delivery: DueDelivery) async {
        let receiver = desk.receivers.first { $0.name == delivery.receiver }
        let outcome: WebhookClient.Outcome
        if let webhook = receiver?.webhook, delivery.channel == AlertChannel.webhook.text {
            outcome = await WebhookClient(webhook: webhook).post(delivery.document, id: delivery.id, at: now())
        } else if let address = receiver?.mails.first(where: { AlertChannel.mail($0).text == delivery.channel }) {
            outcome = await mail(delivery, to: address)
        } else {
            outcome = .refused("the settings do not have this receiver any more")
        }
        await attempt { try await note(outcome, of: delivery) }
    }

    private func mail(_ delivery: DueDelivery, to address: MailAddress) async -> WebhookClient.Outcome {
        guard let mailer else { return .refused("setting 'mail' is missing") }
        guard
            let mail = try? MailMessage(
                from: mailer.sender, to: address, subject: delivery.subject, text: delivery.body, date: delivery.made,
                id: delivery.id)
        else { return .refused("its subject is not plain") }
        switch await mailer.client.send([mail]).first {
        case .taken: return .taken
        case .later(let failure): return .later("\(failure)", after: nil)
        case .refused(let failure): return .refused("\(failure)")
        case nil: return .later("no answer", after: nil)
        }
    }

    private func note(_ outcome: WebhookClient.Outcome, of delivery: DueDelivery) async throws {
        let time = now()
        let place: Logger.Metadata = ["receiver": "\(delivery.receiver)", "channel": "\(delivery.channel)"]
        let end: String
        switch outcome {
        case .taken: end = "ok"
        case .gone:
            desk.leaveOut(delivery.receiver)
            end = "410: wants no more"
        case .refused(let reason): end = reason
        case .later(let reason, let after):
            let rest = max(after ?? 0, Self.rests[min(delivery.tries, Self.rests.count - 1)])
            let due = time.addingTimeInterval(rest)
            if due.timeIntervalSince(delivery.made) < Self.givenUp {
                logger.warning("an alert is not taken now", metadata: place.merging(["reason": "\(reason)"]) { $1 })
                return try await desk.pool.writing(to: desk.file) { database in
                    try database.execute(
                        sql: AlertSchema.Query.later.rawValue, arguments: [due.milliseconds, reason, delivery.number])
                }
            }
            end = "given up: " + reason
        }
        if outcome != .taken {
            logger.error("an alert is given up", metadata: place.merging(["reason": "\(end)"]) { $1 })
        }
        try await desk.pool.writing(to: desk.file) { database in
            try database.execute(sql: AlertSchema.Query.done.rawValue, arguments: [end, delivery.number])
        }
        if outcome == .taken { try await desk.told(delivery, at: time) }
    }

    private func forget() async throws {
        let end = now().addingTimeInterval(TimeInterval(-86_400 * Limits.healthDays)).milliseconds
        try await desk.pool.writing(to: desk.file) { database in
            try database.execute(sql: AlertSchema.Query.forgetDeliveries.rawValue, arguments: [end])
            try database.execute(sql: AlertSchema.Query.forgetTold.rawValue, arguments: [end])
        }
    }
}
