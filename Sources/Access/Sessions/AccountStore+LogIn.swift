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

    /// What is known before a password is looked at.
    private enum Attempt: Sendable {
        case tooMany(until: Date)
        /// Counted as failed until it succeeds; the account and its hash are nil for an unknown user.
        case counted(account: Account?, hash: PasswordHash?)
    }

    /// Lets somebody in.
    ///
    /// - Parameter origin: where the attempt comes from: an address.
    /// - Throws: `LogInRefusal`. A cancelled attempt counts as a failed one.
    package func logIn(user: String, password: String, origin: String) async throws(LogInRefusal) -> Session {
        let user = user.lowercased()
        let password = PasswordRules.spelled(password)
        guard hasher.hasRoom else { throw .unavailable }
        switch try await count(user, origin) {
        case .tooMany(let until):
            let seconds = Int(until.timeIntervalSince(now()).rounded(.up))
            throw .tooManyAttempts(retryAfterSeconds: min(max(1, seconds), Int(Self.failureWindow)))
        case .counted(let account, let hash):
            let stored = hash ?? .ofNobody(rounds: rounds)
            let isMeasured = password.utf8.count <= PasswordRules.maximumBytes
            let key = try await hasher.derive(isMeasured ? password : "", salt: stored.salt, rounds: stored.rounds)
            // SymmetricKey compares in constant time.
            guard key == stored.key, let account, isMeasured else { throw .wrongUserOrPassword }
            if stored.rounds != rounds { try await renew(account.user, password) }
            return try await begin(account)
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
    private func count(_ user: String, _ origin: String) async throws(LogInRefusal) -> Attempt {
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
                    return .tooMany(until: Date(milliseconds: latest).addingTimeInterval(Self.failureWindow))
                }
                let row: StatementArguments = [digest, origin, time.milliseconds]
                try database.execute(sql: AccountSchema.insertFailure, arguments: row)
                guard Account.isWellFormed(user: user),
                    let row = try Row.fetchOne(database, sql: Query.account.rawValue, arguments: [user]),
                    let account = Self.account(row)
                else { return .counted(account: nil, hash: nil) }
                let (salt, key): (Data, Data) = (row[5], row[7])
                let hash = PasswordHash(salt: Array(salt), rounds: row[6], key: SymmetricKey(data: key))
                return .counted(account: account, hash: hash)
            }
        } catch {
            throw .unavailable
        }
    }

    /// Makes the session, and forgets the failures of its user.
    private func begin(_ account: Account) async throws(LogInRefusal) -> Session {
        let time = now()
        let token = Session.newToken()
        let digest = Data(SHA256.hash(data: Array(account.user.utf8)))
        do {
            try await pool.write { database in
                typealias Query = AccountSchema.Query
                let ended = time.addingTimeInterval(-Session.longest).milliseconds
                try database.execute(sql: Query.endExpiredSessions.rawValue, arguments: [ended])
                try database.execute(
                    sql: AccountSchema.insertSession,
                    arguments: [Session.digest(of: token), account.user, time.milliseconds, time.milliseconds])
                try database.execute(
                    sql: Query.endOldestSessions.rawValue, arguments: [account.user, Session.perAccount])
                try database.execute(sql: Query.forgetFailuresOfUser.rawValue, arguments: [digest])
            }
        } catch {
            throw .unavailable
        }
        return Session(token: token, account: account, began: Date(milliseconds: time.milliseconds))
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
