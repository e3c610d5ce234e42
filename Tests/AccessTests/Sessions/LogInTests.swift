import Foundation
import GRDB
import Testing

@testable import Access

@Suite("Logging in: who is let in, who is not, and who must wait")
struct LogInTests {
    @Test("the right user and password, whatever the case of the user or the spelling of the password")
    func letsIn() async throws {
        let folder = try AccountFolder()
        try await folder.store.add(.sample("jansen"), password: "caf\u{E9}-wachtwoord")
        for (user, password) in [
            ("jansen", "caf\u{E9}-wachtwoord"), ("Jansen", "cafe\u{301}-wachtwoord"),
        ] {
            let session = try await folder.logIn(user, password)
            #expect(session.account == (try .sample("jansen")))
            #expect(session.expires == folder.now.addingTimeInterval(8 * 3_600))
        }
    }

    @Test(
        "an unknown user and a wrong password are refused alike",
        arguments: [
            ("jansen", "verkeerd-wachtwoord"), ("jansen", ""), ("jansen", AccountFolder.password + " "),
            ("jansen", AccountFolder.password.uppercased()), ("niemand", AccountFolder.password), ("", ""),
            ("jansen' --", AccountFolder.password), ("jansen\u{0}", AccountFolder.password),
            ("jansen", String(repeating: "a", count: 10_000)), ("niemand", String(repeating: "a", count: 10_000)),
        ])
    func refuses(_ user: String, _ password: String) async throws {
        let folder = try AccountFolder()
        try await folder.add()
        await #expect(throws: LogInRefusal.wrongUserOrPassword) { try await folder.logIn(user, password) }
        _ = try await folder.logIn()
    }

    @Test(
        "an unknown user costs what a known one costs",
        arguments: ["jansen", "niemand", "jansen\u{0}", ""],
        ["verkeerd-wachtwoord", String(repeating: "a", count: 10_000)])
    func costs(_ user: String, _ password: String) async throws {
        let folder = try AccountFolder()
        try await folder.add()
        let before = folder.store.hasher.spentRounds
        await #expect(throws: LogInRefusal.wrongUserOrPassword) { try await folder.logIn(user, password) }
        #expect(folder.store.hasher.spentRounds - before == AccountFolder.rounds)
    }

    @Test("five failures of a user in 15 minutes: then not even the right password, until the first is that old")
    func limitsUser() async throws {
        let folder = try AccountFolder()
        try await folder.add()
        try await folder.add("pietersen")
        for number in 0..<5 {
            await #expect(throws: LogInRefusal.wrongUserOrPassword) {
                try await folder.logIn("jansen", "verkeerd", from: "10.0.0.\(number)")
            }
            folder.pass(seconds: 60)
        }
        let wait = LogInRefusal.tooManyAttempts(retryAfterSeconds: 15 * 60 - 5 * 60)
        await #expect(throws: wait) { try await folder.logIn("jansen", "verkeerd") }
        await #expect(throws: wait) { try await folder.logIn("JANSEN") }
        await #expect(throws: wait) {
            try await folder.reopened().logIn(user: "jansen", password: AccountFolder.password, origin: "::1")
        }
        _ = try await folder.logIn("pietersen")
        folder.pass(seconds: 599)
        await #expect(throws: LogInRefusal.tooManyAttempts(retryAfterSeconds: 1)) { try await folder.logIn() }
        folder.pass(seconds: 1)
        _ = try await folder.logIn()
    }

    @Test("an unknown user is limited as a known one is")
    func limitsUnknownUser() async throws {
        let folder = try AccountFolder()
        for _ in 0..<5 { _ = try? await folder.logIn("niemand", "verkeerd") }
        await #expect(throws: LogInRefusal.tooManyAttempts(retryAfterSeconds: 900)) {
            try await folder.logIn("niemand")
        }
    }

    @Test("four failures do not limit, and a success forgets them")
    func forgets() async throws {
        let folder = try AccountFolder()
        try await folder.add()
        for _ in 0..<3 {
            for _ in 0..<4 {
                await #expect(throws: LogInRefusal.wrongUserOrPassword) { try await folder.logIn("jansen", "verkeerd") }
            }
            _ = try await folder.logIn()
        }
    }

    @Test("twenty failures from one origin, whoever they are of; another origin goes on")
    func limitsOrigin() async throws {
        let folder = try AccountFolder()
        try await folder.add()
        for number in 0..<20 {
            await #expect(throws: LogInRefusal.wrongUserOrPassword) {
                try await folder.logIn("gebruiker\(number)", "verkeerd", from: "10.0.0.1")
            }
        }
        await #expect(throws: LogInRefusal.tooManyAttempts(retryAfterSeconds: 900)) {
            try await folder.logIn(from: "10.0.0.1")
        }
        _ = try await folder.logIn(from: "10.0.0.2")
        folder.pass(seconds: 900)
        _ = try await folder.logIn(from: "10.0.0.1")
    }

    @Test("guesses at the same time all count: no more than five are looked at")
    func guessesTogether() async throws {
        let folder = try AccountFolder()
        try await folder.add()
        let refusals = await withTaskGroup(of: LogInRefusal?.self) { group in
            for number in 0..<20 {
                group.addTask {
                    do throws(LogInRefusal) {
                        _ = try await folder.logIn("jansen", "gok-nummer-\(number)", from: "10.0.1.\(number)")
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(refusals.count { $0 == .wrongUserOrPassword } == 5)
        #expect(refusals.count { $0 == .tooManyAttempts(retryAfterSeconds: 900) } == 15)
    }

    @Test("log-ins over what may wait for their turn are refused at once")
    func tooManyAtOnce() async throws {
        let hasher = PasswordHasher()
        let refused = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<PasswordHasher.waitingLogIns * 3 {
                group.addTask {
                    do throws(LogInRefusal) {
                        _ = try await hasher.derive("a", salt: [1, 2, 3], rounds: 1 << 12)
                        return false
                    } catch {
                        return error == .unavailable
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refused > 0 && refused <= PasswordHasher.waitingLogIns * 2)
        #expect(hasher.hasRoom)
    }

    @Test("a hash at another cost is made anew, and opens as before")
    func renews() async throws {
        let folder = try AccountFolder(rounds: 1 << 11)
        try await folder.add()
        let later = try folder.reopened(rounds: 1 << 12)
        for _ in 0..<2 { _ = try await later.logIn(user: "jansen", password: AccountFolder.password, origin: "::1") }
        let rounds = try await later.pool.read { try Int.fetchOne($0, sql: "SELECT rounds FROM account") }
        #expect(rounds == 1 << 12)
        await #expect(throws: LogInRefusal.wrongUserOrPassword) {
            try await later.logIn(user: "jansen", password: "verkeerd-wachtwoord", origin: "::1")
        }
    }

    @Test("a cost out of bounds is not computed", arguments: [0, 1, 1 << 9, (1 << 15) + 1, 1 << 18, -1, Int.max])
    func bounds(_ rounds: Int) {
        #expect(throws: LogInRefusal.unavailable) { try PasswordHash.derive("a", salt: [1], rounds: rounds) }
    }
}
