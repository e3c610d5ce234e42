package import Domain
package import Foundation
import GRDB
import Storage

/// What somebody sees of the own account.
package struct OwnAccount: Hashable, Sendable {
    /// One session that is open, on this computer or another.
    package struct OpenSession: Hashable, Sendable {
        package let began: Date
        /// To the minute.
        package let lastUsed: Date
        /// The one that asks.
        package let isThis: Bool
    }

    /// Latest use first.
    package let sessions: [OpenSession]
    package let isEnrolled: Bool
    package let recoveryCodesLeft: Int
    /// Logs in at an identity provider, which keeps password and second factor.
    package let isOfProvider: Bool
}

extension AccountStore {
    /// The account of who is logged in.
    ///
    /// - Throws: `LogInRefusal.unavailable`.
    package func ownAccount(of session: Session) async throws(LogInRefusal) -> OwnAccount {
        let (user, digest, time) = (session.account.user, Session.digest(of: session.token), now())
        return try await reading { database in
            typealias Query = AccountSchema.Query
            let rows = try Row.fetchAll(database, sql: Query.sessionsOfUser.rawValue, arguments: [user])
            let sessions = rows.compactMap { row -> OwnAccount.OpenSession? in
                let (began, seen) = (Date(milliseconds: row[1]), Date(milliseconds: row[2]))
                guard time < began.addingTimeInterval(Session.longest), time < seen.addingTimeInterval(Session.idle)
                else { return nil }
                return .init(began: began, lastUsed: seen, isThis: row[0] == digest)
            }
            let account = try Row.fetchOne(database, sql: Query.account.rawValue, arguments: [user])
            let left = try Int.fetchOne(database, sql: Query.countRecoveryCodes.rawValue, arguments: [user])
            return OwnAccount(
                sessions: sessions, isEnrolled: account?[11] ?? false, recoveryCodesLeft: left ?? 0,
                isOfProvider: account?[10] ?? false)
        }
    }

    /// Ends every session of the account but the one that asks; how many there were.
    ///
    /// - Throws: `LogInRefusal.unavailable`.
    package func endOthers(than session: Session) async throws(LogInRefusal) -> Int {
        let arguments: StatementArguments = [session.account.user, Session.digest(of: session.token)]
        return try await writing { database in
            try database.execute(sql: AccountSchema.Query.endOtherSessions.rawValue, arguments: arguments)
            return database.changesCount
        }
    }

    /// Begins to enrol a second factor in place of the present one, if there is one: the password is asked again, and
    /// a code of the present one.
    ///
    /// - Throws: `LogInRefusal`.
    package func enrolAnew(
        _ session: Session, password: String, code: String, origin: String
    ) async throws(LogInRefusal) -> HalfWay {
        let known = try await checked(user: session.account.user, password: password, origin: origin)
        if known.isEnrolled, try await !isRight(code, of: known.account.user) { throw .wrongCode }
        try await forgetFailures(of: known.account.user)
        return try await beginHalfWay(known, offering: TOTPSecret(), codeGiven: true)
    }

    /// Enrols a second factor for an account that was just made, without asking anybody: for a demo and for tests.
    ///
    /// - Throws: `LogInRefusal.unavailable`; also for a user who is not there.
    package func enrol(_ user: String, secret: TOTPSecret) async throws(LogInRefusal) {
        guard let seal else { throw .unavailable }
        let time = now()
        try await writing { database in
            try database.execute(
                sql: AccountSchema.insertSecondFactor,
                arguments: [user, seal.seal(secret, of: user), 0, time.milliseconds])
        }
    }
}
