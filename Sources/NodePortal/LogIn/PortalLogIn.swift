import Access
import Accountability
import Domain
import Foundation
import PeopleHTTP
import Trust
import Wire

/// Logging in and out, each attempt in the audit log before it is answered (I-9).
struct PortalLogIn: Sendable {
    private let parts: PortalParts
    private let records: ActRecords

    init(_ parts: PortalParts) {
        self.parts = parts
        records = parts.records
    }

    /// Lets a program in, in one step.
    ///
    /// - Throws: `Problem` 401, 429; 503 when accounts or audit log fail: then nobody is let in.
    func logIn(user: String, password: String, code: String?, origin: String) async throws -> Session {
        let session: Session
        do throws(LogInRefusal) {
            session = try await parts.accounts.logIn(user: user, password: password, code: code, origin: origin)
        } catch {
            guard error != .unavailable else { throw Problem.unavailable() }
            parts.counters.add(.logInRefused)
            try await record("log in", Self.result(of: error), pseudonym(user), origin)
            throw Problem(error)
        }
        try await admit(session, origin, "ok")
        return session
    }

    /// Writes what came of a step of a log-in; a session whose line cannot be written ends.
    ///
    /// - Parameter user: who tries, as typed.
    func recorded(
        _ step: EntranceStep, user: String, origin: String
    ) async throws -> EntranceStep {
        switch step {
        case .entered(let session, let codes):
            if !codes.isEmpty { try await record("enrol second factor", "ok", session.account.user, origin) }
            try await admit(session, origin, "ok")
        case .halfWay(let halfWay, nil): try await record("log in", Self.half(halfWay), halfWay.user, origin)
        case .halfWay(let halfWay, let refusal?):
            parts.counters.add(.logInRefused)
            try await record("log in", "refused: \(Self.reason(refusal))", halfWay.user, origin)
        case .refused(let refusal):
            parts.counters.add(.logInRefused)
            let result = refusal == .wrongUserOrPassword ? "refused" : "refused: \(Self.reason(refusal))"
            try await record("log in", result, pseudonym(user), origin)
        }
        return step
    }

    /// Ends a session; whoever holds its token is nobody from now on.
    func end(_ session: Session) async throws {
        do {
            try await parts.accounts.end(token: session.token)
        } catch {
            throw Problem.unavailable()
        }
        try await record("log out", "ok", session.account.user, "portal")
    }

    private func admit(_ session: Session, _ origin: String, _ result: String) async throws {
        parts.counters.add(.logIn)
        do {
            try await record("log in", result, session.account.user, origin)
        } catch {
            try? await parts.accounts.end(token: session.token)
            throw error
        }
    }

    private static func half(_ halfWay: HalfWay) -> String {
        switch halfWay.need {
        case .code: "half-way: code asked"
        case .newPassword: "half-way: new password asked"
        case .enrolment: "half-way: second factor asked"
        }
    }

    private static func reason(_ refusal: EntranceRefusal) -> String {
        switch refusal {
        case .wrongUserOrPassword: "user or password"
        case .tooManyAttempts: "too many attempts"
        case .withoutRole: "no role"
        case .wrongCode: "code"
        case .newPassword: "new password"
        case .ended: "half-way state ended"
        }
    }

    private static func result(of refusal: LogInRefusal) -> String {
        switch refusal {
        case .wrongUserOrPassword: "refused"
        case .tooManyAttempts: "refused: too many attempts"
        case .codeMissing: "refused: no code"
        case .wrongCode: "refused: code"
        case .unfinished: "refused: password or second factor to be set"
        case .withoutRole: "refused: no role"
        case .unavailable: "refused: unavailable"
        }
    }

    /// People type passwords where the user belongs, so nothing typed is written.
    private func pseudonym(_ user: String) -> String { Pseudonym.person(user, key: parts.localKeys.pseudonym) }

    private func record(_ action: String, _ result: String, _ actor: String, _ origin: String) async throws {
        try await records.audit(
            action, object: "session", result: result, actor: actor, origin: origin)
    }
}
