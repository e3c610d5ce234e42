package import Domain
import Foundation
import GRDB
import Storage

extension WorkplaceStore {
    private enum Query {
        static let columns = """
            a.id, a.owner, a.activity, a.reference, a.title, a.employer, a.note, a.fields, a.status, a.made, a.changed,
            (SELECT count(*) FROM candidate c WHERE c.assignment = a.id),
            (SELECT count(*) FROM candidate c WHERE c.assignment = a.id
                AND c.status IN ('voorgesteld', 'gesprek', 'aangenomen'))
            """
        static let list = """
            SELECT \(columns) FROM assignment a WHERE a.organisation = ? AND a.status = ?
            ORDER BY a.changed DESC, a.id LIMIT ?
            """
        static let one = "SELECT \(columns) FROM assignment a WHERE a.id = ? AND a.organisation = ?"
        static let named = "SELECT \(columns) FROM assignment a WHERE a.organisation = ? AND a.reference = ?"
        static let count = "SELECT count(*) FROM assignment WHERE organisation = ?"
        static let references = "SELECT reference FROM assignment WHERE organisation = ? AND reference LIKE ?"
        static let insert = """
            INSERT INTO assignment (id, organisation, owner, activity, reference, title, employer, note, fields, status,
                made, changed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?)
            """
        static let update = """
            UPDATE assignment SET title = ?, employer = ?, note = ?, status = ?, changed = ?
            WHERE id = ? AND organisation = ?
            """
        static let search = "UPDATE assignment SET fields = ?, changed = ? WHERE id = ? AND organisation = ?"
        static let delete = "DELETE FROM assignment WHERE id = ? AND organisation = ?"
    }

    /// Assignments of one page.
    package static let pageAssignments = 200

    /// The organisation's assignments with `status`, changed last first; at most `limit`.
    package func assignments(
        of organisation: OIN, _ status: Assignment.Status, limit: Int = pageAssignments
    ) async throws -> [Assignment] {
        try await reading { database in
            try Row.fetchAll(
                database, sql: Query.list,
                arguments: [organisation.digits, status.rawValue, min(max(1, limit), Self.pageAssignments)]
            ).compactMap(Self.assignment)
        }
    }

    /// One assignment of the organisation; nil for one of another, as for one that is not there.
    package func assignment(_ id: WorkplaceID, of organisation: OIN) async throws -> Assignment? {
        try await reading { try Self.assignment(id, of: organisation, $0) }
    }

    /// The assignment with the organisation's own reference.
    package func assignment(named reference: String, of organisation: OIN) async throws -> Assignment? {
        try await reading { database in
            try Row.fetchOne(database, sql: Query.named, arguments: [organisation.digits, reference])
                .flatMap(Self.assignment)
        }
    }

    /// Adds an assignment.
    ///
    /// - Parameter search: the fields of the search that finds its candidates.
    /// - Throws: `WorkplaceRefusal.referenceTaken`, `.full`; `StoreFault`.
    package func add(
        _ content: Assignment.Content, search: [SearchField], by colleague: Colleague
    ) async throws -> WorkplaceID {
        let (id, time) = (WorkplaceID(), now().milliseconds)
        let fields = try Self.encode(search)
        try await writing { database in
            let organisation = colleague.organisation.digits
            let count = try Int.fetchOne(database, sql: Query.count, arguments: [organisation]) ?? 0
            guard count < Assignment.limit else {
                throw WorkplaceRefusal.full(.assignments, limit: Assignment.limit)
            }
            do {
                try database.execute(
                    sql: Query.insert,
                    arguments: [
                        id.data, organisation, colleague.user, content.activity.rawValue, content.reference,
                        content.title, content.employer, content.note, fields, time, time,
                    ])
            } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
                throw WorkplaceRefusal.referenceTaken
            }
        }
        return id
    }

    /// A reference that the organisation does not use yet, such as `2026-17`.
    package func freeReference(of organisation: OIN, year: Int) async throws -> String {
        let prefix = "\(year)-"
        let used = try await reading { database in
            try String.fetchAll(
                database, sql: Query.references, arguments: [organisation.digits, prefix + "%"])
        }
        let highest = used.compactMap { Int($0.dropFirst(prefix.count)) }.max() ?? 0
        return prefix + String(highest + 1)
    }

    /// Changes what is said of an assignment, and how it stands. What it is for and its reference stay: candidates were
    /// kept for that.
    ///
    /// - Throws: `WorkplaceRefusal.missing`; `StoreFault`.
    package func change(
        _ id: WorkplaceID, title: String, employer: String, note: String, status: Assignment.Status,
        of organisation: OIN
    ) async throws {
        let time = now().milliseconds
        try await writing { database in
            try database.execute(
                sql: Query.update,
                arguments: [title, employer, note, status.rawValue, time, id.data, organisation.digits])
            guard database.changesCount == 1 else { throw WorkplaceRefusal.missing }
        }
    }

    /// Keeps the search that finds its candidates.
    ///
    /// - Throws: as `change`.
    package func keep(_ search: [SearchField], of id: WorkplaceID, organisation: OIN) async throws {
        let (fields, time) = (try Self.encode(search), now().milliseconds)
        try await writing { database in
            try database.execute(sql: Query.search, arguments: [fields, time, id.data, organisation.digits])
            guard database.changesCount == 1 else { throw WorkplaceRefusal.missing }
        }
    }

    /// Removes an assignment, its candidates and their notes.
    ///
    /// - Throws: as `change`.
    package func remove(_ id: WorkplaceID, of organisation: OIN) async throws {
        try await writing { database in
            try database.execute(sql: Query.delete, arguments: [id.data, organisation.digits])
            guard database.changesCount == 1 else { throw WorkplaceRefusal.missing }
        }
    }

    static func assignment(_ id: WorkplaceID, of organisation: OIN, _ database: Database) throws -> Assignment? {
        try Row.fetchOne(database, sql: Query.one, arguments: [id.data, organisation.digits]).flatMap(assignment)
    }

    /// The assignment in a row of `Query.columns`, or nil when its words are not this version's.
    private static func assignment(_ row: Row) -> Assignment? {
        guard let id = WorkplaceID(row[0] as Data), let activity = Activity(rawValue: row[2]),
            let status = Assignment.Status(rawValue: row[8])
        else { return nil }
        return Assignment(
            id: id,
            content: .init(activity: activity, reference: row[3], title: row[4], employer: row[5], note: row[6]),
            status: status, owner: row[1], search: decode(row[7]), made: Date(milliseconds: row[9]),
            changed: Date(milliseconds: row[10]), candidates: row[11], proposed: row[12])
    }

    /// A search's fields as they are kept: the same text for the same fields.
    static func encode(_ fields: [SearchField]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(fields), as: UTF8.self)
    }

    static func decode(_ text: String) -> [SearchField] {
        (try? JSONDecoder().decode([SearchField].self, from: Data(text.utf8))) ?? []
    }
}
