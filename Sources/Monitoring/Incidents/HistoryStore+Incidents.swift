package import Domain
package import Foundation
import GRDB
import Storage
import Synchronization

/// Why something may not be done with an incident: nothing was changed.
package enum IncidentRefusal: StoreRefusal, Hashable {
    case unknown
    /// It is over, or somebody has it in hand already.
    case notOpen
    case acknowledged(by: String)
    /// Empty, or over `Limits.incidentNote` characters.
    case note
    /// A number in the note can be a BSN (P-DAT-6).
    case bsn
    /// Nothing more is kept of it.
    case full

    /// One sentence in plain Dutch.
    package var sentence: String {
        switch self {
        case .unknown: "Dit incident bestaat niet."
        case .notOpen: "Dit incident is voorbij."
        case .acknowledged(let user): "\(user) pakt dit incident al op."
        case .full: "Van dit incident wordt niets meer bewaard: er staan al \(IncidentRules.entries) regels bij."
        case .bsn: "Hier staat een getal in dat een BSN kan zijn. Haal het weg."
        case .note: "Schrijf een aantekening van 1 tot en met \(Limits.incidentNote) tekens."
        }
    }
}

extension HistoryStore {
    /// Follows what is found of everybody; opens and closes incidents by `IncidentRules`.
    ///
    /// - Parameter findings: of every subject that there is; what is open of others is closed.
    /// - Returns: what changed, written when this returns.
    /// - Throws: `StoreFault`: then nothing was changed, and the next look finds the same.
    package func observe(
        _ findings: [HealthSubject: [HealthFinding]], at time: Date
    ) async throws -> [IncidentChange] {
        let (before, steps) = state.withLock { state in
            let before = state.watch
            return (before, state.watch.observe(findings, at: time))
        }
        guard !steps.isEmpty else { return [] }
        do {
            let changes = try await writing { database in
                try steps.map { try Self.write($0, database) }
            }
            state.withLock { state in for change in changes { state.watch.follow(change.incident) } }
            return changes
        } catch {
            state.withLock { state in
                var watch = before
                watch.takeBack(state.watch)
                state.watch = watch
            }
            throw error
        }
    }

    /// What goes on now, from memory; in no order.
    package var ongoing: [Incident] {
        state.withLock { $0.watch.followed.values.map(\.incident).filter { $0.closed == nil } }
    }

    /// Those within `reach`: what goes on, the latest first, then what is over.
    ///
    /// - Parameter limit: of those that are over.
    /// - Throws: `StoreFault`.
    package func incidents(within reach: HealthReach, openOnly: Bool, limit: Int) async throws -> [Incident] {
        try await reading { database in
            var incidents = try Row.fetchAll(database, sql: MonitoringSchema.Query.openIncidents.rawValue)
                .compactMap(Incident.init).filter { reach.includes($0.subject) }
            guard !openOnly else { return incidents }
            let rows = try Row.fetchCursor(
                database, sql: MonitoringSchema.Query.closedIncidents.rawValue, arguments: [Int64.min, -1])
            var left = limit
            while left > 0, let row = try rows.next() {
                guard let incident = Incident(row), reach.includes(incident.subject) else { continue }
                incidents.append(incident)
                left -= 1
            }
            return incidents
        }
    }

    /// The latest of one subject.
    ///
    /// - Throws: `StoreFault`.
    package func incidents(of subject: HealthSubject, limit: Int) async throws -> [Incident] {
        try await reading { database in
            try Row.fetchAll(
                database, sql: MonitoringSchema.Query.incidentsOf.rawValue, arguments: [subject.slug, limit]
            ).compactMap(Incident.init)
        }
    }

    /// - Throws: `StoreFault`.
    package func incident(_ number: Int64) async throws -> Incident? {
        try await reading { try Self.incident(number, $0) }
    }

    /// What happened in it, in order.
    ///
    /// - Throws: `StoreFault`.
    package func timeline(of number: Int64) async throws -> [Incident.Entry] {
        try await reading { database in
            try Row.fetchAll(database, sql: MonitoringSchema.Query.timeline.rawValue, arguments: [number])
                .compactMap { row in
                    Incident.Entry.Kind(rawValue: row[1]).map { kind in
                        Incident.Entry(at: Date(milliseconds: row[0]), kind: kind, actor: row[2], text: row[3])
                    }
                }
        }
    }

    /// Somebody takes it in hand.
    ///
    /// - Throws: `IncidentRefusal`, `StoreFault`.
    package func acknowledge(_ number: Int64, by user: String, at time: Date) async throws -> Incident {
        let incident = try await writing { database in
            guard let incident = try Self.incident(number, database) else { throw IncidentRefusal.unknown }
            if let other = incident.acknowledgedBy { throw IncidentRefusal.acknowledged(by: other) }
            guard incident.closed == nil else { throw IncidentRefusal.notOpen }
            try database.execute(
                sql: MonitoringSchema.Query.acknowledge.rawValue, arguments: [user, number])
            try Self.add(.acknowledged, "", by: user, to: number, at: time, database)
            return try Self.incident(number, database) ?? incident
        }
        state.withLock { state in
            let key = IncidentWatch.Key(subject: incident.subject, condition: incident.condition)
            if state.watch.followed[key]?.incident.number == number { state.watch.followed[key]?.incident = incident }
        }
        return incident
    }

