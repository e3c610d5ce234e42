package import Domain
package import Foundation
import GRDB
package import Storage
import Synchronization

/// Decides who is told of what, and keeps what is to be handed over until it has been. Nothing is told twice, also over
/// a restart: all is in one SQLite file before anything leaves.
package final class AlertDesk: Sendable {
    package let receivers: [AlertReceiver]
    let pool: DatabasePool
    let file: String
    private let monitor: String?
    private let name: @Sendable (HealthSubject) -> String
    private let incident: @Sendable (Int64) async throws -> Incident?
    private let noteTold: @Sendable (Int64, String, Date) async throws -> Void
    /// Receivers whose webhook answered that it wants no more, until the next start.
    private let leftOut = Mutex<Set<String>>([])
    /// Told when there is something to hand over.
    let wakes: AsyncStream<Void>
    private let waking: AsyncStream<Void>.Continuation

    /// - Parameters:
    ///   - monitor: the monitor's address, for links.
    ///   - name: what a region is called.
    ///   - incident: how an incident is now.
    ///   - noteTold: notes in an incident's timeline who was told.
    /// - Throws: `StoreInvalid`.
    package init(
        path: String, receivers: [AlertReceiver], monitor: String?,
        name: @escaping @Sendable (HealthSubject) -> String,
        incident: @escaping @Sendable (Int64) async throws -> Incident?,
        noteTold: @escaping @Sendable (Int64, String, Date) async throws -> Void
    ) throws {
        pool = try StoreFile.open(path, schema: AlertSchema.schema)
        file = path
        self.receivers = receivers
        self.monitor = monitor
        self.name = name
        self.incident = incident
        self.noteTold = noteTold
        (wakes, waking) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Looks at the file without changing it: one line for an operator.
    package static func examine(path: String) throws(StoreInvalid) -> String {
        try StoreFile.examine(path, schema: AlertSchema.schema) { database in
            let waiting = try Int.fetchOne(database, sql: "SELECT count(*) FROM delivery WHERE due IS NOT NULL") ?? 0
            return "sound, schema \(AlertSchema.schema.version), \(waiting) waiting"
        }
    }

    /// What of the incidents changed: has whoever should know told, at once or when their quiet hours are over.
    ///
    /// - Throws: `StoreFault`: then nobody is told.
    package func tell(_ changes: [IncidentChange], at time: Date) async throws {
        try await pool.writing(to: file) { [self] database in
            for receiver in receivers {
                var told: [AlertKind: [Incident]] = [:]
                for change in changes {
                    if let kind = try plan(change, for: receiver, at: time, database) {
                        told[kind, default: []].append(change.incident)
                    }
                }
                for kind in AlertKind.allCases {
                    if let incidents = told[kind] { try deliver(kind, incidents, to: receiver, at: time, database) }
                }
            }
        }
        waking.yield()
    }

    /// Sends everybody a message that is marked as a test; their answers are in `deliveries`.
    ///
    /// - Throws: `StoreFault`.
    package func test(at time: Date) async throws {
        try await pool.writing(to: file) { [self] database in
            for receiver in receivers { try deliver(.test, [], to: receiver, at: time, database) }
        }
        waking.yield()
    }

    /// The latest, newest first.
    ///
    /// - Throws: `StoreFault`.
    package func deliveries(limit: Int) async throws -> [AlertDelivery] {
        try await pool.reading(of: file) { database in
            try Row.fetchAll(database, sql: AlertSchema.Query.latest.rawValue, arguments: [limit]).compactMap { row in
                AlertKind(rawValue: row[2]).map { kind in
                    AlertDelivery(
                        receiver: row[0], channel: row[1], kind: kind,
                        incidents: AlertDelivery.numbers(row[3]),
                        made: Date(milliseconds: row[4]), due: (row[5] as Int64?).map { Date(milliseconds: $0) },
                        tries: row[6], outcome: row[7])
                }
            }
        }
    }

    /// Plans of which the time has come: what waited for the end of quiet hours or of a window, and escalations. What
    /// is over meanwhile is dropped.
    ///
    /// - Throws: `StoreFault`, and what `incident` throws.
    func carryOutPlans(at time: Date) async throws {
        let plans = try await pool.reading(of: file) { database in
            try Row.fetchAll(
                database, sql: AlertSchema.Query.plannedDue.rawValue, arguments: [time.milliseconds]
            ).map {
                (number: $0[0] as Int64, receiver: $0[1] as String, kind: $0[2] as String, incident: $0[3] as Int64)
            }
        }
        guard !plans.isEmpty else { return }
        var incidents: [Int64: Incident] = [:]
        for plan in plans { incidents[plan.incident] = try await incident(plan.incident) }
        try await pool.writing(to: file) { [self, incidents] database in
            var told: [String: [AlertKind: [Incident]]] = [:]
            for plan in plans {
                try database.execute(sql: AlertSchema.Query.unplan.rawValue, arguments: [plan.number])
                guard let kind = AlertKind(rawValue: plan.kind), let incident = incidents[plan.incident],
                    incident.closed == nil, kind != .escalated || incident.acknowledgedBy == nil,
                    let receiver = receivers.first(where: { $0.name == plan.receiver })
                else { continue }
                let due = kind == .escalated ? time : receiver.earliest(incident, at: time)
                guard due <= time else {
                    try self.plan(kind, incident, for: receiver, at: due, database)
                    continue
                }
                try note(incident, for: receiver, at: time, database)
                told[receiver.name, default: [:]][kind, default: []].append(incident)
            }
            for receiver in receivers {
                for (kind, incidents) in told[receiver.name] ?? [:] {
                    try deliver(kind, incidents, to: receiver, at: time, database)
                }
            }
        }
    }

    /// A delivery was taken: each of its incidents says so.
    func told(_ delivery: DueDelivery, at time: Date) async throws {
        let way = delivery.channel == AlertChannel.webhook.text ? "webhook" : "e-mail"
        for incident in delivery.incidents { try await noteTold(incident, "\(delivery.receiver), per \(way)", time) }
    }

    /// The webhook of `receiver` wants no more: what comes is not sent there.
    func leaveOut(_ receiver: String) { leftOut.withLock { _ = $0.insert(receiver) } }

    private func channels(of receiver: AlertReceiver) -> [AlertChannel] {
        leftOut.withLock { $0.contains(receiver.name) }
            ? receiver.channels.filter { $0 != .webhook } : receiver.channels
    }

    /// What `receiver` is to be told now of `change`; plans what is to be told later.
    private func plan(
        _ change: IncidentChange, for receiver: AlertReceiver, at time: Date, _ database: Database
    ) throws -> AlertKind? {
        let incident = change.incident
        let told = try Row.fetchOne(
            database, sql: AlertSchema.Query.told.rawValue, arguments: [receiver.name, incident.number])
        switch change.kind {
        case .opened, .worsened, .reopened:
            guard receiver.wants(incident) else { return nil }
            let isWorse = told.map { ($0[0] as Int) < incident.mark.severity } ?? true
            let end = told.map { Date(milliseconds: $0[1]).addingTimeInterval(receiver.window) }
            let kind = change.kind == .worsened && told != nil ? AlertKind.worsened : .began
            // Within the window only what is worse is told; what came back, once it is over.
            let due = isWorse ? time : max(end ?? time, time)
            if !isWorse, change.kind == .worsened { return nil }
            let earliest = max(due, receiver.earliest(incident, at: due))
            guard earliest <= time else {
                try plan(kind, incident, for: receiver, at: earliest, database)
                return nil
            }
            try note(incident, for: receiver, at: time, database)
            return kind
        case .closed:
            try database.execute(
                sql: AlertSchema.Query.unplanBegun.rawValue, arguments: [receiver.name, incident.number])
            guard let told, told[2] == 0 else { return nil }
            try database.execute(
                sql: AlertSchema.Query.tell.rawValue,
                arguments: [receiver.name, incident.number, told[0] as Int, told[1] as Int64, 1])
            return .recovered
        case .eased, .acknowledged, .note, .maintenance, .alerted: return nil
        }
    }

    /// Notes that `receiver` is told of `incident`, and plans whom to tell when nobody takes it in hand.
    private func note(
        _ incident: Incident, for receiver: AlertReceiver, at time: Date, _ database: Database
    ) throws {
        try database.execute(
            sql: AlertSchema.Query.tell.rawValue,
            arguments: [receiver.name, incident.number, incident.mark.severity, time.milliseconds, 0])
        guard let escalation = receiver.escalation, incident.acknowledgedBy == nil,
            let other = receivers.first(where: { $0.name == escalation.to })
        else { return }
        try plan(.escalated, incident, for: other, at: time.addingTimeInterval(escalation.after), database)
    }

    private func plan(
        _ kind: AlertKind, _ incident: Incident, for receiver: AlertReceiver, at time: Date, _ database: Database
    ) throws {
        try database.execute(
            sql: AlertSchema.Query.plan.rawValue,
            arguments: [time.milliseconds, receiver.name, kind.rawValue, incident.number])
    }

    private func deliver(
        _ kind: AlertKind, _ incidents: [Incident], to receiver: AlertReceiver, at time: Date, _ database: Database
    ) throws {
        let groups = incidents.count < AlertText.together && kind != .test ? incidents.map { [$0] } : [incidents]
        for group in groups {
            let text = AlertText(kind, group, name: name, monitor: monitor)
            // What began was held already; what is over may wait for the end of quiet hours as well.
            let due = kind == .recovered ? group.first.map { receiver.earliest($0, at: time) } ?? time : time
            for channel in channels(of: receiver) {
                try database.execute(
                    sql: AlertSchema.Query.deliver.rawValue,
                    arguments: [
                        UUID.random().uuidString.lowercased(), receiver.name, channel.text, kind.rawValue,
                        group.map { "\($0.number)" }.joined(separator: ","), text.subject, text.body, text.document,
                        time.milliseconds, due.milliseconds,
                    ])
            }
        }
    }
}
