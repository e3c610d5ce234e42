package import Domain
package import Foundation
import GRDB
import Storage
import Synchronization

/// Why nothing was changed.
package enum EmergencyRefusal: StoreRefusal, Hashable {
    /// There is none, it is another municipality's, or it is over or decided already.
    case notOpen
    /// The same person asked before, and that is not over.
    case goingOn
    case reason
    /// A number in the reason can be a BSN (P-DAT-6).
    case bsn
    case hours
    /// The municipality is not one of this region.
    case municipality
    /// As many dossiers or people as there may be.
    case used
    /// There is no agreement with this region now.
    case agreement

    /// One sentence in plain Dutch.
    package var sentence: String {
        switch self {
        case .notOpen: "Dit verzoek is er niet meer, of er is al over beslist."
        case .goingOn: "U hebt al een verzoek lopen. Trek dat eerst in."
        case .reason:
            "Schrijf waarom het nodig is, in \(Limits.emergencyReason.lowerBound) tot en met "
                + "\(Limits.emergencyReason.upperBound) tekens."
        case .bsn: "In de reden staat een getal dat een BSN kan zijn. Haal het weg."
        case .hours: "Kies 1 tot en met \(Limits.emergencyHours) uur."
        case .municipality: "Kies een gemeente van deze regio."
        case .used:
            "U hebt zoveel mensen gezien als met deze noodtoegang kan: \(Limits.emergencyDossiers) dossiers, en "
                + "\(Limits.emergencyPeople) mensen in lijsten."
        case .agreement: "De verwerkersovereenkomst van uw organisatie met deze regio staat dit nu niet toe."
        }
    }
}

