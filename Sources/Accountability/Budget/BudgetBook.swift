package import Domain
package import Foundation
import GRDB
import Storage
import Synchronization

/// Counts who looks at how many people, on disk (design.md §6): a restart gives nothing back.
///
/// To check and to count is one step, within the transactions of both logs: of any number at the same time no more
/// pass than a budget has, and what is refused counts nothing.
package final class BudgetBook: Sendable {
    /// People of budgets that have ended that one count removes at most: nobody waits for a whole day's.
    static let removedAtOnce = 500

    package let limits: BudgetLimits
    private let pool: DatabasePool
    private let commits: GroupCommit

    init(pool: DatabasePool, commits: GroupCommit, limits: BudgetLimits) {
        self.pool = pool
        self.commits = commits
        self.limits = limits
    }

    /// Counts `count`; returns when that is on disk.
    ///
    /// - Returns: How the asker's budgets of its measure stand, narrowest first.
    /// - Throws: `BudgetRefusal`; `LogRefusal` when it cannot be written: then nothing may be shown.
    @discardableResult
    package func count(_ count: BudgetCount) async throws -> [BudgetUse] {
        try await commit(count, answered: { _ in }, refused: { _, _ in })
    }

    /// Counts `count` and writes the lines of its answer in the same transaction; when it is refused, the audit line
    /// of that.
    ///
    /// - Parameters:
    ///   - audit: nil when it was written before.
    ///   - refused: the audit line of a refusal.
    /// - Throws: as `count(_:)`.
    @discardableResult
    package func count(
        _ count: BudgetCount, processing: ProcessingRecord, audit: AuditRecord?,
        refused: @escaping @Sendable (BudgetRefusal) -> AuditRecord
    ) async throws -> [BudgetUse] {
        if let field = processing.malformedField { throw LogRefusal.malformed(field: field) }
        if let audit, !audit.hasTrace { throw LogRefusal.malformed(field: "traceID") }
        return try await commit(count) { database in
            try ProcessingLog.insert(processing, database)
            if let audit { try AuditLog.insert(audit, database) }
        } refused: { refusal, database in
            try AuditLog.insert(refused(refusal), database)
        }
    }

    /// How the asker's budgets stand at `time`, details first, narrowest first; those of a search are not among them.
    package func uses(of asker: BudgetAsker, at time: Date) async throws -> [BudgetUse] {
        try await pool.read { [limits] database in
            try Budget.Measure.allCases.flatMap { measure in
                try Self.accounts(of: asker, measure, search: nil, limits, at: time, database).map(\.use)
            }
        }
    }

    private func commit(
        _ count: BudgetCount, answered: @escaping GroupCommit.Write,
        refused: @escaping @Sendable (BudgetRefusal, Database) throws -> Void
    ) async throws -> [BudgetUse] {
        // Written again when the transaction is tried again: the last is the one that was committed.
        let outcome = Outcome()
        try await commits.commit { [limits] database in
            let result = try Self.check(count, limits, database)
            switch result {
            case .success: try answered(database)
            case .failure(let refusal): try refused(refusal, database)
            }
            outcome.result.withLock { $0 = result }
        }
        return try outcome.result.withLock { try $0?.get() ?? [] }
    }

    private final class Outcome: Sendable {
        let result = Mutex<Result<[BudgetUse], BudgetRefusal>?>(nil)
    }
}

/// What happens within a transaction.
extension BudgetBook {
    /// One budget of an asker as it is stored; without a number nothing was counted in it.
    private struct Account {
        let name: String
        let number: Int?
        let use: BudgetUse
        let until: Date
    }

    private static func accounts(
        of asker: BudgetAsker, _ measure: Budget.Measure, search: String?, _ limits: BudgetLimits, at time: Date,
        _ database: Database
    ) throws -> [Account] {
        let statement = try database.cachedStatement(sql: BudgetSchema.Query.current.rawValue)
        let endOfDay = CalendarDay.end(ofDayOf: time)
        let endOfSearch = time.addingTimeInterval(TimeInterval(Limits.handleSeconds))
        return try Budget.Holder.allCases.compactMap { holder in
            let budget = Budget(measure, of: holder)
            guard let limit = limits.limit(of: budget), let name = asker.name(of: budget, search: search) else {
                return nil
            }
            let row = try Row.fetchOne(statement, arguments: [name, time.milliseconds])
            let use = BudgetUse(budget, used: row?[1] ?? 0, limit: limit)
            return Account(
                name: name, number: row?[0], use: use, until: holder == .search ? endOfSearch : endOfDay)
        }
    }

    /// Counts `count` in all of its asker's budgets, or in none.
    private static func check(
        _ count: BudgetCount, _ limits: BudgetLimits, _ database: Database
    ) throws -> Result<[BudgetUse], BudgetRefusal> {
        try removeEnded(at: count.time, database)
        let accounts = try accounts(
            of: count.asker, count.measure, search: count.search, limits, at: count.time, database)
        var added: [(account: Account, people: [String], count: Int)] = []
        for account in accounts {
            let people = try count.people.filter { try !isCounted($0, in: account, database) }.sorted()
            let new = count.measure == .people ? people.count : 1
            guard account.use.allows(new) else { return .failure(BudgetRefusal(account.use, until: account.until)) }
            added.append((account, people, new))
        }
        return .success(try added.map { try add($0.people, $0.count, to: $0.account, database) })
    }

    private static func isCounted(_ person: String, in account: Account, _ database: Database) throws -> Bool {
        guard let number = account.number else { return false }
        let statement = try database.cachedStatement(sql: BudgetSchema.Query.counted.rawValue)
        return try Int.fetchOne(statement, arguments: [number, person]) != nil
    }

    private static func add(
        _ people: [String], _ count: Int, to account: Account, _ database: Database
    ) throws -> BudgetUse {
        guard count > 0 else { return account.use }
        let number: Int
        if let known = account.number {
            number = known
        } else {
            try database.cachedStatement(sql: BudgetSchema.open).execute(
                arguments: [account.name, account.until.milliseconds])
            number = Int(database.lastInsertedRowID)
        }
        try database.cachedStatement(sql: BudgetSchema.add).execute(arguments: [count, number])
        let statement = try database.cachedStatement(sql: BudgetSchema.addItem)
        for person in people { try statement.execute(arguments: [number, person]) }
        return BudgetUse(account.use.budget, used: account.use.used + count, limit: account.use.limit)
    }

    /// Removes some of what has ended: each count more than it adds.
    private static func removeEnded(at time: Date, _ database: Database) throws {
        let ended = try database.cachedStatement(sql: BudgetSchema.Query.ended.rawValue)
        guard let number = try Int.fetchOne(ended, arguments: [time.milliseconds]) else { return }
        let query = try database.cachedStatement(sql: BudgetSchema.Query.items.rawValue)
        let items = try String.fetchAll(query, arguments: [number, removedAtOnce])
        let statement = try database.cachedStatement(sql: BudgetSchema.removeItem)
        for item in items { try statement.execute(arguments: [number, item]) }
        guard items.count < removedAtOnce else { return }
        try database.cachedStatement(sql: BudgetSchema.remove).execute(arguments: [number])
    }
}
