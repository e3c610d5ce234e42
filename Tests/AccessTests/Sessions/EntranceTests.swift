import Domain
import Foundation
import GRDB
import Testing

@testable import Access

/// What tests do with a log-in in steps.
extension AccountFolder {
    func enter(
        _ user: String = "jansen", _ password: String = AccountFolder.password, from origin: String = "::1"
    ) async throws -> EntranceStep { try await store.enter(user: user, password: password, origin: origin) }

    /// Enrols `user`, who has a session afterwards.
    func enrolled(_ user: String = "jansen") async throws -> (secret: TOTPSecret, codes: [String], session: Session) {
        let halfWay = try #require(try await enter(user).halfWay)
        guard case .enrolment(let text) = halfWay.need else { throw Unexpected() }
        let secret = try #require(TOTPSecret(base32: text))
        let step = try await store.confirmEnrolment(secret.code(at: now), token: halfWay.token, origin: "::1")
        guard case .entered(let session, let codes) = step else { throw Unexpected() }
        return (secret, codes, session)
    }

    struct Unexpected: Error {}
}

extension EntranceStep {
    var session: Session? { if case .entered(let session, _) = self { session } else { nil } }
    var halfWay: HalfWay? { if case .halfWay(let halfWay, _) = self { halfWay } else { nil } }
    var refusal: EntranceRefusal? {
        switch self {
        case .entered: nil
        case .halfWay(_, let refusal): refusal
        case .refused(let refusal): refusal
        }
    }
}

@Suite("Logging in by steps: no session before everything that is asked was given")
struct EntranceTests {
    @Test("a second factor that is required is enrolled at the first log-in; then its codes are asked, each once")
    func tour() async throws {
        let folder = try AccountFolder(secondFactor: .required)
        try await folder.add()
        let (secret, codes, session) = try await folder.enrolled()
        #expect(codes.count == 10 && Set(codes).count == 10)
        #expect(try await folder.store.session(token: session.token) == session)
        folder.pass(seconds: 30)
        let halfWay = try #require(try await folder.enter().halfWay)
        #expect(halfWay.need == .code)
        // Half-way is nobody, whatever the token is used for.
        #expect(try await folder.store.session(token: halfWay.token) == nil)
        let code = secret.code(at: folder.now)
        let entered = try await folder.store.giveCode(code, token: halfWay.token, origin: "::1")
        #expect(entered.session?.account.user == "jansen")
        #expect(try await folder.store.giveCode(code, token: halfWay.token, origin: "::1").refusal == .ended)
        let again = try #require(try await folder.enter().halfWay)
        #expect(try await folder.store.giveCode(code, token: again.token, origin: "::1").refusal == .wrongCode)
    }

    @Test("where it is optional: who has none is let in, who has one must use it")
    func optional() async throws {
        let folder = try AccountFolder()
        try await folder.add()
        #expect(try await folder.enter().session != nil)
        try await folder.store.enrol("jansen", secret: TOTPSecret())
        #expect(try await folder.enter().halfWay?.need == .code)
    }

