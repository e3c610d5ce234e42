package import Crypto
package import Domain
package import Foundation
import GRDB
import Storage

/// The people who log in to one process: accounts, sessions, and failed attempts.
///
/// Invariants: no password and no token is stored, only what they can be checked by, and secrets of second factors only
/// sealed; a log-in of an unknown user costs what another costs; attempts are counted before password or code is looked
/// at, so that guesses at the same time all count.
package final class AccountStore: Sendable {
    let pool: DatabasePool
    let file: String
    let now: @Sendable () -> Date
    let rounds: Int
    let hasher = PasswordHasher()
    /// Nil where nobody can enrol a second factor or use one.
    let seal: SecondFactorSeal?
    let secondFactor: SecondFactor

    /// Opens `path`, and makes it when it is not there.
    ///
    /// - Parameters:
    ///   - key: what secrets of second factors are sealed with; without it nobody who needs one is let in.
    ///   - secondFactor: who needs one.
    /// - Throws: an error that names the file, what is wrong with it and what to do; the file then is as it was.
    package convenience init(
        path: String, key: SymmetricKey? = nil, secondFactor: SecondFactor = .required,
        now: @escaping @Sendable () -> Date
    ) throws {
        try self.init(
            path: path, rounds: PasswordHash.standardRounds, seal: key.map(SecondFactorSeal.init),
            secondFactor: secondFactor, now: now)
    }

    /// - Parameter rounds: scrypt's N for passwords hashed from now on; those stored with another are renewed when
    ///   used.
    init(
        path: String, rounds: Int, seal: SecondFactorSeal? = nil, secondFactor: SecondFactor = .optional,
        now: @escaping @Sendable () -> Date
    ) throws {
        self.seal = seal
        self.secondFactor = secondFactor
        pool = try StoreFile.open(path, schema: AccountSchema.schema)
        file = path
        self.now = now
        self.rounds = rounds
    }

    /// Looks at the file without changing it: one line for an operator.
    ///
    /// - Throws: as `init`; also when the file is not there.
    package static func examine(path: String) throws -> String {
        try StoreFile.examine(path, schema: AccountSchema.schema) { database in
            let accounts = try Int.fetchOne(database, sql: "SELECT count(*) FROM account") ?? 0
            return "sound, schema \(AccountSchema.schema.version), \(accounts) accounts"
        }
    }

    /// Adds an account; committed to disk when it returns.
    ///
    /// - Parameter isTemporary: whether the password is a start password, which must be changed at the first log-in.
    /// - Throws: `AccountRefusal`.
    package func add(_ account: Account, password: String, isTemporary: Bool = false) async throws(AccountRefusal) {
        try Self.check(account)
        try PasswordRules.check(password, of: account.user)
        let salt = PasswordHash.newSalt()
        let key: SymmetricKey
        do throws(LogInRefusal) {
            key = try await hasher.derive(PasswordRules.spelled(password), salt: salt, rounds: rounds)
        } catch {
            throw .notWritten("Too many passwords are being hashed. Try again.")
        }
        let hash = PasswordHash(salt: salt, rounds: rounds, key: key)
        do {
            try await pool.write { [time = now()] database in
                try Self.insert(account, hash, at: time, isTemporary: isTemporary, in: database)
            }
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_PRIMARYKEY {
            throw .userTaken
        } catch {
            throw .notWritten(StoreFault(error, file: file).description)
        }
    }

    /// - Parameter provider: who vouches for the person, and the digest of whom it knows the person as.
    static func insert(
        _ account: Account, _ hash: PasswordHash, at time: Date, isTemporary: Bool = false,
        provider: (name: String, subject: Data)? = nil, in database: Database
    ) throws {
        let row: StatementArguments = [
            account.user, account.displayName, account.role.rawValue, account.municipality?.code,
            account.organisation.digits, Data(hash.salt), hash.rounds, Data(hash.key.bytes), time.milliseconds,
            isTemporary, provider?.name, provider?.subject,
        ]
        try database.execute(sql: AccountSchema.insertAccount, arguments: row)
    }

    /// The display names of an organisation's people, by user.
    package func names(in organisation: OIN) async throws -> [String: String] {
        try await pool.read { database in
            try Row.fetchAll(database, sql: AccountSchema.Query.names.rawValue, arguments: [organisation.digits])
                .reduce(into: [:]) { $0[$1[0]] = $1[1] }
        }
    }

    /// Everybody, ordered by user.
    package func accounts() async throws -> [Account] {
        try await pool.read { database in
            try Row.fetchAll(database, sql: AccountSchema.Query.accounts.rawValue).compactMap(Self.account)
        }
    }

    /// The account in the first five columns, or nil when its role or codes are not this version's.
    static func account(_ row: Row) -> Account? {
        let municipality: String? = row[3]
        guard let role = Role(rawValue: row[2]), let organisation = try? OIN(row[4]) else { return nil }
        return Account(
            user: row[0], displayName: row[1], role: role,
            municipality: municipality.flatMap { try? MunicipalityCode($0) }, organisation: organisation)
    }

    static func check(_ account: Account) throws(AccountRefusal) {
        guard account.hasWellFormedUser else { throw .malformedUser }
        guard (1...100).contains(account.displayName.count),
            account.displayName.unicodeScalars.allSatisfy({ $0.value >= 0x20 })
        else { throw .malformedName }
        let needsMunicipality = [Role.caseManager, .municipalAdministrator].contains(account.role)
        guard account.municipality != nil || !needsMunicipality else { throw .municipalityMissing }
    }
}

extension SymmetricKey {
    var bytes: [UInt8] { unsafe withUnsafeBytes { unsafe Array($0) } }
}