/// Requests for exceptional access (noodtoegang) and what became of them, beside the accounts that they widen.
///
/// Invariants: nobody has two that go on; only an administrator of the municipality that is asked decides; what was
/// granted is over at its time whether or not that was written down. What goes on is also in memory, since every page
/// shows it.
package final class EmergencyBook: Sendable {
    /// Of those that a page lists.
    package static let listed = 50

    private let accounts: AccountStore
    private let going: Mutex<Going>

    /// Changes that were made, or tried.
    private let written = Mutex(0)

    /// What goes on, as the file had it after so many changes.
    private struct Going {
        var all: [EmergencyAccess]
        var changes = 0
    }

    /// - Throws: `DatabaseError`.
    package init(_ accounts: AccountStore) throws {
        self.accounts = accounts
        going = Mutex(Going(all: try accounts.pool.read { try Self.going($0) }))
    }

    /// What `user` may look at now.
    package func live(of user: String) -> EmergencyAccess? {
        let time = accounts.now()
        return going.withLock { $0.all.first { $0.user == user && $0.isLive(at: time) } }
    }

    /// What is asked of `municipality`, or granted by it, and not over.
    package func open(in municipality: MunicipalityCode) -> [EmergencyAccess] {
        let time = accounts.now()
        return going.withLock { $0.all.filter { $0.municipality == municipality && $0.isOpen(at: time) } }
    }

    /// What is over by time, and not written down as over.
    package func overdue() -> [EmergencyAccess] {
        let time = accounts.now()
        return going.withLock { $0.all.filter { !$0.isOpen(at: time) } }
    }

    /// The latest of one user, newest first.
    ///
    /// - Throws: `StoreFault`.
    package func list(of user: String) async throws -> [EmergencyAccess] {
        try await reading { try Self.list(.emergencyOfUser, [user, Self.listed], $0) }
    }

    /// The latest of one municipality, newest first.
    ///
    /// - Throws: `StoreFault`.
    package func list(in municipality: MunicipalityCode) async throws -> [EmergencyAccess] {
        try await reading { try Self.list(.emergencyOfMunicipality, [municipality.code, Self.listed], $0) }
    }

    /// Asks for `account`: who has the role for it, and whether the organisation may, is decided by the caller.
    ///
    /// - Throws: `EmergencyRefusal`, `StoreFault`.
    package func ask(
        for account: Account, of municipality: MunicipalityCode, because reason: String, hours: Int
    ) async throws -> EmergencyAccess {
        let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        guard Limits.emergencyReason.contains(reason.count) else { throw EmergencyRefusal.reason }
        guard BSNDetector.first(in: reason) == nil else { throw EmergencyRefusal.bsn }
        guard (1...Limits.emergencyHours).contains(hours) else { throw EmergencyRefusal.hours }
        let access = EmergencyAccess(
            id: UUID.random(), user: account.user, name: account.displayName, organisation: account.organisation,
            municipality: municipality, reason: reason, hours: hours, asked: accounts.now())
        try await changing { database in
            for one in try Self.going(database) where one.user == account.user {
                guard !one.isOpen(at: access.asked) else { throw EmergencyRefusal.goingOn }
                // Time ended it, and nobody wrote that down yet.
                try Self.end(one, at: one.end, by: nil, database)
            }
            try database.execute(
                sql: AccountSchema.Query.askEmergency.rawValue,
                arguments: [
                    access.id.data, access.user, access.name, access.organisation.digits, municipality.code, reason,
                    hours, access.asked.milliseconds,
                ])
        }
        return access
    }

    /// Grants or refuses what is asked of the administrator's own municipality.
    ///
    /// - Throws: `EmergencyRefusal.notOpen`, `StoreFault`.
    package func decide(_ id: UUID, grants: Bool, by administrator: Account) async throws -> EmergencyAccess {
        let time = accounts.now()
        return try await changing { database in
            guard administrator.role == .municipalAdministrator, let access = try Self.access(id, database),
                access.municipality == administrator.municipality, access.state(at: time) == .asked
            else { throw EmergencyRefusal.notOpen }
            let (moment, user) = (time.milliseconds, administrator.user)
            if grants {
                try database.execute(
                    sql: AccountSchema.Query.grantEmergency.rawValue, arguments: [moment, user, id.data])
            } else {
                try database.execute(
                    sql: AccountSchema.Query.refuseEmergency.rawValue, arguments: [moment, user, moment, user, id.data])
            }
            return try Self.access(id, database) ?? access
        }
    }

    /// Counts what its user is about to see, before it is seen.
    ///
    /// - Throws: `EmergencyRefusal.used`: then nothing was counted; `StoreFault`.
    package func use(_ access: EmergencyAccess, dossiers: Int = 0, people: Int = 0) async throws {
        try await accounts.pool.writing(to: accounts.file) { database in
            try database.execute(
                sql: AccountSchema.Query.useEmergency.rawValue,
                arguments: [
                    dossiers, people, access.id.data, dossiers, Limits.emergencyDossiers, people,
                    Limits.emergencyPeople,
                ])
            guard database.changesCount == 1 else { throw EmergencyRefusal.used }
        }
    }

    /// Ends what goes on: by who asked, or by an administrator of the municipality.
    ///
    /// - Throws: `EmergencyRefusal.notOpen`, `StoreFault`.
    package func end(_ id: UUID, by account: Account) async throws -> EmergencyAccess {
        let time = accounts.now()
        return try await changing { database in
            guard let access = try Self.access(id, database), access.isOpen(at: time),
                access.user == account.user
                    || account.role == .municipalAdministrator && access.municipality == account.municipality
            else { throw EmergencyRefusal.notOpen }
            try Self.end(access, at: time, by: account.user, database)
            return try Self.access(id, database) ?? access
        }
    }

    /// Writes down that time ended `access`.
    ///
    /// - Throws: `StoreFault`.
    package func note(overdue access: EmergencyAccess) async throws {
        try await changing { try Self.end(access, at: access.end, by: nil, $0) }
    }

    private func reading<Value: Sendable>(_ read: @escaping @Sendable (Database) throws -> Value) async throws -> Value
    {
        try await accounts.pool.reading(of: accounts.file, read)
    }

    /// Changes the file, and then what is in memory.
    private func changing<Value: Sendable>(
        _ change: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        let (value, now) = try await accounts.pool.writing(to: accounts.file) { [self] database in
            let value = try change(database)
            // Writers come one after another, what follows here may not.
            let changes = written.withLock { written in
                written += 1
                return written
            }
            return (value, Going(all: try Self.going(database), changes: changes))
        }
        going.withLock { if $0.changes < now.changes { $0 = now } }
        return value
    }

    private static func end(_ access: EmergencyAccess, at time: Date, by user: String?, _ database: Database) throws {
        try database.execute(
            sql: AccountSchema.Query.endEmergency.rawValue, arguments: [time.milliseconds, user, access.id.data])
    }

    private static func going(_ database: Database) throws -> [EmergencyAccess] {
        try list(.emergencyGoing, [], database)
    }

    private static func access(_ id: UUID, _ database: Database) throws -> EmergencyAccess? {
        try list(.emergency, [id.data], database).first
    }

    private static func list(
        _ query: AccountSchema.Query, _ arguments: StatementArguments, _ database: Database
    ) throws -> [EmergencyAccess] {
        try Row.fetchAll(database, sql: query.rawValue, arguments: arguments).compactMap(EmergencyAccess.init)
    }
}

extension EmergencyAccess {
    /// Asked or granted, and not over.
    fileprivate func isOpen(at time: Date) -> Bool { state(at: time) == .asked || isLive(at: time) }

    /// Nil for a row whose codes are not this version's.
    fileprivate init?(_ row: Row) {
        guard let id = UUID(data: row["id"]), let organisation = try? OIN(row["organisation"] as String),
            let municipality = try? MunicipalityCode(row["municipality"] as String)
        else { return nil }
        func date(_ column: String) -> Date? { (row[column] as Int64?).map { Date(milliseconds: $0) } }
        self.init(
            id: id, user: row["user"], name: row["name"], organisation: organisation, municipality: municipality,
            reason: row["reason"], hours: row["hours"], asked: date("asked") ?? .distantPast, decided: date("decided"),
            decidedBy: row["decided_by"], isGranted: row["is_granted"], ended: date("ended"), endedBy: row["ended_by"],
            opened: row["dossiers"])
    }
}
