import Access
import Accountability
import Domain
import Dossiers
import Foundation
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

extension ControlRoutes {
    /// Runs `body` as the case manager that `credentials` name, for a dossier of that case manager's municipality; the
    /// session ends with it.
    ///
    /// - Throws: `Problem`: 401 for a wrong user or password, 429 after too many, 403 for another role, one and the
    ///   same 404 for a dossier that is not there and one of another municipality, 503 when the audit log cannot be
    ///   written.
    func asCaseManager(
        _ credentials: Credentials, _ action: String, _ id: ProfileID,
        _ body: (Account, MunicipalityCode) async throws -> Response
    ) async throws -> Response {
        let session = try await logIn(credentials)
        do {
            let response = try await allowed(session.account, action, id, body)
            try await end(session)
            return response
        } catch {
            try? await end(session)
            throw error
        }
    }

    private func allowed(
        _ account: Account, _ action: String, _ id: ProfileID,
        _ body: (Account, MunicipalityCode) async throws -> Response
    ) async throws -> Response {
        guard account.role == .caseManager, let municipality = account.municipality else {
            try await audit(action, "profile \(id)", account.user, "refused: role")
            throw Problem.forbidden()
        }
        guard try await parts.dossiers.info(id)?.municipality == municipality else {
            try await audit(action, "profile \(id)", account.user, "refused: not of this municipality")
            throw Problem.notFound()
        }
        try await audit(action, "profile \(id)", account.user, "asked")
        do {
            let response = try await body(account, municipality)
            try await audit(action, "profile \(id)", account.user, "done")
            return response
        } catch let refusal as LedgerRefusal {
            try await audit(action, "profile \(id)", account.user, "refused: \(refusal)")
            throw Self.problem(for: refusal)
        }
    }

    func logIn(_ credentials: Credentials) async throws -> Session {
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

    func end(_ session: Session) async throws {
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

    static func problem(for refusal: LedgerRefusal) -> Problem {
        switch refusal {
        case .notYours, .unknown: .notFound()
        case .incomplete(let field), .unstorable(let field):
            .badRequest([FieldError(field: names[field] ?? field, message: "ontbreekt of is te lang")])
        case .hideUnfinished:
            Problem(
                status: 409, title: "Verbergen is niet afgemaakt",
                detail: "Een eerdere verberging kon niet worden vastgelegd. Verberg het profiel eerst opnieuw.")
        case .alreadyThere, .tooManyWaiting, .notWritten: .unavailable()
        }
    }

    /// The fields of an act, as this interface names them.
    private static let names = ["account": "gebruiker", "request": "verzoek", "reason": "reden"]

    /// The state of one dossier and how it came about, without anything of the person.
    func describe(_ id: ProfileID) async throws -> Response {
        guard let standing = try await parts.dossiers.info(id) else { throw Problem.notFound() }
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        let history = standing.history.map { change in
            [
                "van": change.from.rawValue, "naar": change.to.rawValue, "door": change.account,
                "verzoek": change.request, "reden": change.reason, "tijdstip": change.at.formatted(style),
            ]
        }
        return try .json([
            "id": id.description, "gemeente": standing.municipality.code,
            "zichtbaarheid": standing.visibility.rawValue, "generatie": standing.generation,
            "revisie": standing.revision, "geschiedenis": history,
        ])
    }
}
