import Crypto
package import Foundation
import GRDB
import Storage

extension AccountStore {
    /// Failures after which a user, and an origin, must wait.
    package static let failuresPerUser = 5
    package static let failuresPerOrigin = 20
    /// How long a failure counts.
    package static let failureWindow: TimeInterval = 15 * 60

    /// What is known of somebody before a password or a code is looked at.
    struct Known: Sendable {
        let account: Account
        let hash: PasswordHash
        /// The password is a start password.
        let isTemporary: Bool
        /// A second factor is there.
        let isEnrolled: Bool
        let hasRole: Bool
    }

    /// What came of counting an attempt.
    enum Attempt: Sendable {
        case tooMany(retryAfterSeconds: Int)
        /// Counted as failed until it succeeds; nil for an unknown user, and one who has no password here.
        case counted(Known?)
    }

    /// Lets a program in, in one step.
    ///
    /// - Parameters:
    ///   - code: of the second factor, or a recovery code; asked of who has enrolled one.
    ///   - origin: where the attempt comes from: an address.
    /// - Throws: `LogInRefusal`. A cancelled attempt counts as a failed one.
    package func logIn(
        user: String, password: String, code: String? = nil, origin: String
    ) async throws(LogInRefusal) -> Session {
        let known = try await checked(user: user, password: password, origin: origin)
        guard known.hasRole else { throw .withoutRole }
        if known.isEnrolled {
            guard let code, !code.isEmpty else { throw .codeMissing }
            guard try await isRight(code, of: known.account.user) else { throw .wrongCode }
        }
        guard !known.isTemporary, known.isEnrolled || secondFactor == .optional else { throw .unfinished }
        return try await begin(known.account)
    }

    /// Whose password this is; counted as a failure until `begin`.
    ///
    /// - Throws: `LogInRefusal`: too many attempts, wrong, unavailable.
    func checked(user: String, password: String, origin: String) async throws(LogInRefusal) -> Known {
        let user = user.lowercased()
        let password = PasswordRules.spelled(password)
        guard hasher.hasRoom else { throw .unavailable }
        switch try await count(user, origin) {
        case .tooMany(let seconds): throw .tooManyAttempts(retryAfterSeconds: seconds)
        case .counted(let known):
            let stored = known?.hash ?? .ofNobody(rounds: rounds)
            let isMeasured = password.utf8.count <= PasswordRules.maximumBytes
            let key = try await hasher.derive(isMeasured ? password : "", salt: stored.salt, rounds: stored.rounds)
            // SymmetricKey compares in constant time.
            guard key == stored.key, let known, isMeasured else { throw .wrongUserOrPassword }
            if stored.rounds != rounds { try await renew(known.account.user, password) }
            return known
        }
    }

    /// Who `token` is, or nil when it is nobody's, has ended, or was not used for `Session.idle`.
    ///
    /// - Throws: an error when the accounts cannot be read or written.
    package func session(token: String) async throws -> Session? {
        guard (1...128).contains(token.utf8.count) else { return nil }
        let digest = Session.digest(of: token)
        let found = try await pool.read { database -> (account: Account, began: Date, seen: Date)? in
            guard
                let row = try Row.fetchOne(database, sql: AccountSchema.Query.session.rawValue, arguments: [digest]),
                let account = Self.account(row)
            else { return nil }
            return (account, Date(milliseconds: row[5]), Date(milliseconds: row[6]))
        }
        let time = now()
        guard let found, time < found.began.addingTimeInterval(Session.longest),
            time < found.seen.addingTimeInterval(Session.idle)
        else { return nil }
        if time >= found.seen.addingTimeInterval(Session.touchInterval) {
            let seen = time.milliseconds
            try await pool.write {
                try $0.execute(sql: AccountSchema.Query.touchSession.rawValue, arguments: [seen, digest])
            }
        }
        return Session(token: token, account: found.account, began: found.began)
    }

    /// Ends a session; nothing happens when there is none. On disk when it returns.
    package func end(token: String) async throws {
        let digest = Session.digest(of: token)
        try await pool.write { try $0.execute(sql: AccountSchema.Query.endSession.rawValue, arguments: [digest]) }
    }

