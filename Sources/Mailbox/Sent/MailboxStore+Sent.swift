package import Domain
package import Foundation
import GRDB
import Storage

/// What users of this node sent.
extension MailboxStore {
    /// Keeps a message before it is sent to another region; one that is there already stays as it is.
    ///
    /// - Returns: As it stands.
    /// - Throws: `MailboxRefusal.tooManyToday`; `.missing` when another user has a message of that id; `StoreFault`.
    package func begin(_ message: SentMessage) async throws -> SentMessage {
        try await writing { database in
            if let known = try Self.sent(message, database) { return known }
            try Self.insert(message, database)
            return message
        }
    }

    /// Keeps a message that stays in this node, on both sides at once.
    ///
    /// - Returns: Whether it is new.
    /// - Throws: `MailboxRefusal`; `StoreFault`: then neither side has it.
    package func keep(_ message: SentMessage, as received: ReceivedMessage) async throws -> Bool {
        try await writing { database in
            guard try Self.sent(message, database) == nil else { return false }
            try Self.insert(message, database)
            try Self.insert(received, database)
            return true
        }
    }

    /// Takes back a message that its region refused, so that nothing stands as sent that is not.
    ///
    /// - Throws: `StoreFault`.
    package func withdraw(_ id: UUID, of user: String) async throws {
        try await writing { database in
            try database.execute(
                sql: "DELETE FROM sent WHERE id = ? AND user = ? AND state = 'onzeker'", arguments: [id.data, user])
        }
    }

    /// The home region has a message, and gave `reference` to ask about it.
    ///
    /// - Throws: `StoreFault`.
    package func delivered(_ id: UUID, of user: String, reference: String) async throws {
        let time = now()
        try await writing { database in
            try database.execute(
                sql: """
                    UPDATE sent SET state = 'nieuw', reference = ?, ask_after = ?
                    WHERE id = ? AND user = ? AND state = 'onzeker'
                    """,
                arguments: [
                    reference, AskingPace.next(ofMessageSent: time, askedAt: time)?.milliseconds, id.data, user,
                ])
        }
    }

    /// What the home region says of messages of one user: nil for one that it does not know, or no longer. Those that
    /// are answered or gone are not asked about again.
    ///
    /// - Returns: Whether an answer came.
    /// - Throws: `StoreFault`.
    @discardableResult
    package func heard(_ standings: [(message: SentMessage, standing: MessageStanding?)]) async throws -> Bool {
        let time = now()
        return try await writing { database in
            var isAnswered = false
            for (message, standing) in standings {
                let state: SentMessage.State =
                    switch standing?.status {
                    case .new?: .new
                    case .read?: .read
                    case .answered?: .answered
                    case nil: .gone
                    }
                let isOpen = state == .new || state == .read
                let next = isOpen ? AskingPace.next(ofMessageSent: message.at, askedAt: time) : nil
                try database.execute(
                    sql: """
                        UPDATE sent SET state = ?, read_at = coalesce(?, read_at), answer = ?, answered_at = ?,
                            ask_after = ?
                        WHERE id = ? AND user = ? AND ask_after IS NOT NULL
                        """,
                    arguments: [
                        state.rawValue, standing?.readAt?.milliseconds, standing?.answer,
                        standing?.answeredAt?.milliseconds, next?.milliseconds, message.id.data, message.user,
                    ])
                isAnswered = isAnswered || state == .answered && database.changesCount == 1
            }
            return isAnswered
        }
    }

    /// Asking about `messages` failed: again later, as if it had been answered.
    ///
    /// - Throws: `StoreFault`.
    package func postpone(_ messages: [SentMessage]) async throws {
        let time = now()
        try await writing { database in
            for message in messages {
                try database.execute(
                    sql: "UPDATE sent SET ask_after = ? WHERE id = ? AND user = ? AND ask_after IS NOT NULL",
                    arguments: [
                        AskingPace.next(ofMessageSent: message.at, askedAt: time)?.milliseconds, message.id.data,
                        message.user,
                    ])
            }
        }
    }

    /// A user's messages, newest first, at most `Limits.messagesPerPage`.
    ///
    /// - Throws: `StoreFault`.
    package func sent(by user: String) async throws -> [SentMessage] {
        try await sent(.sentOf, [user, Limits.messagesPerPage])
    }

    /// A user's messages to other regions that can be asked about, newest first.
    ///
    /// - Throws: `StoreFault`.
    package func open(of user: String) async throws -> [SentMessage] {
        try await sent(.openOf, [user, Limits.messagesPerPage])
    }

    /// Messages of all users whose turn to be asked about has come, the longest waiting first.
    ///
    /// - Throws: `StoreFault`.
    package func toAsk(limit: Int) async throws -> [SentMessage] {
        try await sent(.openAfter, [now().milliseconds, limit])
    }

    /// `user` has seen the answers that were there at `time`.
    ///
    /// - Throws: `StoreFault`.
    package func markSeen(_ ids: [UUID], of user: String) async throws {
        guard !ids.isEmpty else { return }
        try await writing { database in
            for id in ids {
                try database.execute(
                    sql: "UPDATE sent SET is_answer_seen = 1 WHERE id = ? AND user = ? AND answer IS NOT NULL",
                    arguments: [id.data, user])
            }
        }
    }

    private func sent(_ query: MailboxSchema.Query, _ arguments: StatementArguments) async throws -> [SentMessage] {
        try await reading { database in
            try Row.fetchAll(database, sql: query.sql, arguments: arguments).compactMap(SentMessage.init)
        }
    }

    /// - Throws: `MailboxRefusal.missing` for an id that another user's message has.
    private static func sent(_ message: SentMessage, _ database: Database) throws -> SentMessage? {
        let row = try Row.fetchOne(
            database, sql: MailboxSchema.Query.sent.sql, arguments: [message.id.data, message.user])
        if let row { return SentMessage(row) }
        let isTaken =
            try Bool.fetchOne(
                database, sql: "SELECT 1 FROM sent WHERE id = ?", arguments: [message.id.data]) ?? false
        if isTaken { throw MailboxRefusal.missing }
        return nil
    }

    private static func insert(_ message: SentMessage, _ database: Database) throws {
        let since = CalendarDay.dutchCalendar.startOfDay(for: message.at).milliseconds
        let today =
            try Int.fetchOne(
                database, sql: MailboxSchema.Query.countOfUser.sql,
                arguments: [message.user, since, message.isHome]) ?? 0
        guard today < Limits.messagesPerDay else { throw MailboxRefusal.tooManyToday }
        let content = message.content
        try database.execute(
            sql: """
                INSERT INTO sent (id, user, organisation, region, is_home, label, activity, basis, vacancy, addressee,
                    text, contact, sent, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                message.id.data, message.user, message.organisation.digits, message.region.slug, message.isHome,
                message.label, message.purpose.activity.rawValue, message.purpose.basis.rawValue,
                message.purpose.vacancy, content.addressee.rawValue, content.text, content.contact,
                message.at.milliseconds, message.state.rawValue,
            ])
    }
}
