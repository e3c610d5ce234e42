import Access
import Accountability
import Domain
import Foundation
import Hummingbird
import PeopleHTTP
import Trust
import WebUI
import Wire

/// Lets processors into the monitor, step by step; another role's session ends before anybody has it.
struct MonitorKeeper: EntranceKeeper {
    private static let roles: Set<Role> = [.processor, .federationAdministrator]

    let parts: GatewayParts
    let accounts: AccountStore
    let pages: Pages
    let hasTLS: Bool
    let cookieName = "hallowerk-monitor"

    var face: Frame.Face { .monitor }
    var providers: [LogInPage.Provider] { [] }

    /// Whose request it is, or nil.
    func session(of request: Request) async throws -> Session? {
        guard let token = request.cookies[cookieName]?.value, !token.isEmpty else { return nil }
        let session = try await accounts.session(token: token)
        return session.flatMap { Self.roles.contains($0.account.role) ? $0 : nil }
    }

    func isInside(_ request: Request) async throws -> Bool { try await session(of: request) != nil }

    func enter(user: String, password: String, origin: String) async throws -> EntranceStep<Session> {
        try await recorded(origin) { () async throws(LogInRefusal) in
            try await accounts.enter(user: user, password: password, origin: origin)
        }
    }

    func halfWay(token: String) async throws -> HalfWay? {
        do throws(LogInRefusal) {
            return try await accounts.halfWay(token: token)
        } catch {
            throw Problem.unavailable()
        }
    }

    func giveCode(_ code: String, token: String, origin: String) async throws -> EntranceStep<Session> {
        try await recorded(origin) { () async throws(LogInRefusal) in
            try await accounts.giveCode(code, token: token, origin: origin)
        }
    }

    func choosePassword(_ password: String, token: String, origin: String) async throws -> EntranceStep<Session> {
        try await recorded(origin) { () async throws(LogInRefusal) in
            try await accounts.choosePassword(password, token: token)
        }
    }

    func confirmEnrolment(_ code: String, token: String, origin: String) async throws -> EntranceStep<Session> {
        try await recorded(origin) { () async throws(LogInRefusal) in
            try await accounts.confirmEnrolment(code, token: token, origin: origin)
        }
    }

    func cookie(for entered: Session) -> Cookie {
        Cookie(
            name: cookieName, value: entered.token, path: "/", secure: hasTLS, httpOnly: true, sameSite: .strict)
    }

    func frame(for entered: Session) -> Frame {
        let visitor = Visitor(
            name: entered.account.displayName, role: entered.account.role, organisation: "Verwerker",
            csrfToken: entered.csrfToken)
        return Frame(face: .monitor, visitor: visitor)
    }

    /// - Throws: `Problem` 503 when it cannot be written: then nobody is let in or answered (I-9).
    func audit(_ action: String, _ result: String, actor: String, _ origin: String) async throws {
        do {
            try await parts.auditLog.record(
                AuditRecord(
                    action: action, object: "session", result: result, origin: origin, actor: actor, time: parts.now(),
                    traceID: TraceContext.start().traceID))
        } catch {
            throw Problem.unavailable()
        }
    }

    private func recorded(
        _ origin: String, _ step: () async throws(LogInRefusal) -> EntranceStep<Session>
    ) async throws -> EntranceStep<Session> {
        let done: EntranceStep<Session>
        do throws(LogInRefusal) {
            done = try await step()
        } catch {
            throw Problem.unavailable()
        }
        switch done {
        case .entered(let session, _): return try await admitted(session, done, origin)
        case .halfWay(let halfWay, let refusal):
            try await audit("log in", refusal == nil ? "half-way" : "refused: code", actor: halfWay.user, origin)
        case .refused(.tooManyAttempts):
            try await audit("log in", "refused: too many attempts", actor: "unknown", origin)
        case .refused: try await audit("log in", "refused", actor: "unknown", origin)
        }
        return done
    }

    private func admitted(
        _ session: Session, _ step: EntranceStep<Session>, _ origin: String
    ) async throws -> EntranceStep<Session> {
        do {
            guard Self.roles.contains(session.account.role) else {
                try await accounts.end(token: session.token)
                try await audit("log in", "refused", actor: "unknown", origin)
                return .refused(.wrongUserOrPassword)
            }
            try await audit("log in", "ok", actor: session.account.user, origin)
            return step
        } catch {
            try? await accounts.end(token: session.token)
            throw Problem.unavailable()
        }
    }
}
