package import Domain
package import Foundation
import GRDB
package import Storage
import Synchronization

/// Messages about people, both sides of them, and the queue of notices by e-mail.
///
/// Invariants: a message of one sender is there once, however often it comes; what was received is read and answered
/// for its own municipality only; what was sent is its user's only. Everything ends after `Limits.messageKeptDays`.
package final class MailboxStore: Sendable {
    /// What nobody has looked at yet.
    private struct Unread: Sendable {
        var received: [String: Int] = [:]
        var answers: [String: Int] = [:]
    }

    let pool: DatabasePool
    let file: String
    let now: @Sendable () -> Date
    private let unread = Mutex(Unread())

    /// Opens `path`, and makes it when it is not there; missing migrations run.
    ///
    /// - Throws: `StoreInvalid` when the file is damaged, newer than this program, not this store's or open to others;
    ///   it then is as it was.
    package init(path: String, now: @escaping @Sendable () -> Date) throws {
        pool = try StoreFile.open(path, schema: MailboxSchema.schema)
        file = path
        self.now = now
        let counted = try pool.read(Self.count)
        unread.withLock { $0 = counted }
    }

    /// Looks at the file without changing it: one line for an operator.
    ///
    /// - Throws: as `init`; also when the file is not there.
    package static func examine(path: String) throws(StoreInvalid) -> String {
        try StoreFile.examine(path, schema: MailboxSchema.schema) { database in
            let received = try Int.fetchOne(database, sql: "SELECT count(*) FROM received") ?? 0
            let sent = try Int.fetchOne(database, sql: "SELECT count(*) FROM sent") ?? 0
            return "sound, schema \(MailboxSchema.schema.version), \(received) received, \(sent) sent"
        }
    }

    /// Messages for `municipality` that nobody has read; kept in memory, so that every page can say it.
    package func unread(of municipality: MunicipalityCode) -> Int {
        unread.withLock { $0.received[municipality.code] ?? 0 }
    }

    /// Answers to `user` that were not seen yet.
    package func unseenAnswers(of user: String) -> Int { unread.withLock { $0.answers[user] ?? 0 } }

    /// Removes what is older than `Limits.messageKeptDays`.
    ///
    /// - Throws: `StoreFault`.
    package func removeEnded() async throws {
        let end = now().addingTimeInterval(-TimeInterval(Limits.messageKeptDays * 86_400)).milliseconds
        try await writing { database in
            try database.execute(sql: "DELETE FROM received WHERE received <= ?", arguments: [end])
            try database.execute(sql: "DELETE FROM sent WHERE sent <= ?", arguments: [end])
            try database.execute(
                sql: "DELETE FROM notice WHERE due IS NULL AND latest <= ?", arguments: [end])
        }
    }

    func reading<Value: Sendable>(_ read: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await pool.reading(of: file, read)
    }

    /// A transaction, on disk when it returns; what is unread is counted in it, and told in the order of the commits.
    func writing<Value: Sendable>(_ write: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await pool.writing(to: file) { [self] database in
            let value = try write(database)
            let counted = try Self.count(database)
            // On the writing queue: a later transaction's count never comes before this one's.
            database.afterNextTransaction { [self] _ in unread.withLock { $0 = counted } }
            return value
        }
    }

    private static func count(_ database: Database) throws -> Unread {
        var unread = Unread()
        for row in try Row.fetchAll(database, sql: MailboxSchema.Query.unreadReceived.sql) {
            unread.received[row[0]] = row[1]
        }
        for row in try Row.fetchAll(database, sql: MailboxSchema.Query.unseenAnswers.sql) {
            unread.answers[row[0]] = row[1]
        }
        return unread
    }
}

/// Why a message was not kept or changed; nothing was.
package enum MailboxRefusal: StoreRefusal, Hashable {
    /// As many of this sender today as there may be.
    case tooManyToday
    /// As many of this sender about this person today as there may be.
    case tooManyAboutOne
    /// Not there, or not this user's or municipality's.
    case missing
    case alreadyAnswered
    /// The sender used its id before, for another message.
    case idTaken
}
