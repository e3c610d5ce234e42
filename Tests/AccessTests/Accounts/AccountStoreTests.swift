import Domain
import Foundation
import GRDB
import Storage
import Testing

@testable import Access

@Suite("Accounts: who may be added, and what is kept of them")
struct AccountStoreTests {
    static func refusals() throws -> [(account: Account, password: String, refusal: AccountRefusal)] {
        let good = AccountFolder.password
        return [
            (try .sample(""), good, .malformedUser), (try .sample("Jansen"), good, .malformedUser),
            (try .sample("jan sen"), good, .malformedUser), (try .sample("jansén"), good, .malformedUser),
            (try .sample(String(repeating: "a", count: 65)), good, .malformedUser),
            (try .sample(name: ""), good, .malformedName),
            (try .sample(name: String(repeating: "a", count: 101)), good, .malformedName),
            (try .sample(role: .caseManager, municipality: nil), good, .municipalityMissing),
            (try .sample(role: .municipalAdministrator, municipality: nil), good, .municipalityMissing),
            (try .sample(), "elf tekens.", .passwordTooShort(minimum: 12)),
            (try .sample(), "", .passwordTooShort(minimum: 12)),
            (try .sample(), String(repeating: "a", count: 257), .passwordTooLong(maximumBytes: 256)),
            (try .sample(), "wachtwoord-van-JANSEN", .passwordHoldsUser),
            (try .sample("er-al"), good, .userTaken),
        ]
    }

    @Test func refuses() async throws {
        let folder = try AccountFolder()
        try await folder.add("er-al")
        for (account, password, refusal) in try Self.refusals() {
            await #expect(throws: refusal) { try await folder.store.add(account, password: password) }
            #expect(!refusal.description.isEmpty)
        }
        #expect(try await folder.store.accounts().map(\.user) == ["er-al"])
    }

    @Test("who is added is listed by user, and is there when the file is opened again")
    func lists() async throws {
        let folder = try AccountFolder()
        let accounts = [
            try Account.sample("b"), try .sample("a.b-c_d@e", role: .processor, municipality: nil),
            try .sample(String(repeating: "z", count: 64), role: .caseManager),
        ]
        for account in accounts { try await folder.store.add(account, password: "twaalf.teken") }
        let sorted = accounts.sorted { $0.user < $1.user }
        #expect(try await folder.store.accounts() == sorted)
        #expect(try await folder.reopened().accounts() == sorted)
        #expect(try AccountStore.examine(path: folder.file) == "sound, schema 4, 3 accounts")
    }

    @Test("neither password nor token is on disk")
    func keepsNoSecrets() async throws {
        let folder = try AccountFolder()
        try await folder.add()
        let session = try await folder.logIn()
        _ = try? await folder.logIn("geheim-als-gebruiker", "iets-anders-dan-dat")
        let bytes = try folder.bytes()
        #expect(bytes.contains(Data("A. Jansen".utf8)))
        for secret in [AccountFolder.password, session.token, session.csrfToken, "geheim-als-gebruiker"] {
            #expect(bytes.firstRange(of: Data(secret.utf8.prefix(16))) == nil, "\(secret)")
        }
    }

    @Test("a full disk and a file that cannot be written refuse, and let nobody in")
    func storeRefuses() async throws {
        let folder = try AccountFolder()
        try await folder.add()
        let session = try await folder.logIn()
        try await folder.setReadOnly(true)
        await #expect(throws: LogInRefusal.unavailable) { try await folder.logIn() }
        await #expect(throws: LogInRefusal.unavailable) { try await folder.logIn("jansen", "verkeerd-wachtwoord") }
        await #expect(throws: AccountRefusal.self) { try await folder.add("pietersen") }
        await #expect(throws: (any Error).self) { try await folder.store.end(token: session.token) }
        try await folder.setReadOnly(false)
        _ = try await folder.logIn()
        #expect(try await folder.store.accounts().count == 1)
    }

    @Test("a file that is not sound is refused")
    func refusesFiles() throws {
        let folder = try AccountFolder()
        let path = folder.path + "/anders.sqlite"
        let mode = [FileAttributeKey.posixPermissions: 0o600]
        #expect(FileManager.default.createFile(atPath: path, contents: Data("tekst".utf8), attributes: mode))
        #expect(throws: StoreInvalid(file: path, reason: .notSQLite)) { try AccountStore(path: path, now: { Date() }) }
        #expect(FileManager.default.contents(atPath: path) == Data("tekst".utf8))
        #expect(throws: StoreInvalid.self) { try AccountStore.examine(path: folder.path + "/niet-daar.sqlite") }
    }

