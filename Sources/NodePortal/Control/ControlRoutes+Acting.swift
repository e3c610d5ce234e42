import Access
import Accountability
import Domain
import Dossiers
import Hummingbird
import PeopleHTTP
import Wire

/// Who signs in with a request on the socket.
struct Credentials {
    let user: String
    let password: String
    /// Of the second factor; empty when none was given.
    let code: String

    init(_ fields: inout JSONFields) {
        user = fields.text("gebruiker", atMost: 100)
        password = fields.text("wachtwoord", atMost: 256)
        code = fields.optionalText("code", atMost: 32) ?? ""
    }
}

/// What every act over the socket has alike: somebody signs in, and it is in the logs.
extension ControlRoutes {
    /// Runs `body` as whom `credentials` name; the session ends with it.
    ///
    /// - Throws: `Problem`: 401 for a wrong user or password, 429 after too many, 503 when the accounts fail.
    func signedIn(
        _ credentials: Credentials, _ body: (Account) async throws -> Response
    ) async throws -> Response {
        let session = try await logIn(credentials)
        do {
            let response = try await body(session.account)
            try await end(session)
            return response
        } catch {
            try? await end(session)
            throw error
        }
    }

    /// Runs `body` between its lines in the audit log.
    ///
    /// - Throws: `Problem`: 503 when a line cannot be written (I-9); what the ledger refused, as the asker reads it.
    func audited(
        _ action: String, _ object: String, _ account: Account, _ body: () async throws -> Response
    ) async throws -> Response {
        try await audit(action, object, account.user, "asked")
        do {
            let response = try await body()
            try await audit(action, object, account.user, "done")
            return response
        } catch let refusal as LedgerRefusal {
            try await audit(action, object, account.user, "refused: \(refusal)")
            throw Problem(refusal)
        } catch let problem as Problem {
            try await audit(action, object, account.user, "refused: \(problem.status)")
            throw problem
        }
    }

    private func logIn(_ credentials: Credentials) async throws -> Session {
        do throws(LogInRefusal) {
            return try await parts.accounts.logIn(
                user: credentials.user, password: credentials.password, code: credentials.code, origin: "unix")
        } catch {
            throw Problem(error)
        }
    }

    private func end(_ session: Session) async throws {
        do {
            try await parts.accounts.end(token: session.token)
        } catch {
            throw Problem.unavailable()
        }
    }

    func audit(_ action: String, _ object: String, _ user: String, _ result: String) async throws {
        try await parts.imports.parts.records.audit(
            action, object: object, result: result, actor: user, origin: "unix")
    }
}
