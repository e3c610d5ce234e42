import Access
import Accountability
import Domain
import Dossiers
import Trust
import Hummingbird
import PeopleHTTP
import Wire

/// Who signs in with a request on the socket.
struct Credentials {
    let user: String
    let password: String

    init(_ fields: inout JSONFields) {
        user = fields.text("gebruiker", atMost: 100)
        password = fields.text("wachtwoord", atMost: 256)
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
            throw Self.problem(for: refusal)
        }
    }

    /// One line of the processing log for `people`, by pseudonym (I-9).
    ///
    /// - Parameter activity: its name in the register of processing activities.
    /// - Throws: `Problem` 503 when it cannot be written.
    func log(_ people: [ProfileID], _ name: String, _ activity: String, for organisation: OIN?) async throws {
        guard !people.isEmpty else { return }
        let trace = TraceContext.start()
        let time = parts.now()
        do {
            try await parts.processingLog.record(
                ProcessingRecord(
                    traceID: trace.traceID, spanID: trace.spanID, parentSpanID: nil,
                    activity: "https://register.hallowerk.example/verwerkingsactiviteiten/\(activity)", name: name,
                    started: time, ended: time, succeeded: true,
                    subjects: people.map { Pseudonym.subject($0, key: parts.subjectKey) }, asker: organisation))
        } catch {
            throw Problem.unavailable()
        }
    }

    private func logIn(_ credentials: Credentials) async throws -> Session {
        do throws(LogInRefusal) {
            return try await parts.accounts.logIn(
                user: credentials.user, password: credentials.password, origin: "unix")
        } catch {
            switch error {
            case .wrongUserOrPassword: throw Problem.wrongUserOrPassword()
            case .tooManyAttempts(let seconds): throw Problem.tooManyRequests(retryAfterSeconds: seconds)
            case .unavailable: throw Problem.unavailable()
            }
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
        do {
            try await parts.auditLog.record(
                AuditRecord(
                    action: action, object: object, result: result, origin: "unix", actor: user,
                    time: parts.now(), traceID: TraceContext.start().traceID))
        } catch {
            throw Problem.unavailable()
        }
    }

    /// What the ledger refused, as the asker reads it.
    static func problem(for refusal: LedgerRefusal) -> Problem {
        switch refusal {
        case .notYours, .unknown: .notFound()
        case .incomplete(let field), .unstorable(let field):
            .badRequest([FieldError(field: names[field] ?? field, message: "ontbreekt of is te lang")])
        case .hideUnfinished:
            Problem(
                status: 409, title: "Verbergen is niet afgemaakt",
                detail: "Een eerdere verberging kon niet worden vastgelegd. Verberg het profiel eerst opnieuw.")
        case .importUnfinished:
            Problem(
                status: 409, title: "Er loopt al een levering",
                detail: "Een eerdere levering van deze gemeente is nog niet klaar. Wacht daarop.")
        case .alreadyThere, .conflict, .tooManyWaiting, .notWritten: .unavailable()
        }
    }

    /// The fields of an act, as this interface names them.
    private static let names = ["account": "gebruiker", "request": "verzoek", "reason": "reden"]
}