    /// Adds a note, also to one that is over.
    ///
    /// - Throws: `IncidentRefusal`, `StoreFault`.
    package func annotate(_ number: Int64, _ text: String, by user: String, at time: Date) async throws {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...Limits.incidentNote).contains(text.count) else { throw IncidentRefusal.note }
        guard BSNDetector.first(in: text) == nil else { throw IncidentRefusal.bsn }
        try await writing { database in
            guard try Self.incident(number, database) != nil else { throw IncidentRefusal.unknown }
            guard try Self.add(.note, text, by: user, to: number, at: time, database) else {
                throw IncidentRefusal.full
            }
        }
    }

    /// Notes who was told; of an incident that is forgotten meanwhile, nothing.
    ///
    /// - Throws: `StoreFault`.
    package func alerted(_ number: Int64, _ text: String, at time: Date) async throws {
        try await writing { database in
            guard try Self.incident(number, database) != nil else { return }
            try Self.add(.alerted, text, by: nil, to: number, at: time, database)
        }
    }

    /// What was going on when the process ended, and what was over a short while ago.
    static func watch(asOf now: Date, _ database: Database) throws -> IncidentWatch {
        var watch = IncidentWatch()
        let since = now.addingTimeInterval(-IncidentRules.flapping).milliseconds
        let closed = try Row.fetchAll(
            database, sql: MonitoringSchema.Query.closedIncidents.rawValue, arguments: [since, -1])
        let open = try Row.fetchAll(database, sql: MonitoringSchema.Query.openIncidents.rawValue)
        // Of one condition the latest counts.
        for row in closed.reversed() + open { if let incident = Incident(row) { watch.follow(incident) } }
        return watch
    }

    private static func write(_ step: IncidentWatch.Step, _ database: Database) throws -> IncidentChange {
        switch step {
        case .begin(let subject, let finding, let time):
            try database.execute(
                sql: MonitoringSchema.Query.open.rawValue,
                arguments: [
                    subject.slug, finding.condition.rawValue, finding.mark.severity, time.milliseconds,
                    finding.sentence,
                ])
            let number = database.lastInsertedRowID
            try add(.opened, finding.sentence, by: nil, to: number, at: time, database)
            return try change(number, .opened, at: time, database)
        case .reopen(let incident, let finding, let time):
            try set(incident, finding.mark, closed: nil, finding.sentence, database)
            try add(.reopened, finding.sentence, by: nil, to: incident.number, at: time, database)
            return try change(incident.number, .reopened, at: time, database)
        case .change(let incident, let kind, let mark, let sentence, let time):
            try set(incident, mark, closed: nil, sentence, database)
            try add(kind, sentence, by: nil, to: incident.number, at: time, database)
            return try change(incident.number, kind, at: time, database)
        case .close(let incident, let time):
            try set(incident, incident.mark, closed: time, incident.sentence, database)
            try add(.closed, "", by: nil, to: incident.number, at: time, database)
            return try change(incident.number, .closed, at: time, database)
        case .pause(let incident, let sentence, let time):
            try add(.maintenance, sentence, by: nil, to: incident.number, at: time, database)
            return try change(incident.number, .maintenance, at: time, database)
        }
    }

    private static func set(
        _ incident: Incident, _ mark: NodeHealth.Mark, closed: Date?, _ sentence: String, _ database: Database
    ) throws {
        try database.execute(
            sql: MonitoringSchema.Query.change.rawValue,
            arguments: [mark.severity, closed?.milliseconds, sentence, incident.number])
    }

    private static func change(
        _ number: Int64, _ kind: Incident.Entry.Kind, at time: Date, _ database: Database
    ) throws -> IncidentChange {
        guard let incident = try incident(number, database) else { throw IncidentRefusal.unknown }
        return IncidentChange(incident, kind, at: time)
    }

    private static func incident(_ number: Int64, _ database: Database) throws -> Incident? {
        try Row.fetchOne(database, sql: MonitoringSchema.Query.incident.rawValue, arguments: [number])
            .flatMap(Incident.init)
    }

    /// Adds an entry. After `IncidentRules.entries` only what happens by itself is kept, in one last entry that says
    /// how it is now.
    ///
    /// - Returns: whether it is kept.
    @discardableResult
    private static func add(
        _ kind: Incident.Entry.Kind, _ text: String, by actor: String?, to number: Int64, at time: Date,
        _ database: Database
    ) throws -> Bool {
        let last =
            try Int.fetchOne(
                database, sql: MonitoringSchema.Query.lastEntry.rawValue, arguments: [number]) ?? 0
        guard last < IncidentRules.entries || actor == nil && kind != .alerted else { return false }
        try database.execute(
            sql: MonitoringSchema.Query.addEntry.rawValue,
            arguments: [
                number, min(last + 1, IncidentRules.entries + 1), time.milliseconds, kind.rawValue, actor, text,
            ])
        return true
    }
}

extension Incident {
    /// Nil for a row of a program that knows more conditions than this one.
    fileprivate init?(_ row: Row) {
        guard let condition = HealthCondition(rawValue: row[2]), let subject = HealthSubject(slug: row[1]) else {
            return nil
        }
        self.init(
            number: row[0], subject: subject, condition: condition, mark: NodeHealth.Mark(severity: row[3]),
            opened: Date(milliseconds: row[4]), closed: (row[5] as Int64?).map { Date(milliseconds: $0) },
            acknowledgedBy: row[6], sentence: row[7])
    }
}
