import Access
import Accountability
import Domain
import Foundation
import PeopleHTTP
import Trust
import Wire

/// Logging in and out, each attempt in the audit log.
struct PortalLogIn: Sendable {
    /// What came of an attempt; the same for an unknown user and a wrong password.
    enum Outcome: Sendable {
        case admitted(Session)
        case wrong
        case tooMany(retryAfterSeconds: Int)
    }

    private let parts: PortalParts
    private let records: ActRecords

    init(_ parts: PortalParts) {
        self.parts = parts
        records = parts.records
    }

    /// - Throws: `Problem` 503 when accounts or audit log fail: then nobody is let in.
    func logIn(user: String, password: String, origin: String) async throws -> Outcome {
        let outcome: Outcome
        do throws(LogInRefusal) {
            outcome = .admitted(try await parts.accounts.logIn(user: user, password: password, origin: origin))
        } catch {
            outcome = try Self.outcome(of: error)
        }
        switch outcome {
        case .admitted(let session):
            parts.counters.add(.logIn)
            do {
                try await record("log in", "ok", session.account.user, origin)
            } catch {
                try? await parts.accounts.end(token: session.token)
                throw error
            }
        case .wrong, .tooMany:
            parts.counters.add(.logInRefused)
            try await record("log in", "refused", Pseudonym.person(user, key: parts.localKeys.pseudonym), origin)
        }
        return outcome
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

    private static func outcome(of refusal: LogInRefusal) throws -> Outcome {
        switch refusal {
        case .wrongUserOrPassword: .wrong
        case .tooManyAttempts(let seconds): .tooMany(retryAfterSeconds: seconds)
        case .unavailable: throw Problem.unavailable()
        }
    }

    private func record(_ action: String, _ result: String, _ actor: String, _ origin: String) async throws {
        try await records.audit(
            action, object: "session", result: result, actor: actor, origin: origin)
    }
}
