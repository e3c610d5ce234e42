import Domain
import Foundation
import GRDB
import Synchronization
import Testing

@testable import Access

/// An account store in a folder of one test's own, with a clock that the test moves.
final class AccountFolder: Sendable {
    static let rounds = 1 << 10
    static let password = "een-lang-wachtwoord"

    let path: String
    let store: AccountStore
    let secondFactor: SecondFactor
    private let clock: TestClock

    init(rounds: Int = AccountFolder.rounds, secondFactor: SecondFactor = .optional) throws {
        let (path, clock) = (NSTemporaryDirectory() + "accounts-" + UUID().uuidString, TestClock())
        self.path = path
        self.clock = clock
        self.secondFactor = secondFactor
        store = try AccountStore(
            path: path + "/accounts.sqlite", rounds: rounds, seal: .init(bytes: Self.key), secondFactor: secondFactor,
            now: { clock.now })
    }

    /// What secrets are sealed with.
    static let key = Array(repeating: UInt8(7), count: 32)

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var file: String { path + "/accounts.sqlite" }
    var now: Date { clock.now }

    func pass(seconds: TimeInterval) { clock.pass(seconds: seconds) }

    /// The same file, opened again as another process would.
    func reopened(rounds: Int = AccountFolder.rounds) throws -> AccountStore {
        let clock = clock
        return try AccountStore(
            path: file, rounds: rounds, seal: .init(bytes: Self.key), secondFactor: secondFactor, now: { clock.now })
    }

    func add(_ user: String = "jansen") async throws { try await store.add(.sample(user), password: Self.password) }

    func logIn(_ user: String = "jansen", _ password: String = AccountFolder.password, from origin: String = "::1")
        async throws(LogInRefusal) -> Session
    {
        try await store.logIn(user: user, password: password, origin: origin)
    }

    /// Makes the file impossible to write, or possible again.
    func setReadOnly(_ isReadOnly: Bool) async throws {
        try await store.pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA query_only = \(isReadOnly ? 1 : 0)")
        }
    }

    /// Everything that is on disk, WAL included.
    func bytes() throws -> Data {
        try FileManager.default.contentsOfDirectory(atPath: path).reduce(into: Data()) { bytes, name in
            bytes += FileManager.default.contents(atPath: path + "/" + name) ?? Data()
        }
    }
}

/// A clock that stands still until a test moves it.
private final class TestClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_795_000_000))
    var now: Date { time.withLock(\.self) }

    func pass(seconds: TimeInterval) { time.withLock { $0 += seconds } }
}

extension Account {
    static func sample(
        _ user: String = "jansen", name: String = "A. Jansen", role: Role = .accountManager,
        municipality: MunicipalityCode? = try? MunicipalityCode("GM0599")
    ) throws -> Account {
        Account(
            user: user, displayName: name, role: role, municipality: municipality,
            organisation: try OIN("00000099000000001000"))
    }
}
