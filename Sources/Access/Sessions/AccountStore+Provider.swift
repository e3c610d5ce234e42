import Crypto
package import Domain
import Foundation
import GRDB
import Storage

/// Somebody for whom an identity provider vouches.
package struct VouchedPerson: Hashable, Sendable {
    /// The provider's name in the settings.
    package let provider: String
    /// Whom the provider knows the person as: its own name and the subject, together unique and never given anew
    /// (OpenID Connect Core §5.7).
    package let subject: String
    package let displayName: String
    /// Nil for somebody to whom the provider gives no role here.
    package let role: Role?
    package let municipality: MunicipalityCode?
    package let organisation: OIN

    package init(
        provider: String, subject: String, displayName: String, role: Role?, municipality: MunicipalityCode?,
        organisation: OIN
    ) {
        self.provider = provider
        self.subject = subject
        self.displayName = displayName
        self.role = role
        self.municipality = municipality
        self.organisation = organisation
    }

    /// What the account is called: the provider and a digest of the subject, since that is a pseudonym anyway.
    package var user: String {
        "\(provider).\(Base32.encode(Array(digest.prefix(10))).lowercased())"
    }

    var digest: Data { Data(SHA256.hash(data: Array(subject.utf8))) }
}

extension AccountStore {
    /// Lets in somebody for whom an identity provider vouches, with the role that it gives now.
    ///
    /// The account has no password. A role that changed ends the sessions that had the old one; no role ends all of
    /// them. An account that the municipality closed stays closed.
    ///
    /// - Throws: `LogInRefusal.unavailable`; also when another account has the name.
    package func enter(_ person: VouchedPerson) async throws(LogInRefusal) -> EntranceStep {
        let (time, token, hash) = (now(), Session.newToken(), PasswordHash.ofNobody(rounds: rounds))
        let account = person.role.map { role in
            Account(
                user: person.user, displayName: person.displayName, role: role, municipality: person.municipality,
                organisation: person.organisation)
        }
        if let account {
            do throws(AccountRefusal) { try Self.check(account) } catch { throw .unavailable }
        }
        let isIn = try await writing { database in
            typealias Query = AccountSchema.Query
            let row = try Row.fetchOne(
                database, sql: Query.accountOfProvider.rawValue, arguments: [person.provider, person.digest])
            guard let account, row?[5] != AccountState.closed.rawValue else {
                if row != nil, account == nil, row?[5] != AccountState.closed.rawValue {
                    try database.execute(
                        sql: Query.setState.rawValue, arguments: [AccountState.withoutRole.rawValue, person.user])
                    try Self.endEverything(of: person.user, in: database)
                }
                return false
            }
            try Self.keep(account, row, person, hash, at: time, in: database)
            try Self.begin(account, token: token, at: time, in: database)
            return true
        }
        guard isIn, let account else { return .refused(.withoutRole) }
        let session = Session(token: token, account: account, began: Date(milliseconds: time.milliseconds))
        return .entered(session, recoveryCodes: [])
    }

    /// - Parameter row: the account as it was, or nil for a new one.
    private static func keep(
        _ account: Account, _ row: Row?, _ person: VouchedPerson, _ hash: PasswordHash, at time: Date,
        in database: Database
    ) throws {
        guard let row else {
            return try insert(
                account, hash, at: time, provider: (person.provider, person.digest), in: database)
        }
        let wasActive = row[5] == AccountState.active.rawValue
        guard self.account(row) != account || !wasActive else { return }
        let isSameRole = wasActive && self.account(row)?.role == account.role
        if !isSameRole { try endEverything(of: account.user, in: database) }
        let arguments: StatementArguments = [
            account.displayName, account.role.rawValue, account.municipality?.code, account.organisation.digits,
            AccountState.active.rawValue, isSameRole ? nil : time.milliseconds, account.user,
        ]
        try database.execute(sql: AccountSchema.Query.renewFromProvider.rawValue, arguments: arguments)
    }
}
