import Crypto
import Domain
package import Foundation
import GRDB

/// The accounts and sessions of one process, and the attempts to log in.
package final class AccountStore: Sendable {
    /// Attempts that fail within `window`, for one user and from one address.
    package static let attemptsPerUser = 5
    package static let attemptsPerOrigin = 20
    package static let window: TimeInterval = 15 * 60
    /// A session ends after this long, and after `idle` without use.
    package static let longest: TimeInterval = 8 * 3_600
    package static let idle: TimeInterval = 30 * 60

    private let pool: DatabasePool
    private let now: @Sendable () -> Date
    /// What an unknown user's password is compared with, so that it costs as much as a known one's.
    private let nobody: PasswordHash

    /// Opens `path`, and makes it when it is not there (0600).
    ///
    /// - Throws: `AccountFault.unusable`.
    package init(path: String, now: @escaping @Sendable () -> Date) throws {
        self.now = now
        do {
            nobody = try PasswordHash(of: UUID().uuidString)
            pool = try AccountSchema.open(path)
        } catch {
            throw AccountFault.unusable(file: path, reason: (error as? DatabaseError)?.message ?? "\(error)")
        }
    }

    /// Adds an account.
    ///
    /// - Throws: `AccountFault`.
    package func add(_ account: Account, password: String) async throws {
        guard password.count >= PasswordHash.minimumCharacters else {
            throw AccountFault.passwordTooShort(minimum: PasswordHash.minimumCharacters)
        }
        let hash = try PasswordHash(of: password)
        do {
            try await pool.write { database in
                try database.execute(
                    sql: """
                        INSERT INTO account (user, display_name, role, municipality, organisation, salt, hash)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        account.user, account.displayName, account.role.rawValue, account.municipality?.code,
                        account.organisation.digits, hash.salt, hash.hash,
                    ])
            }
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_PRIMARYKEY {
            throw AccountFault.userTaken(account.user)
        }
    }

    /// Every account, by user.
    package func accounts() async throws -> [Account] {
        try await pool.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM account ORDER BY user").compactMap(AccountSchema.account)
        }
    }

    /// A new session for `user`.
    ///
    /// - Parameter origin: the client's address.
    /// - Throws: `LogInRefusal`; an unknown user costs as much time as a wrong password.
    package func logIn(user: String, password: String, origin: String) async throws(LogInRefusal) -> Session {
        let time = now()
        do {
            if let seconds = try await retryAfter(user, origin, time) { throw LogInRefusal.tooManyAttempts(retryAfterSeconds: seconds) }
            let (stored, account) = try await pool.read { database -> (PasswordHash?, Account?) in
                let row = try Row.fetchOne(database, sql: "SELECT * FROM account WHERE user = ?", arguments: [user])
                return (row.map { PasswordHash(salt: $0["salt"], hash: $0["hash"]) }, row.flatMap(AccountSchema.account))
            }
            guard try (stored ?? nobody).matches(password), stored != nil, let account else {
                try await noteFailure(user, origin, time)
                throw LogInRefusal.wrongUserOrPassword
            }
            return try await begin(account, time)
        } catch let refusal as LogInRefusal {
            throw refusal
        } catch {
            throw .unavailable
        }
    }

    /// Who has `token`, or nil; using it keeps it from ending by idleness.
    package func session(token: String) async throws -> Session? {
        let time = now()
        let digest = Self.digest(token)
        let found = try await pool.read { database -> (account: Account, csrf: String, expires: Double, used: Double)? in
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM session JOIN account USING (user) WHERE session.digest = ?", arguments: [digest])
            guard let row, let account = AccountSchema.account(row) else { return nil }
            return (account, row["csrf"], row["expires"], row["used"])
        }
        guard let (account, csrf, expires, used) = found else { return nil }
        guard time.timeIntervalSince1970 < expires, time.timeIntervalSince1970 < used + Self.idle else { return nil }
        if time.timeIntervalSince1970 > used + 60 {
            try await pool.write { database in
                try database.execute(
                    sql: "UPDATE session SET used = ? WHERE digest = ?", arguments: [time.timeIntervalSince1970, digest])
            }
        }
        return Session(
            token: token, account: account, csrfToken: csrf, expires: Date(timeIntervalSince1970: expires))
    }

    /// Ends a session; one that is not there is no error.
    package func end(token: String) async throws {
        let digest = Self.digest(token)
        try await pool.write { try $0.execute(sql: "DELETE FROM session WHERE digest = ?", arguments: [digest]) }
    }

    private func begin(_ account: Account, _ time: Date) async throws -> Session {
        let session = Session(
            token: Self.random(), account: account, csrfToken: Self.random(), expires: time.addingTimeInterval(Self.longest))
        let digest = Self.digest(session.token)
        try await pool.write { database in
            let present = time.timeIntervalSince1970
            try database.execute(
                sql: "DELETE FROM session WHERE expires < ? OR used < ?", arguments: [present, present - Self.idle])
            try database.execute(
                sql: "INSERT INTO session (digest, user, csrf, expires, used) VALUES (?, ?, ?, ?, ?)",
                arguments: [digest, account.user, session.csrfToken, session.expires.timeIntervalSince1970, present])
            try database.execute(sql: "DELETE FROM attempt WHERE user = ?", arguments: [account.user])
        }
        return session
    }

    private func noteFailure(_ user: String, _ origin: String, _ time: Date) async throws {
        try await pool.write { database in
            let present = time.timeIntervalSince1970
            try database.execute(sql: "DELETE FROM attempt WHERE time < ?", arguments: [present - Self.window])
            try database.execute(
                sql: "INSERT INTO attempt (user, origin, time) VALUES (?, ?, ?)",
                arguments: [String(user.prefix(100)), origin, present])
        }
    }

    /// Seconds until another attempt is looked at, or nil when one is now.
    private func retryAfter(_ user: String, _ origin: String, _ time: Date) async throws -> Int? {
        try await pool.read { database in
            let since = time.timeIntervalSince1970 - Self.window
            for (column, value, limit) in [
                ("user", String(user.prefix(100)), Self.attemptsPerUser), ("origin", origin, Self.attemptsPerOrigin),
            ] {
                let times = try Double.fetchAll(
                    database, sql: "SELECT time FROM attempt WHERE \(column) = ? AND time >= ? ORDER BY time DESC LIMIT ?",
                    arguments: [value, since, limit])
                if times.count == limit, let oldest = times.last {
                    return max(1, Int((oldest + Self.window - time.timeIntervalSince1970).rounded(.up)))
                }
            }
            return nil
        }
    }

    private static func random() -> String { base64URL((0..<32).map { _ in UInt8.random(in: 0...255) }) }

    private static func digest(_ token: String) -> Data { Data(SHA256.hash(data: Array(token.utf8))) }

    private static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }
}
