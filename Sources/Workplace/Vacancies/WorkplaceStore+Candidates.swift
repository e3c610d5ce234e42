package import Domain
package import Foundation
import GRDB
import Storage

extension WorkplaceStore {
    private enum Query {
        static let columns = "c.id, c.region, c.is_home, c.reference, c.status, c.note, c.owner, c.added, c.ends"
        static let list = "SELECT \(columns) FROM candidate c WHERE c.assignment = ? ORDER BY c.added, c.id"
        static let steps = """
            SELECT s.candidate, s.status, s.owner, s.at FROM candidate_step s JOIN candidate c ON c.id = s.candidate
            WHERE c.assignment = ? ORDER BY s.at, s.status
            """
        static let count = "SELECT count(*) FROM candidate WHERE assignment = ?"
        static let insert = """
            INSERT INTO candidate (id, assignment, region, is_home, reference, status, note, owner, added, ends)
            VALUES (?, ?, ?, ?, ?, 'bewaard', ?, ?, ?, ?)
            """
        static let step = "INSERT OR REPLACE INTO candidate_step (candidate, at, status, owner) VALUES (?, ?, ?, ?)"
        static let status = "SELECT status FROM candidate WHERE id = ? AND assignment = ?"
        static let update = "UPDATE candidate SET status = ?, note = ? WHERE id = ? AND assignment = ?"
        static let delete = "DELETE FROM candidate WHERE id = ? AND assignment = ?"
        static let touch = "UPDATE assignment SET changed = ? WHERE id = ?"
        static let forget = "DELETE FROM candidate WHERE ends <= ?"
    }

    /// Who is on the list of an assignment, in the order in which they were put on it.
    ///
    /// - Throws: `WorkplaceRefusal.missing` when it is not the organisation's; `StoreFault`.
    package func candidates(of id: WorkplaceID, organisation: OIN) async throws -> [Candidate] {
        try await reading { database in
            guard try Self.assignment(id, of: organisation, database) != nil else { throw WorkplaceRefusal.missing }
            var steps: [Data: [Candidate.Step]] = [:]
            for row in try Row.fetchAll(database, sql: Query.steps, arguments: [id.data]) {
                guard let status = Candidate.Status(rawValue: row[1]) else { continue }
                steps[row[0], default: []].append(
                    Candidate.Step(status: status, by: row[2], at: Date(milliseconds: row[3])))
            }
            return try Row.fetchAll(database, sql: Query.list, arguments: [id.data]).compactMap { row in
                Self.candidate(row, steps: steps[row[0]] ?? [])
            }
        }
    }

    /// Puts somebody on the list of an assignment.
    ///
    /// - Parameters:
    ///   - reference: that the home region sealed, and until when it opens.
    ///   - isHome: somebody hidden of the own region.
    /// - Throws: `WorkplaceRefusal.missing`, `.full`; `StoreFault`.
    @discardableResult
    package func keep(
        _ reference: String, until ends: Date, in region: RegionCode, isHome: Bool = false, note: String = "",
        on assignment: WorkplaceID, by colleague: Colleague
    ) async throws -> WorkplaceID {
        let (id, time) = (WorkplaceID(), now().milliseconds)
        try await writing { database in
            guard try Self.assignment(assignment, of: colleague.organisation, database) != nil else {
                throw WorkplaceRefusal.missing
            }
            let count = try Int.fetchOne(database, sql: Query.count, arguments: [assignment.data]) ?? 0
            guard count < Candidate.limit else { throw WorkplaceRefusal.full(.candidates, limit: Candidate.limit) }
            try database.execute(
                sql: Query.insert,
                arguments: [
                    id.data, assignment.data, region.slug, isHome, reference, note, colleague.user, time,
                    ends.milliseconds,
                ])
            try database.execute(
                sql: Query.step, arguments: [id.data, time, Candidate.Status.kept.rawValue, colleague.user])
            try database.execute(sql: Query.touch, arguments: [time, assignment.data])
        }
        return id
    }

    /// Says how far it is with a candidate, and notes it.
    ///
    /// - Throws: `WorkplaceRefusal.missing`; `StoreFault`.
    package func follow(
        _ candidate: WorkplaceID, of assignment: WorkplaceID, status: Candidate.Status, note: String,
        by colleague: Colleague
    ) async throws {
        let time = now().milliseconds
        try await writing { database in
            guard try Self.assignment(assignment, of: colleague.organisation, database) != nil,
                let before = try String.fetchOne(
                    database, sql: Query.status, arguments: [candidate.data, assignment.data])
            else { throw WorkplaceRefusal.missing }
            try database.execute(
                sql: Query.update, arguments: [status.rawValue, note, candidate.data, assignment.data])
            if before != status.rawValue {
                try database.execute(
                    sql: Query.step, arguments: [candidate.data, time, status.rawValue, colleague.user])
            }
            try database.execute(sql: Query.touch, arguments: [time, assignment.data])
        }
    }

    /// Takes a candidate off the list, with notes and steps.
    ///
    /// - Throws: `WorkplaceRefusal.missing`; `StoreFault`.
    package func remove(
        _ candidate: WorkplaceID, of assignment: WorkplaceID, organisation: OIN
    ) async throws {
        try await writing { database in
            guard try Self.assignment(assignment, of: organisation, database) != nil else {
                throw WorkplaceRefusal.missing
            }
            try database.execute(sql: Query.delete, arguments: [candidate.data, assignment.data])
            guard database.changesCount == 1 else { throw WorkplaceRefusal.missing }
        }
    }

    /// Forgets candidates whose reference no longer opens: their notes are about somebody who can no longer be seen.
    ///
    /// - Returns: How many.
    package func forgetEnded() async throws -> Int {
        let time = now().milliseconds
        return try await writing { database in
            try database.execute(sql: Query.forget, arguments: [time])
            return database.changesCount
        }
    }

    private static func candidate(_ row: Row, steps: [Candidate.Step]) -> Candidate? {
        guard let id = WorkplaceID(row[0] as Data), let region = try? RegionCode(row[1] as String),
            let status = Candidate.Status(rawValue: row[4])
        else { return nil }
        return Candidate(
            id: id, region: region, isHome: row[2], reference: row[3], status: status, note: row[5], owner: row[6],
            added: Date(milliseconds: row[7]), ends: Date(milliseconds: row[8]), steps: steps)
    }
}
