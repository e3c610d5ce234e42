import Crypto
package import Domain
import Foundation
import GRDB

extension AccountStore {
    /// Changes the password of who is logged in; every other session of the account ends.
    ///
    /// - Returns: why it is not taken, or nil.
    /// - Throws: `LogInRefusal`: unavailable, and too many attempts at the present password.
    package func changePassword(
        of session: Session, from present: String, to password: String, origin: String
    ) async throws(LogInRefusal) -> PasswordFault? {
        let known: Known
        do throws(LogInRefusal) {
            known = try await checked(user: session.account.user, password: present, origin: origin)
        } catch {
            guard error == .wrongUserOrPassword else { throw error }
            return .presentIsWrong
        }
        let fault = try await replace(known, with: password, isTemporary: false, keeping: session.token)
        try await forgetFailures(of: known.account.user)
        return fault
    }

    /// Puts `password` in the place of the present one, and ends the user's sessions but that of `token`.
    func replace(
        _ known: Known, with password: String, isTemporary: Bool, keeping token: String?
    ) async throws(LogInRefusal) -> PasswordFault? {
        let user = known.account.user
        do throws(AccountRefusal) {
            try PasswordRules.check(password, of: user)
        } catch {
            return switch error {
            case .passwordTooShort(let minimum): .tooShort(minimum: minimum)
            case .passwordTooLong: .tooLong
            default: .holdsUser
            }
        }
        let spelled = PasswordRules.spelled(password)
        let same = try await hasher.derive(spelled, salt: known.hash.salt, rounds: known.hash.rounds)
        guard same != known.hash.key else { return .sameAsBefore }
        let salt = PasswordHash.newSalt()
        let key = try await hasher.derive(spelled, salt: salt, rounds: rounds)
        let kept = token.map(Session.digest) ?? Data()
        try await writing { [rounds] database in
            typealias Query = AccountSchema.Query
            try database.execute(
                sql: Query.choosePassword.rawValue,
                arguments: [Data(salt), rounds, Data(key.bytes), isTemporary, user])
            try database.execute(sql: Query.endOtherSessions.rawValue, arguments: [user, kept])
        }
        return nil
    }

    /// A right password or code was given, without a new session.
    func forgetFailures(of user: String) async throws(LogInRefusal) {
        let digest = Data(SHA256.hash(data: Array(user.utf8)))
        try await writing {
            try $0.execute(sql: AccountSchema.Query.forgetFailuresOfUser.rawValue, arguments: [digest])
        }
    }

    /// A password that is told once: four groups of four letters and digits, 77 bits.
    package static func startPassword() -> String {
        let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789")
        return (0..<4).map { _ in
            String((0..<4).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] })
        }.joined(separator: "-")
    }
}
