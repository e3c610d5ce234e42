import Crypto
package import Domain
import Foundation
import GRDB
import Storage

/// What a municipality's administrator does: the municipality itself decides who is authorised (P-VIS-3).
///
/// Invariants: nobody of another municipality is read or changed; nobody changes the own account; every change of a
/// role or an account ends its sessions in the same transaction.
extension AccountStore {
    /// Roles that an administrator of a municipality gives and withdraws.
    package static let rolesGiven: [Role] = [.accountManager, .caseManager]

    /// Everybody of the administrator's municipality whose account is open, ordered by user.
    ///
    /// - Throws: `StaffRefusal`.
    package func staff(of administrator: Account) async throws(StaffRefusal) -> [StaffMember] {
        let municipality = try Self.municipality(of: administrator)
        return try await doing { try Self.staff(of: municipality, in: $0) }
    }

    /// Adds a local account with a start password, which is told once.
    ///
    /// - Throws: `StaffRefusal`.
    package func hire(
        user: String, name: String, role: Role, by administrator: Account
    ) async throws(StaffRefusal) -> String {
        let municipality = try Self.municipality(of: administrator)
        guard Self.rolesGiven.contains(role) else { throw .roleNotGivenHere }
        let account = Account(
            user: user, displayName: name, role: role, municipality: municipality,
            organisation: administrator.organisation)
        let password = Self.startPassword()
        do throws(AccountRefusal) {
            try await add(account, password: password, isTemporary: true)
        } catch {
            if case .notWritten = error { throw .unavailable }
            throw .account(error)
        }
        return password
    }

    /// Gives `role` in place of the one before, or again after it was withdrawn.
    ///
    /// - Throws: `StaffRefusal`.
    package func give(_ role: Role, to user: String, by administrator: Account) async throws(StaffRefusal) {
        guard Self.rolesGiven.contains(role) else { throw .roleNotGivenHere }
        try await change(user, by: administrator) { database, _, time in
            let row: StatementArguments = [role.rawValue, AccountState.active.rawValue, time.milliseconds, user]
            try database.execute(sql: AccountSchema.Query.setRole.rawValue, arguments: row)
        }
    }

    /// Withdraws the role: who has none is not let in.
    ///
    /// - Throws: `StaffRefusal`.
    package func withdraw(from user: String, by administrator: Account) async throws(StaffRefusal) {
        try await change(user, by: administrator) { database, _, _ in
            try database.execute(
                sql: AccountSchema.Query.setState.rawValue, arguments: [AccountState.withoutRole.rawValue, user])
        }
    }

    /// Closes the account for good; also one of an identity provider.
    ///
    /// - Throws: `StaffRefusal`.
    package func close(_ user: String, by administrator: Account) async throws(StaffRefusal) {
        try await change(user, by: administrator, ofProviderToo: true) { database, _, _ in
            try database.execute(
                sql: AccountSchema.Query.setState.rawValue, arguments: [AccountState.closed.rawValue, user])
        }
    }

    /// Gives somebody who forgot the password, or lost the second factor and the codes, a new start.
    ///
    /// - Returns: the start password, which is told once.
    /// - Throws: `StaffRefusal`.
    package func startAnew(_ user: String, by administrator: Account) async throws(StaffRefusal) -> String {
        let (password, salt) = (Self.startPassword(), PasswordHash.newSalt())
        let key: SymmetricKey
        do throws(LogInRefusal) {
            key = try await hasher.derive(password, salt: salt, rounds: rounds)
        } catch {
            throw .unavailable
        }
        try await change(user, by: administrator) { [rounds] database, _, _ in
            typealias Query = AccountSchema.Query
            try database.execute(
                sql: Query.choosePassword.rawValue, arguments: [Data(salt), rounds, Data(key.bytes), true, user])
            try database.execute(sql: Query.dropSecondFactor.rawValue, arguments: [user])
            try database.execute(sql: Query.dropRecoveryCodes.rawValue, arguments: [user])
        }
        return password
    }

    /// Confirms the roles of `users`: all, or none when one of them is nobody to confirm.
    ///
    /// - Throws: `StaffRefusal`.
    package func confirm(_ users: [String], by administrator: Account) async throws(StaffRefusal) {
        let (municipality, time) = (try Self.municipality(of: administrator), now())
        guard !users.contains(administrator.user) else { throw .ownAccount }
        try await doing { database in
            let staff = Set(try Self.staff(of: municipality, in: database).filter(\.hasRole).map(\.account.user))
            guard staff.isSuperset(of: users) else { throw StaffRefusal.notFound }
            for user in users {
                try database.execute(
                    sql: AccountSchema.Query.confirmRole.rawValue, arguments: [time.milliseconds, user])
            }
        }
    }

    /// Changes an account that the administrator may change, and ends what is open of it.
    private func change(
        _ user: String, by administrator: Account, ofProviderToo: Bool = false,
        _ body: @escaping @Sendable (Database, StaffMember, Date) throws -> Void
    ) async throws(StaffRefusal) {
        let (municipality, time) = (try Self.municipality(of: administrator), now())
        guard user != administrator.user else { throw .ownAccount }
        try await doing { database in
            guard let member = try Self.staff(of: municipality, in: database).first(where: { $0.account.user == user })
            else { throw StaffRefusal.notFound }
            guard Self.rolesGiven.contains(member.account.role) else { throw StaffRefusal.roleNotGivenHere }
            guard member.provider == nil || ofProviderToo else { throw StaffRefusal.ofProvider }
            try body(database, member, time)
            try Self.endEverything(of: user, in: database)
        }
    }

    /// Ends every session of `user`, and what the user is half-way in.
    static func endEverything(of user: String, in database: Database) throws {
        typealias Query = AccountSchema.Query
        try database.execute(sql: Query.endSessionsOfUser.rawValue, arguments: [user])
        try database.execute(sql: Query.endHalfWaysOfUser.rawValue, arguments: [user])
    }

    private static func municipality(of administrator: Account) throws(StaffRefusal) -> MunicipalityCode {
        guard administrator.role == .municipalAdministrator, let municipality = administrator.municipality else {
            throw .notAdministrator
        }
        return municipality
    }

    private static func staff(of municipality: MunicipalityCode, in database: Database) throws -> [StaffMember] {
        let rows = try Row.fetchAll(
            database, sql: AccountSchema.Query.staff.rawValue, arguments: [municipality.code])
        return rows.compactMap { row in
            guard let account = account(row) else { return nil }
            let (added, confirmed, loggedIn): (Int64, Int64?, Int64?) = (row[7], row[8], row[9])
            return StaffMember(
                account: account, hasRole: row[5] == AccountState.active.rawValue, provider: row[6],
                isEnrolled: row[10], isTemporary: row[11], lastLogIn: loggedIn.map { Date(milliseconds: $0) },
                confirmed: Date(milliseconds: confirmed ?? added))
        }
    }

    private func doing<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StaffRefusal) -> Value {
        do {
            return try await pool.write(body)
        } catch let refusal as StaffRefusal {
            throw refusal
        } catch {
            throw .unavailable
        }
    }
}
