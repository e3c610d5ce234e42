import Access
import Domain
import Hummingbird
import PeopleHTTP
import WebUI
import Wire

/// Lets people into the portal, step by step.
struct PortalKeeper: EntranceKeeper {
    let parts: PortalParts
    let sessions: PortalSessions

    var face: Frame.Face { .portal(region: parts.regionName) }
    var pages: Pages { parts.pages }
    var hasTLS: Bool { parts.hasTLS }
    var cookieName: String { sessions.cookieName }
    var providers: [LogInPage.Provider] { parts.entrance.buttons }

    func isInside(_ request: Request) async throws -> Bool { try await sessions.visit(of: request) != nil }

    func enter(user: String, password: String, origin: String) async throws -> EntranceStep<Session> {
        try await recorded(user, origin) { () async throws(LogInRefusal) in
            try await parts.accounts.enter(user: user, password: password, origin: origin)
        }
    }

    func halfWay(token: String) async throws -> HalfWay? {
        do throws(LogInRefusal) {
            return try await parts.accounts.halfWay(token: token)
        } catch {
            throw Problem.unavailable()
        }
    }

    func giveCode(_ code: String, token: String, origin: String) async throws -> EntranceStep<Session> {
        try await recorded("", origin) { () async throws(LogInRefusal) in
            try await parts.accounts.giveCode(code, token: token, origin: origin)
        }
    }

    func choosePassword(_ password: String, token: String, origin: String) async throws -> EntranceStep<Session> {
        try await recorded("", origin) { () async throws(LogInRefusal) in
            try await parts.accounts.choosePassword(password, token: token)
        }
    }

    func confirmEnrolment(_ code: String, token: String, origin: String) async throws -> EntranceStep<Session> {
        try await recorded("", origin) { () async throws(LogInRefusal) in
            try await parts.accounts.confirmEnrolment(code, token: token, origin: origin)
        }
    }

    func cookie(for entered: Session) -> Cookie { sessions.cookie(for: entered) }

    func frame(for entered: Session) -> Frame { sessions.frame(Visit(session: entered, isBrowser: true)) }

    private func recorded(
        _ user: String, _ origin: String, _ step: () async throws(LogInRefusal) -> EntranceStep<Session>
    ) async throws -> EntranceStep<Session> {
        let done: EntranceStep<Session>
        do throws(LogInRefusal) {
            done = try await step()
        } catch {
            throw Problem.unavailable()
        }
        return try await PortalLogIn(parts).recorded(done, user: user, origin: origin)
    }
}
