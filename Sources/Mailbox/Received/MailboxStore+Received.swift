package import Domain
package import Foundation
import GRDB
import Storage

/// What came in about people of this region.
extension MailboxStore {
    /// Keeps `message`, or finds that it was kept before.
    ///
    /// - Returns: Its id here, and whether it is new.
    /// - Throws: `MailboxRefusal.tooManyToday`, `.tooManyAboutOne`, `.idTaken` when the sender's id names a message
    ///   about somebody else, or about the same person in another visibility: a new reference to that would tell of
    ///   somebody who may be hidden now (I-3). `StoreFault`.
    package func receive(_ message: ReceivedMessage) async throws -> (id: UUID, isNew: Bool) {
        try await writing { database in
            if let known = try Self.known(message, database) {
                guard known.subject == message.subject else { throw MailboxRefusal.idTaken }
                return (known.id, false)
            }
            try Self.insert(message, database)
            return (message.id, true)
        }
    }

    /// How those of `ids` stand that can still be asked about, each in its place; nil for every other.
    ///
    /// - Important: Each is looked up by itself, known or not, so that it takes the same time (I-3).
    /// - Throws: `StoreFault`.
    package func standings(of ids: [UUID]) async throws -> [MessageStanding?] {
        let since = now().addingTimeInterval(-TimeInterval(Limits.messageDays * 86_400)).milliseconds
        return try await reading { database in
            let statement = try database.cachedStatement(sql: MailboxSchema.Query.standing.sql)
            return try ids.map { id in
                try Row.fetchOne(statement, arguments: [id.data, since]).map { row in
                    let readAt: Int64? = row[0]
                    let answer: String? = row[1]
                    let answeredAt: Int64? = row[2]
                    return MessageStanding(
                        status: answer != nil ? .answered : readAt != nil ? .read : .new,
                        readAt: readAt.map(Date.init(milliseconds:)), answer: answer,
                        answeredAt: answeredAt.map(Date.init(milliseconds:)))
                }
            }
        }
    }

    /// Messages for a municipality: those without an answer, then those with, the newest of each first; at most
    /// `Limits.messagesPerPage` of each.
    ///
    /// - Throws: `StoreFault`.
    package func received(of municipality: MunicipalityCode) async throws -> [ReceivedMessage] {
        try await reading { database in
            try [false, true].flatMap { isAnswered in
                try Row.fetchAll(
                    database, sql: MailboxSchema.Query.receivedOf.sql,
                    arguments: [municipality.code, isAnswered, Limits.messagesPerPage]
                ).compactMap(ReceivedMessage.init)
            }
        }
    }

    /// One message for a municipality; nil for one of another, as for one that is not there.
    ///
    /// - Throws: `StoreFault`.
    package func received(_ id: UUID, municipality: MunicipalityCode) async throws -> ReceivedMessage? {
        try await reading { try Self.received(id, municipality, $0) }
    }

    /// Says that `user` of its municipality has read a message; the first time counts.
    ///
    /// - Throws: `MailboxRefusal.missing`; `StoreFault`.
    package func markRead(_ id: UUID, municipality: MunicipalityCode, by user: String) async throws {
        let time = now().milliseconds
        try await writing { database in
            guard let message = try Self.received(id, municipality, database) else { throw MailboxRefusal.missing }
            try Self.read(message, by: user, at: time, database)
        }
    }

    /// Answers a message, once.
    ///
    /// - Parameter text: as `MessageText` allows.
    /// - Returns: The sender's user, when it is one of this node's.
    /// - Throws: `MailboxRefusal.missing`, also once it has ended, `.alreadyAnswered`; `StoreFault`.
    package func answer(
        _ id: UUID, municipality: MunicipalityCode, with text: String, by user: String
    ) async throws -> String? {
        let time = now()
        return try await writing { database in
            guard let message = try Self.received(id, municipality, database), message.ends > time else {
                throw MailboxRefusal.missing
            }
            guard message.answer == nil else { throw MailboxRefusal.alreadyAnswered }
            try Self.read(message, by: user, at: time.milliseconds, database)
            try database.execute(
                sql: "UPDATE received SET answer = ?, answered_at = ?, answered_by = ? WHERE id = ?",
                arguments: [text, time.milliseconds, user, id.data])
            guard message.isHome else { return nil }
            try database.execute(
                sql: """
                    UPDATE sent SET state = 'beantwoord', answer = ?, answered_at = ?, is_answer_seen = 0
                    WHERE id = ? AND is_home = 1
                    """,
                arguments: [text, time.milliseconds, message.token.data])
            return try String.fetchOne(
                database, sql: "SELECT user FROM sent WHERE id = ?", arguments: [message.token.data])
        }
    }

