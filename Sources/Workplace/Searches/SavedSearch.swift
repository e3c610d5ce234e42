import Domain
package import Foundation
import GRDB
import Storage

/// A search that somebody wants made again at each log-in.
package struct SavedSearch: Hashable, Sendable {
    package static let nameLimit = 120
    /// Saved searches of one person.
    package static let limit = 10

    package let id: WorkplaceID
    package let name: String
    package let search: [SearchField]
    package let made: Date
    /// When it was last made, how many people it found then, and the time before.
    package let ran: Date?
    package let total: Int?
    package let totalBefore: Int?
}

extension WorkplaceStore {
    private enum Query {
        static let list = """
            SELECT id, name, fields, made, ran, total, total_before FROM saved_search
            WHERE owner = ? AND organisation = ? ORDER BY made, id
            """
        static let count = "SELECT count(*) FROM saved_search WHERE owner = ? AND organisation = ?"
        static let insert = """
            INSERT INTO saved_search (id, owner, organisation, name, fields, made) VALUES (?, ?, ?, ?, ?, ?)
            """
        static let same = """
            UPDATE saved_search SET name = ? WHERE owner = ? AND organisation = ? AND fields = ? RETURNING id
            """
        static let ran = """
            UPDATE saved_search SET ran = ?, total_before = total, total = ?
            WHERE id = ? AND owner = ? AND organisation = ?
            """
        static let resting = """
            SELECT owner FROM saved_search GROUP BY owner HAVING max(coalesce(ran, made)) < ? ORDER BY owner
            """
        static let delete = "DELETE FROM saved_search WHERE id = ? AND owner = ? AND organisation = ?"
    }

    /// Somebody's saved searches, oldest first.
    package func savedSearches(of colleague: Colleague) async throws -> [SavedSearch] {
        try await reading { database in
            try Row.fetchAll(
                database, sql: Query.list, arguments: [colleague.user, colleague.organisation.digits]
            ).compactMap { row in
                WorkplaceID(row[0] as Data).map { id in
                    SavedSearch(
                        id: id, name: row[1], search: Self.decode(row[2]), made: Date(milliseconds: row[3]),
                        ran: (row[4] as Int64?).map { Date(milliseconds: $0) }, total: row[5], totalBefore: row[6])
                }
            }
        }
    }

    /// Saves a search; one that was saved before gets the new name.
    ///
    /// - Throws: `WorkplaceRefusal.full`; `StoreFault`.
    @discardableResult
    package func save(_ search: [SearchField], named name: String, by colleague: Colleague) async throws -> WorkplaceID
    {
        let (id, time, fields) = (WorkplaceID(), now().milliseconds, try Self.encode(search))
        return try await writing { database in
            if let same = try Data.fetchOne(
                database, sql: Query.same,
                arguments: [name, colleague.user, colleague.organisation.digits, fields])
            {
                return WorkplaceID(same) ?? id
            }
            let who: StatementArguments = [colleague.user, colleague.organisation.digits]
            let count = try Int.fetchOne(database, sql: Query.count, arguments: who) ?? 0
            guard count < SavedSearch.limit else {
                throw WorkplaceRefusal.full(.savedSearches, limit: SavedSearch.limit)
            }
            try database.execute(
                sql: Query.insert,
                arguments: [id.data, colleague.user, colleague.organisation.digits, name, fields, time])
            return id
        }
    }

    /// Who has saved searches, and made none of them after `time`.
    package func ownersWithout(searchAfter time: Date) async throws -> [String] {
        try await reading { database in
            try String.fetchAll(database, sql: Query.resting, arguments: [time.milliseconds])
        }
    }

    /// Notes that it was made, and how many people it found.
    ///
    /// - Throws: `WorkplaceRefusal.missing`; `StoreFault`.
    package func note(_ total: Int, of search: WorkplaceID, by colleague: Colleague) async throws {
        let time = now().milliseconds
        try await writing { database in
            try database.execute(
                sql: Query.ran,
                arguments: [time, total, search.data, colleague.user, colleague.organisation.digits])
            guard database.changesCount == 1 else { throw WorkplaceRefusal.missing }
        }
    }

    /// Forgets a saved search.
    ///
    /// - Throws: `WorkplaceRefusal.missing`; `StoreFault`.
    package func forget(_ search: WorkplaceID, by colleague: Colleague) async throws {
        try await writing { database in
            try database.execute(
                sql: Query.delete, arguments: [search.data, colleague.user, colleague.organisation.digits])
            guard database.changesCount == 1 else { throw WorkplaceRefusal.missing }
        }
    }
}
