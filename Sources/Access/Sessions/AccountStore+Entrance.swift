import Crypto
package import Domain
package import Foundation
import GRDB
import Storage

/// Logging in with a browser: step by step, each without a session until nothing more is asked.
extension AccountStore {
    /// How long somebody may be half-way: time to fetch a telephone and install an app.
    package static let longestHalfWay: TimeInterval = 10 * 60

    /// The first step: user and password.
    ///
    /// - Parameter origin: where the attempt comes from: an address.
    /// - Throws: `LogInRefusal.unavailable`; every other refusal is a value.
    package func enter(
        user: String, password: String, origin: String
    ) async throws(LogInRefusal) -> EntranceStep {
        let known: Known
        do throws(LogInRefusal) {
            known = try await checked(user: user, password: password, origin: origin)
        } catch {
            switch error {
            case .tooManyAttempts(let seconds): return .refused(.tooManyAttempts(retryAfterSeconds: seconds))
            case .unavailable: throw error
            default: return .refused(.wrongUserOrPassword)
            }
        }
        guard known.hasRole else { return .refused(.withoutRole) }
        return try await next(of: known, token: nil, codeGiven: false)
    }

    /// What is asked of whoever holds `token`; nil when that has ended.
    package func halfWay(token: String) async throws(LogInRefusal) -> HalfWay? {
        try await standing(of: token)?.halfWay
    }

    /// The step of the second factor: a code, or a recovery code.
    ///
    /// - Throws: `LogInRefusal.unavailable`.
    package func giveCode(
        _ code: String, token: String, origin: String
    ) async throws(LogInRefusal) -> EntranceStep {
        guard let standing = try await standing(of: token), standing.halfWay.need == .code else {
            return .refused(.ended)
        }
        if case .tooMany(let seconds) = try await count(standing.halfWay.user, origin) {
            return .halfWay(standing.halfWay, .tooManyAttempts(retryAfterSeconds: seconds))
        }
        guard try await isRight(code, of: standing.halfWay.user) else { return .halfWay(standing.halfWay, .wrongCode) }
        return try await next(of: standing.known, token: token, codeGiven: true)
    }

    /// The step in which a start password is replaced.
    ///
    /// - Throws: `LogInRefusal.unavailable`.
    package func choosePassword(
        _ password: String, token: String
    ) async throws(LogInRefusal) -> EntranceStep {
        guard let standing = try await standing(of: token), standing.halfWay.need == .newPassword else {
            return .refused(.ended)
        }
        if let fault = try await replace(standing.known, with: password, isTemporary: false, keeping: nil) {
            return .halfWay(standing.halfWay, .newPassword(fault))
        }
        guard let known = try await reading({ try Self.known(standing.halfWay.user, in: $0) }) else {
            return .refused(.ended)
        }
        return try await next(of: known, token: token, codeGiven: standing.codeGiven)
    }

    /// The last step of an enrolment: the first code of the new second factor. It takes the place of the one before,
    /// and every other session of the user ends.
    ///
    /// - Throws: `LogInRefusal.unavailable`.
    package func confirmEnrolment(
        _ code: String, token: String, origin: String
    ) async throws(LogInRefusal) -> EntranceStep {
        guard let seal, let standing = try await standing(of: token), let secret = standing.offered else {
            return .refused(.ended)
        }
        let account = standing.known.account
        if case .tooMany(let seconds) = try await count(account.user, origin) {
            return .halfWay(standing.halfWay, .tooManyAttempts(retryAfterSeconds: seconds))
        }
        let time = now()
        guard let step = secret.step(of: RecoveryCodes.spelled(code), at: time, after: 0) else {
            return .halfWay(standing.halfWay, .wrongCode)
        }
        let codes = RecoveryCodes.make()
        let session = Session.newToken()
        try await writing { database in
            typealias Query = AccountSchema.Query
            try database.execute(
                sql: AccountSchema.insertSecondFactor,
                arguments: [account.user, seal.seal(secret, of: account.user), step, time.milliseconds])
            try database.execute(sql: Query.dropRecoveryCodes.rawValue, arguments: [account.user])
            for code in codes {
                let digest = seal.digest(ofRecoveryCode: RecoveryCodes.spelled(code), of: account.user)
                try database.execute(sql: AccountSchema.insertRecoveryCode, arguments: [account.user, digest])
            }
            try database.execute(sql: Query.endSessionsOfUser.rawValue, arguments: [account.user])
            try Self.begin(account, token: session, at: time, in: database)
        }
        let began = Date(milliseconds: time.milliseconds)
        return .entered(Session(token: session, account: account, began: began), recoveryCodes: codes)
    }