    static let plans: [(query: AccountSchema.Query, plan: [String])] = [
        (.account, ["SEARCH a USING PRIMARY KEY (user=?)", "SEARCH f USING PRIMARY KEY (user=?) LEFT-JOIN"]),
        (.accounts, ["SCAN account"]),
        (
            .session,
            [
                "SEARCH s USING PRIMARY KEY (token_digest=?)", "SEARCH a USING PRIMARY KEY (user=?)",
            ]
        ),
        (.touchSession, ["SEARCH session USING PRIMARY KEY (token_digest=?)"]),
        (.endSession, ["SEARCH session USING PRIMARY KEY (token_digest=?)"]),
        (.endExpiredSessions, ["SEARCH session USING COVERING INDEX session_began (began<?)"]),
        (
            .endOldestSessions,
            [
                "SEARCH session USING PRIMARY KEY (token_digest=?)", "LIST SUBQUERY 1",
                "SEARCH session USING COVERING INDEX session_user (user=?)",
            ]
        ),
        (
            .limitingFailureOfUser,
            [
                "SEARCH failed_log_in USING COVERING INDEX failed_log_in_user (user_digest=? AND at>?)"
            ]
        ),
        (
            .limitingFailureOfOrigin,
            [
                "SEARCH failed_log_in USING COVERING INDEX failed_log_in_origin (origin=? AND at>?)"
            ]
        ),
        (.forgetOldFailures, ["SEARCH failed_log_in USING INDEX failed_log_in_at (at<?)"]),
        (.forgetFailuresOfUser, ["SEARCH failed_log_in USING INDEX failed_log_in_user (user_digest=?)"]),
        (.names, ["SEARCH account USING INDEX account_organisation (organisation=?)"]),
        (.renewHash, ["SEARCH account USING PRIMARY KEY (user=?)"]),
        (.sessionsOfUser, ["SEARCH session USING INDEX session_user (user=?)", "USE TEMP B-TREE FOR ORDER BY"]),
        (.endSessionsOfUser, ["SEARCH session USING COVERING INDEX session_user (user=?)"]),
        (.endOtherSessions, ["SEARCH session USING COVERING INDEX session_user (user=?)"]),
        (.noteLogIn, ["SEARCH account USING PRIMARY KEY (user=?)"]),
        (.choosePassword, ["SEARCH account USING PRIMARY KEY (user=?)"]),
        (.secondFactor, ["SEARCH second_factor USING PRIMARY KEY (user=?)"]),
        (.noteStep, ["SEARCH second_factor USING PRIMARY KEY (user=?)"]),
        (.dropSecondFactor, ["SEARCH second_factor USING PRIMARY KEY (user=?)"]),
        (.useRecoveryCode, ["SEARCH recovery_code USING PRIMARY KEY (user=? AND digest=?)"]),
        (.dropRecoveryCodes, ["SEARCH recovery_code USING PRIMARY KEY (user=?)"]),
        (.countRecoveryCodes, ["SEARCH recovery_code USING PRIMARY KEY (user=?)"]),
        (.halfWay, ["SEARCH half_way USING PRIMARY KEY (token_digest=?)"]),
        (.noteCodeGiven, ["SEARCH half_way USING PRIMARY KEY (token_digest=?)"]),
        (.endHalfWaysOfUser, ["SEARCH half_way USING COVERING INDEX half_way_user (user=?)"]),
        (.endExpiredHalfWays, ["SEARCH half_way USING COVERING INDEX half_way_began (began<?)"]),
        (
            .staff,
            [
                "SEARCH a USING INDEX account_municipality (municipality=?)",
                "SEARCH f USING PRIMARY KEY (user=?) LEFT-JOIN",
            ]
        ),
        (.setRole, ["SEARCH account USING PRIMARY KEY (user=?)"]),
        (.confirmRole, ["SEARCH account USING PRIMARY KEY (user=?)"]),
        (.accountOfProvider, ["SEARCH account USING INDEX account_provider (provider=? AND subject=?)"]),
        (.renewFromProvider, ["SEARCH account USING PRIMARY KEY (user=?)"]),
        (.setState, ["SEARCH account USING PRIMARY KEY (user=?)"]),
        (.askEmergency, []),
        (.emergency, ["SEARCH emergency_access USING PRIMARY KEY (id=?)"]),
        (.emergencyGoing, ["SCAN emergency_access USING INDEX emergency_access_going"]),
        (.emergencyOfUser, ["SEARCH emergency_access USING INDEX emergency_access_user (user=?)"]),
        (
            .emergencyOfMunicipality,
            ["SEARCH emergency_access USING INDEX emergency_access_municipality (municipality=?)"]
        ),
        (.grantEmergency, ["SEARCH emergency_access USING PRIMARY KEY (id=?)"]),
        (.refuseEmergency, ["SEARCH emergency_access USING PRIMARY KEY (id=?)"]),
        (.useEmergency, ["SEARCH emergency_access USING PRIMARY KEY (id=?)"]),
        (.endEmergency, ["SEARCH emergency_access USING PRIMARY KEY (id=?)"]),
    ]

    @Test("every query uses its index; the list of all accounts is read in its own order")
    func plans() async throws {
        #expect(Set(Self.plans.map(\.query)) == Set(AccountSchema.Query.allCases))
        let folder = try AccountFolder()
        for (query, plan) in Self.plans {
            let found = try await folder.store.pool.read { database in
                let explained = try database.makeStatement(sql: "EXPLAIN QUERY PLAN \(query.rawValue)")
                let parameters = query.rawValue.count { $0 == "?" }
                explained.setUncheckedArguments(StatementArguments(Array(repeating: 1, count: parameters)))
                return try Row.fetchAll(explained).map { $0["detail"] as String }
            }
            #expect(found == plan, "\(query)")
        }
    }
}
