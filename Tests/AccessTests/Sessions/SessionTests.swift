import Foundation
import GRDB
import Testing

@testable import Access

@Suite("Sessions: as long as they last, and no longer")
struct SessionTests {
    private func folder() async throws -> (AccountFolder, Session) {
        let folder = try AccountFolder()
        try await folder.add()
        return (folder, try await folder.logIn())
    }

    @Test("a token is 32 random bytes; the token against forgery is the session's own and stays the same")
    func tokens() async throws {
        let (folder, session) = try await folder()
        let other = try await folder.logIn()
        #expect(session.token.utf8.count == 43 && session.csrfToken.utf8.count == 43)
        #expect(session.token != other.token && session.csrfToken != other.csrfToken)
        #expect(session.token != session.csrfToken)
        #expect(try await folder.store.session(token: session.token) == session)
        #expect(try await folder.reopened().session(token: session.token) == session)
    }

    @Test(arguments: ["", "iets", String(repeating: "A", count: 43), String(repeating: "A", count: 10_000)])
    func knowsNobodyElse(_ token: String) async throws {
        let (folder, session) = try await folder()
        #expect(try await folder.store.session(token: token) == nil)
        #expect(try await folder.store.session(token: session.token + "=") == nil)
        #expect(try await folder.store.session(token: session.csrfToken) == nil)
        try await folder.store.end(token: token)
        #expect(try await folder.store.session(token: session.token) == session)
    }

    @Test("unused for half an hour: gone; used: eight hours, and not a second more")
    func ends() async throws {
        let (folder, session) = try await folder()
        let unused = try await folder.logIn()
        for _ in 0..<16 {
            folder.pass(seconds: 1_799)
            #expect(try await folder.store.session(token: session.token) == session)
        }
        #expect(try await folder.store.session(token: unused.token) == nil)
        folder.pass(seconds: session.expires.timeIntervalSince(folder.now) - 1)
        #expect(try await folder.store.session(token: session.token) == session)
        folder.pass(seconds: 1)
        #expect(try await folder.store.session(token: session.token) == nil)
    }

    @Test("the boundary of being unused", arguments: [(1_799.0, true), (1_800.0, false)])
    func idle(_ seconds: TimeInterval, _ lasts: Bool) async throws {
        let (folder, session) = try await folder()
        folder.pass(seconds: seconds)
        #expect(try await folder.store.session(token: session.token) == (lasts ? session : nil))
    }

    @Test("ended is ended, for that one only, also when the file is opened again")
    func loggedOut() async throws {
        let (folder, session) = try await folder()
        let other = try await folder.logIn()
        try await folder.store.end(token: session.token)
        try await folder.store.end(token: session.token)
        #expect(try await folder.store.session(token: session.token) == nil)
        #expect(try await folder.reopened().session(token: session.token) == nil)
        #expect(try await folder.store.session(token: other.token) == other)
    }

    @Test("the eleventh session of an account ends the oldest; ended ones are cleared away")
    func tooMany() async throws {
        let (folder, first) = try await folder()
        var latest: [Session] = []
        for _ in 0..<Session.perAccount {
            folder.pass(seconds: 1)
            latest.append(try await folder.logIn())
        }
        #expect(try await folder.store.session(token: first.token) == nil)
        for session in latest { #expect(try await folder.store.session(token: session.token) == session) }
        folder.pass(seconds: Session.longest)
        _ = try await folder.logIn()
        #expect(try await folder.store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM session") } == 1)
    }
}