    /// Removes every message about somebody who is no longer known here, with its answer.
    ///
    /// - Returns: How many.
    /// - Throws: `StoreFault`.
    @discardableResult
    package func forget(_ people: [ProfileID]) async throws -> Int {
        guard !people.isEmpty else { return 0 }
        return try await writing { database in
            var count = 0
            for person in people {
                let key = Data(person.bytes)
                try database.execute(
                    sql: """
                        DELETE FROM sent WHERE is_home = 1
                            AND id IN (SELECT token FROM received WHERE person = ? AND is_home = 1)
                        """,
                    arguments: [key])
                try database.execute(sql: "DELETE FROM received WHERE person = ?", arguments: [key])
                count += database.changesCount
                try database.execute(
                    sql: "DELETE FROM notice WHERE kind = 'werkzoekende' AND recipient = ?",
                    arguments: [person.description])
            }
            return count
        }
    }

    /// A page of the people about whom there are messages, in the order of their ids; go on after the last.
    ///
    /// - Throws: `StoreFault`.
    package func people(after id: ProfileID?, limit: Int) async throws -> [ProfileID] {
        let after = id.map { Data($0.bytes) } ?? Data()
        return try await reading { database in
            try Data.fetchAll(
                database, sql: MailboxSchema.Query.peopleAfter.sql, arguments: [after, min(max(1, limit), 500)]
            ).compactMap { ProfileID(bytes: $0) }
        }
    }

    static func known(_ message: ReceivedMessage, _ database: Database) throws -> ReceivedMessage? {
        let sender = message.sender
        return try Row.fetchOne(
            database, sql: MailboxSchema.Query.receivedByToken.sql,
            arguments: [sender.region.digits, sender.person, message.token.data]
        ).flatMap(ReceivedMessage.init)
    }

    static func insert(_ message: ReceivedMessage, _ database: Database) throws {
        let (sender, subject, content) = (message.sender, message.subject, message.content)
        let since = CalendarDay.dutchCalendar.startOfDay(for: message.at).milliseconds
        let asked: StatementArguments = [sender.region.digits, sender.person, message.isHome, since]
        let today =
            try Int.fetchOne(
                database, sql: MailboxSchema.Query.countOfSender.sql, arguments: asked) ?? 0
        guard today < Limits.messagesPerDay else { throw MailboxRefusal.tooManyToday }
        let about =
            try Int.fetchOne(
                database, sql: MailboxSchema.Query.countAboutPerson.sql,
                arguments: asked + [Data(subject.person.bytes)]) ?? 0
        guard about < Limits.messagesAboutOnePerDay else { throw MailboxRefusal.tooManyAboutOne }
        try database.execute(
            sql: """
                INSERT INTO received (id, sender_region, sender_person, token, is_home, person, municipality,
                    generation, organisation, role, activity, basis, vacancy, addressee, text, contact, received)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                message.id.data, sender.region.digits, sender.person, message.token.data, message.isHome,
                Data(subject.person.bytes), subject.municipality.code, subject.generation, sender.organisation.digits,
                sender.role.rawValue, message.purpose.activity.rawValue, message.purpose.basis.rawValue,
                message.purpose.vacancy, content.addressee.rawValue, content.text, content.contact,
                message.at.milliseconds,
            ])
    }

    private static func received(
        _ id: UUID, _ municipality: MunicipalityCode, _ database: Database
    ) throws -> ReceivedMessage? {
        try Row.fetchOne(
            database, sql: MailboxSchema.Query.received.sql, arguments: [id.data, municipality.code]
        ).flatMap(ReceivedMessage.init)
    }

    private static func read(
        _ message: ReceivedMessage, by user: String, at time: Int64, _ database: Database
    ) throws {
        guard message.readAt == nil else { return }
        try database.execute(
            sql: "UPDATE received SET read_at = ?, read_by = ? WHERE id = ?", arguments: [time, user, message.id.data])
        guard message.isHome else { return }
        try database.execute(
            sql: "UPDATE sent SET state = 'gelezen', read_at = ? WHERE id = ? AND is_home = 1 AND state = 'nieuw'",
            arguments: [time, message.token.data])
    }
}