    @Test("a recovery code lets in once, however it is typed; another user's does not")
    func recovery() async throws {
        let folder = try AccountFolder(secondFactor: .required)
        for user in ["jansen", "pietersen"] { try await folder.add(user) }
        let (_, codes, _) = try await folder.enrolled()
        let others = try await folder.enrolled("pietersen").codes
        let halfWay = try #require(try await folder.enter().halfWay)
        #expect(
            try await folder.store.giveCode(others[0], token: halfWay.token, origin: "::1").refusal == .wrongCode)
        let typed = codes[3].uppercased().replacing("-", with: " ")
        #expect(try await folder.store.giveCode(typed, token: halfWay.token, origin: "::1").session != nil)
        let again = try #require(try await folder.enter().halfWay)
        #expect(try await folder.store.giveCode(codes[3], token: again.token, origin: "::1").refusal == .wrongCode)
        let session = try #require(
            try await folder.store.giveCode(codes[4], token: again.token, origin: "::1").session)
        #expect(try await folder.store.ownAccount(of: session).recoveryCodesLeft == 8)
    }

    @Test("codes are guessed no more often than passwords: five together, and the right one does not help then")
    func brake() async throws {
        let folder = try AccountFolder(secondFactor: .required)
        try await folder.add()
        let (secret, _, _) = try await folder.enrolled()
        folder.pass(seconds: 60)
        let halfWay = try #require(try await folder.enter().halfWay)
        for _ in 0..<4 {
            let step = try await folder.store.giveCode("000000", token: halfWay.token, origin: "::1")
            #expect(step.refusal == .wrongCode)
        }
        let code = secret.code(at: folder.now)
        let step = try await folder.store.giveCode(code, token: halfWay.token, origin: "::1")
        #expect(step.refusal == .tooManyAttempts(retryAfterSeconds: 900) && step.session == nil)
        #expect(try await folder.enter().refusal == .tooManyAttempts(retryAfterSeconds: 900))
    }

    @Test("half-way ends after ten minutes, and is nothing to a token that was made up")
    func ends() async throws {
        let folder = try AccountFolder(secondFactor: .required)
        try await folder.add()
        let halfWay = try #require(try await folder.enter().halfWay)
        folder.pass(seconds: AccountStore.longestHalfWay - 1)
        #expect(try await folder.store.halfWay(token: halfWay.token) == halfWay)
        folder.pass(seconds: 1)
        #expect(try await folder.store.halfWay(token: halfWay.token) == nil)
        for token in ["", "x", String(repeating: "A", count: 43), halfWay.token] {
            #expect(try await folder.store.giveCode("000000", token: token, origin: "::1").refusal == .ended)
            #expect(try await folder.store.confirmEnrolment("000000", token: token, origin: "::1").refusal == .ended)
            #expect(try await folder.store.choosePassword("een-ander-wachtwoord", token: token).refusal == .ended)
        }
    }

    @Test("no step can be skipped: each takes only what is asked")
    func order() async throws {
        let folder = try AccountFolder(secondFactor: .required)
        try await folder.store.add(.sample(), password: AccountFolder.password, isTemporary: true)
        let halfWay = try #require(try await folder.enter().halfWay)
        #expect(halfWay.need == .newPassword)
        #expect(try await folder.store.confirmEnrolment("1", token: halfWay.token, origin: "::1").refusal == .ended)
        let faults: [(String, PasswordFault)] = [
            ("te kort", .tooShort(minimum: 12)), (String(repeating: "a", count: 257), .tooLong),
            ("wachtwoord-van-jansen", .holdsUser), (AccountFolder.password, .sameAsBefore),
        ]
        for (password, fault) in faults {
            let step = try await folder.store.choosePassword(password, token: halfWay.token)
            #expect(step.refusal == .newPassword(fault))
        }
        let next = try await folder.store.choosePassword("mijn-eigen-wachtwoord", token: halfWay.token)
        guard case .enrolment? = next.halfWay?.need else { throw AccountFolder.Unexpected() }
        #expect(try await folder.enter().refusal == .wrongUserOrPassword)
        let again = try #require(try await folder.enter("jansen", "mijn-eigen-wachtwoord").halfWay)
        guard case .enrolment = again.need else { throw AccountFolder.Unexpected() }
    }

    @Test("a program gives its code at once; without one it reads what is missing, and gets no session")
    func program() async throws {
        let folder = try AccountFolder(secondFactor: .required)
        try await folder.add()
        await #expect(throws: LogInRefusal.unfinished) { try await folder.logIn() }
        let (secret, _, _) = try await folder.enrolled()
        folder.pass(seconds: 30)
        await #expect(throws: LogInRefusal.codeMissing) { try await folder.logIn() }
        func logIn(_ code: String) async throws(LogInRefusal) -> Session {
            try await folder.store.logIn(
                user: "jansen", password: AccountFolder.password, code: code, origin: "::1")
        }
        await #expect(throws: LogInRefusal.wrongCode) { try await logIn("000000") }
        let code = secret.code(at: folder.now)
        _ = try await logIn(code)
        await #expect(throws: LogInRefusal.wrongCode) { try await logIn(code) }
    }

    @Test("neither secret nor recovery code is on disk")
    func keepsNoSecrets() async throws {
        let folder = try AccountFolder(secondFactor: .required)
        try await folder.add()
        let (secret, codes, _) = try await folder.enrolled()
        let bytes = try folder.bytes()
        #expect(bytes.firstRange(of: Data(secret.bytes)) == nil)
        #expect(bytes.firstRange(of: Data(secret.base32.utf8)) == nil)
        for code in codes {
            for spelling in [code, RecoveryCodes.spelled(code)] {
                #expect(bytes.firstRange(of: Data(spelling.utf8)) == nil)
            }
        }
    }

    @Test("another key opens no second factor: then nobody who has one is let in")
    func otherKey() async throws {
        let folder = try AccountFolder(secondFactor: .required)
        try await folder.add()
        let (secret, _, _) = try await folder.enrolled()
        folder.pass(seconds: 30)
        let other = try AccountStore(
            path: folder.file, rounds: AccountFolder.rounds, seal: .init(bytes: Array(repeating: 9, count: 32)),
            secondFactor: .required,
            now: { folder.now })
        await #expect(throws: LogInRefusal.unavailable) {
            try await other.logIn(
                user: "jansen", password: AccountFolder.password, code: secret.code(at: folder.now), origin: "::1")
        }
    }

    @Test("a second factor is enrolled anew with password and code; other sessions end, the old secret does not count")
    func anew() async throws {
        let folder = try AccountFolder(secondFactor: .required)
        try await folder.add()
        let (secret, codes, session) = try await folder.enrolled()
        folder.pass(seconds: 30)
        await #expect(throws: LogInRefusal.wrongUserOrPassword) {
            try await folder.store.enrolAnew(
                session, password: "verkeerd-wachtwoord", code: secret.code(at: folder.now), origin: "::1")
        }
        await #expect(throws: LogInRefusal.wrongCode) {
            try await folder.store.enrolAnew(
                session, password: AccountFolder.password, code: "000000", origin: "::1")
        }
        let halfWay = try await folder.store.enrolAnew(
            session, password: AccountFolder.password, code: secret.code(at: folder.now), origin: "::1")
        guard case .enrolment(let text) = halfWay.need else { throw AccountFolder.Unexpected() }
        let newer = try #require(TOTPSecret(base32: text))
        #expect(newer != secret)
        let step = try await folder.store.confirmEnrolment(
            newer.code(at: folder.now), token: halfWay.token, origin: "::1")
        #expect(step.session != nil)
        #expect(try await folder.store.session(token: session.token) == nil)
        folder.pass(seconds: 60)
        let again = try #require(try await folder.enter().halfWay)
        for old in [secret.code(at: folder.now), codes[0]] {
            #expect(try await folder.store.giveCode(old, token: again.token, origin: "::1").refusal == .wrongCode)
        }
    }

    @Test("changing the password asks the present one, and ends the other sessions")
    func password() async throws {
        let folder = try AccountFolder()
        try await folder.add()
        let (session, other) = (try await folder.logIn(), try await folder.logIn())
        func change(_ present: String, _ password: String) async throws -> PasswordFault? {
            try await folder.store.changePassword(of: session, from: present, to: password, origin: "::1")
        }
        #expect(try await change("verkeerd-wachtwoord", "een-nieuw-wachtwoord") == .presentIsWrong)
        #expect(try await change(AccountFolder.password, "kort") == .tooShort(minimum: 12))
        #expect(try await folder.store.session(token: other.token) != nil)
        #expect(try await change(AccountFolder.password, "een-nieuw-wachtwoord") == nil)
        #expect(try await folder.store.session(token: other.token) == nil)
        #expect(try await folder.store.session(token: session.token) != nil)
        await #expect(throws: LogInRefusal.wrongUserOrPassword) { try await folder.logIn() }
        _ = try await folder.logIn("jansen", "een-nieuw-wachtwoord")
    }

    @Test("one sees the own open sessions, and ends the others")
    func sessions() async throws {
        let folder = try AccountFolder()
        for user in ["jansen", "pietersen"] { try await folder.add(user) }
        let stranger = try await folder.logIn("pietersen")
        _ = try await folder.logIn()
        folder.pass(seconds: Session.idle)
        let other = try await folder.logIn()
        folder.pass(seconds: 60)
        let session = try await folder.logIn()
        let own = try await folder.store.ownAccount(of: session)
        #expect(own.sessions.map(\.isThis) == [true, false] && !own.isOfProvider && !own.isEnrolled)
        // One that was not used for too long counts as ended, and is cleared away too.
        #expect(try await folder.store.endOthers(than: session) == 2)
        #expect(try await folder.store.session(token: other.token) == nil)
        #expect(try await folder.store.session(token: session.token) != nil)
        #expect(try await folder.store.ownAccount(of: stranger).sessions.isEmpty)
    }
}