    /// Counts an attempt as failed, in the same transaction in which the limits are looked at.
    func count(_ user: String, _ origin: String) async throws(LogInRefusal) -> Attempt {
        let time = now()
        let digest = Data(SHA256.hash(data: Array(user.utf8)))
        let origin = origin.isEmpty ? "-" : String(origin.prefix(100))
        do {
            return try await pool.write { database in
                let since = time.addingTimeInterval(-Self.failureWindow).milliseconds
                typealias Query = AccountSchema.Query
                try database.execute(sql: Query.forgetOldFailures.rawValue, arguments: [since])
                let ofUser = try Int64.fetchOne(
                    database, sql: Query.limitingFailureOfUser.rawValue,
                    arguments: [digest, since, Self.failuresPerUser - 1])
                let ofOrigin = try Int64.fetchOne(
                    database, sql: Query.limitingFailureOfOrigin.rawValue,
                    arguments: [origin, since, Self.failuresPerOrigin - 1])
                if let latest = [ofUser, ofOrigin].compactMap(\.self).max() {
                    let until = Date(milliseconds: latest).addingTimeInterval(Self.failureWindow)
                    let seconds = Int(until.timeIntervalSince(time).rounded(.up))
                    return .tooMany(retryAfterSeconds: min(max(1, seconds), Int(Self.failureWindow)))
                }
                let row: StatementArguments = [digest, origin, time.milliseconds]
                try database.execute(sql: AccountSchema.insertFailure, arguments: row)
                return .counted(try Self.known(user, in: database))
            }
        } catch {
            throw .unavailable
        }
    }

    /// Who `user` is; nil for nobody, for a closed account, and for one of an identity provider: it has no password.
    static func known(_ user: String, in database: Database) throws -> Known? {
        guard Account.isWellFormed(user: user),
            let row = try Row.fetchOne(
                database, sql: AccountSchema.Query.account.rawValue, arguments: [user]),
            let account = account(row)
        else { return nil }
        let (salt, key, state): (Data, Data, String) = (row[5], row[7], row[8])
        guard state != AccountState.closed.rawValue, row[10] == false else { return nil }
        return Known(
            account: account, hash: PasswordHash(salt: Array(salt), rounds: row[6], key: SymmetricKey(data: key)),
            isTemporary: row[9], isEnrolled: row[11], hasRole: state == AccountState.active.rawValue)
    }

    /// Makes the session, and forgets the failures of its user and what the user was half-way in.
    func begin(_ account: Account) async throws(LogInRefusal) -> Session {
        let time = now()
        let token = Session.newToken()
        do {
            try await pool.write { database in
                try Self.begin(account, token: token, at: time, in: database)
            }
        } catch {
            throw .unavailable
        }
        return Session(token: token, account: account, began: Date(milliseconds: time.milliseconds))
    }

    static func begin(_ account: Account, token: String, at time: Date, in database: Database) throws {
        typealias Query = AccountSchema.Query
        let ended = time.addingTimeInterval(-Session.longest).milliseconds
        try database.execute(sql: Query.endExpiredSessions.rawValue, arguments: [ended])
        try database.execute(
            sql: AccountSchema.insertSession,
            arguments: [Session.digest(of: token), account.user, time.milliseconds, time.milliseconds])
        try database.execute(sql: Query.endOldestSessions.rawValue, arguments: [account.user, Session.perAccount])
        let digest = Data(SHA256.hash(data: Array(account.user.utf8)))
        try database.execute(sql: Query.forgetFailuresOfUser.rawValue, arguments: [digest])
        try database.execute(sql: Query.endHalfWaysOfUser.rawValue, arguments: [account.user])
        try database.execute(sql: Query.noteLogIn.rawValue, arguments: [time.milliseconds, account.user])
    }

    /// Hashes a password again that was hashed at another cost.
    private func renew(_ user: String, _ password: String) async throws(LogInRefusal) {
        let salt = PasswordHash.newSalt()
        let key = try await hasher.derive(password, salt: salt, rounds: rounds)
        let row: StatementArguments = [Data(salt), rounds, Data(key.bytes), user]
        do {
            try await pool.write { try $0.execute(sql: AccountSchema.Query.renewHash.rawValue, arguments: row) }
        } catch {
            throw .unavailable
        }
    }
}
