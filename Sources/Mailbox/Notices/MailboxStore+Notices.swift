import Domain
import Foundation
import GRDB
import Storage

/// The queue of notices by e-mail: one a recipient and topic, however often it is wished for.
extension MailboxStore {
    /// Wishes that `recipients` are told of `topic`: at once, or once `pause` is over since the last time.
    ///
    /// - Parameter limit: notices that may wait; over it nothing is added.
    /// - Returns: False when there were too many.
    /// - Throws: `StoreFault`.
    @discardableResult
    package func wish(
        _ topic: String, for recipients: [NoticeRecipient], pause: Duration, limit: Int
    ) async throws -> Bool {
        guard !recipients.isEmpty else { return true }
        let (time, pause) = (now().milliseconds, Int64(pause / .milliseconds(1)))
        return try await writing { database in
            let waiting = try Int.fetchOne(database, sql: MailboxSchema.Query.waiting.sql) ?? 0
            guard waiting + recipients.count <= limit else { return false }
            for recipient in recipients {
                try database.execute(
                    sql: """
                        INSERT INTO notice (kind, recipient, topic, due, wishes, mail) VALUES (?, ?, ?, ?, 1, ?)
                        ON CONFLICT (kind, recipient, topic) DO UPDATE SET wishes = wishes + 1,
                            tries = CASE WHEN due IS NULL THEN 0 ELSE tries END,
                            mail = CASE WHEN due IS NULL THEN excluded.mail ELSE mail END,
                            due = coalesce(due, max(excluded.due, coalesce(latest, 0) + ?))
                        """,
                    arguments: [recipient.kind, recipient.key, topic, time, UUID.random().data, pause])
            }
            return true
        }
    }

    /// Notices whose time has come, the longest waiting first.
    ///
    /// - Throws: `StoreFault`.
    package func dueNotices(limit: Int) async throws -> [WaitingNotice] {
        let time = now().milliseconds
        return try await reading { database in
            try Row.fetchAll(database, sql: MailboxSchema.Query.due.sql, arguments: [time, limit]).compactMap {
                row in
                guard let recipient = NoticeRecipient(kind: row[0], key: row[1]), let mail = UUID(data: row[5]) else {
                    return nil
                }
                return WaitingNotice(
                    recipient: recipient, topic: row[2], tries: row[4], mail: mail, wishes: row[3])
            }
        }
    }

    /// Notices that wait.
    ///
    /// - Throws: `StoreFault`.
    package func waitingNotices() async throws -> Int {
        try await reading { try Int.fetchOne($0, sql: MailboxSchema.Query.waiting.sql) ?? 0 }
    }

    /// The mail of `notice` has gone. What was wished for while it went is in the next, after `pause`.
    ///
    /// - Throws: `StoreFault`.
    package func sent(_ notice: WaitingNotice, pause: Duration) async throws {
        let (time, pause) = (now().milliseconds, Int64(pause / .milliseconds(1)))
        try await settle(
            notice, "latest = ?, due = CASE WHEN wishes = ? THEN NULL ELSE ? END, tries = 0, mail = ?",
            [time, notice.wishes, time + pause, UUID.random().data])
    }

    /// It could not be sent; again after `rest`.
    ///
    /// - Throws: `StoreFault`.
    package func failed(_ notice: WaitingNotice, rest: Duration) async throws {
        let due = now().addingTimeInterval(rest / .seconds(1)).milliseconds
        try await settle(notice, "tries = tries + 1, due = ?", [due])
    }

    /// It is not tried any longer, or its recipient has no address.
    ///
    /// - Throws: `StoreFault`.
    package func giveUp(_ notice: WaitingNotice) async throws {
        try await settle(notice, "due = NULL, tries = 0, latest = coalesce(latest, ?)", [now().milliseconds])
    }

    /// Where notices to `user` go; nil when the user wants none.
    ///
    /// - Throws: `StoreFault`.
    package func address(of user: String) async throws -> String? {
        try await reading {
            try String.fetchOne($0, sql: MailboxSchema.Query.address.sql, arguments: [user])
        }
    }

    /// Sets where notices to `user` go; nil for none.
    ///
    /// - Throws: `StoreFault`.
    package func setAddress(_ address: String?, of user: String) async throws {
        try await writing { database in
            guard let address else {
                return try database.execute(sql: "DELETE FROM notice_address WHERE user = ?", arguments: [user])
            }
            try database.execute(
                sql: """
                    INSERT INTO notice_address (user, address) VALUES (?, ?)
                    ON CONFLICT (user) DO UPDATE SET address = excluded.address
                    """,
                arguments: [user, address])
        }
    }

    private func settle(_ notice: WaitingNotice, _ change: String, _ arguments: StatementArguments) async throws {
        let key: StatementArguments = [notice.recipient.kind, notice.recipient.key, notice.topic]
        try await writing { database in
            try database.execute(
                sql: "UPDATE notice SET \(change) WHERE kind = ? AND recipient = ? AND topic = ?",
                arguments: arguments + key)
        }
    }
}