    /// Whether `code` is one of `user`; it is used up when it is.
    func isRight(_ code: String, of user: String) async throws(LogInRefusal) -> Bool {
        guard let seal else { throw .unavailable }
        let (code, time) = (RecoveryCodes.spelled(code), now())
        guard code.utf8.count <= 32 else { return false }
        return try await writing { database in
            typealias Query = AccountSchema.Query
            let row = try Row.fetchOne(database, sql: Query.secondFactor.rawValue, arguments: [user])
            guard let row else { return false }
            if let step = try seal.open(row[0], of: user).step(of: code, at: time, after: row[1]) {
                try database.execute(sql: Query.noteStep.rawValue, arguments: [step, user])
                return true
            }
            try database.execute(
                sql: Query.useRecoveryCode.rawValue,
                arguments: [user, seal.digest(ofRecoveryCode: code, of: user)])
            return database.changesCount > 0
        }
    }

    /// The next thing that is asked of `known`, or the session.
    ///
    /// - Parameter token: of the half-way state that goes on; nil to begin one.
    private func next(
        of known: Known, token: String?, codeGiven: Bool
    ) async throws(LogInRefusal) -> EntranceStep {
        guard Self.need(of: known, codeGiven: codeGiven, secondFactor) != nil else {
            return .entered(try await begin(known.account), recoveryCodes: [])
        }
        if let token {
            let digest = Session.digest(of: token)
            if codeGiven {
                try await writing {
                    try $0.execute(sql: AccountSchema.Query.noteCodeGiven.rawValue, arguments: [digest])
                }
            }
            guard let halfWay = try await halfWay(token: token) else { return .refused(.ended) }
            return .halfWay(halfWay, nil)
        }
        let offer = known.isEnrolled || secondFactor == .optional ? nil : TOTPSecret()
        return .halfWay(try await beginHalfWay(known, offering: offer, codeGiven: codeGiven), nil)
    }

    /// Begins a half-way state.
    ///
    /// - Parameter offer: the secret of a second factor that is enrolled in it.
    func beginHalfWay(
        _ known: Known, offering offer: TOTPSecret?, codeGiven: Bool
    ) async throws(LogInRefusal) -> HalfWay {
        let (token, time, user) = (Session.newToken(), now(), known.account.user)
        guard seal != nil || offer == nil && !known.isEnrolled else { throw .unavailable }
        try await writing { [seal] database in
            let ended = time.addingTimeInterval(-Self.longestHalfWay).milliseconds
            try database.execute(sql: AccountSchema.Query.endExpiredHalfWays.rawValue, arguments: [ended])
            let sealed = try offer.flatMap { try seal?.seal($0, of: user) }
            try database.execute(
                sql: AccountSchema.insertHalfWay,
                arguments: [Session.digest(of: token), user, time.milliseconds, codeGiven, sealed])
        }
        guard let halfWay = try await halfWay(token: token) else { throw .unavailable }
        return halfWay
    }

    private struct Standing: Sendable {
        let halfWay: HalfWay
        let known: Known
        let codeGiven: Bool
        /// The secret that is being enrolled, when that is what is asked.
        let offered: TOTPSecret?
    }

    private func standing(of token: String) async throws(LogInRefusal) -> Standing? {
        guard (1...128).contains(token.utf8.count) else { return nil }
        let (digest, time) = (Session.digest(of: token), now())
        return try await reading { [seal, secondFactor] database in
            guard
                let row = try Row.fetchOne(
                    database, sql: AccountSchema.Query.halfWay.rawValue, arguments: [digest])
            else { return nil }
            let expires = Date(milliseconds: row[1]).addingTimeInterval(Self.longestHalfWay)
            guard time < expires, let known = try Self.known(row[0], in: database), known.hasRole else { return nil }
            let (codeGiven, sealed): (Bool, Data?) = (row[2], row[3])
            let offered = try sealed.flatMap { try seal?.open($0, of: known.account.user) }
            // A second factor that is replaced is enrolled although there is one.
            let need =
                Self.need(of: known, codeGiven: codeGiven, secondFactor)
                ?? offered.map { .enrolment(secret: $0.base32) }
            guard var need else { return nil }
            var secret: TOTPSecret?
            if case .enrolment = need {
                guard let offered else { return nil }
                (need, secret) = (.enrolment(secret: offered.base32), offered)
            }
            let halfWay = HalfWay(token: token, user: known.account.user, need: need, expires: expires)
            return Standing(halfWay: halfWay, known: known, codeGiven: codeGiven, offered: secret)
        }
    }

    /// What is still asked of somebody whose password was right. A code comes before a new password: who has only the
    /// start password may not choose another. The secret of an enrolment is for the caller to fill in.
    private static func need(of known: Known, codeGiven: Bool, _ rule: SecondFactor) -> HalfWay.Need? {
        if known.isEnrolled, !codeGiven { return .code }
        if known.isTemporary { return .newPassword }
        return known.isEnrolled || rule == .optional ? nil : .enrolment(secret: "")
    }

    func reading<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(LogInRefusal) -> Value {
        do { return try await pool.read(body) } catch { throw .unavailable }
    }

    func writing<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(LogInRefusal) -> Value {
        do { return try await pool.write(body) } catch { throw .unavailable }
    }
}
