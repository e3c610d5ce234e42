import Access
import Hummingbird
import PeopleHTTP
import WebUI

/// Lets people into the portal, step by step.
struct PortalKeeper: EntranceKeeper {
    let parts: PortalParts
    let sessions: PortalSessions

    var face: Frame.Face { .portal(region: parts.regionName) }
    var pages: Pages { parts.pages }
    var hasTLS: Bool { parts.hasTLS }
    var cookieName: String { sessions.cookieName }
    var providers: [LogInPage.Provider] { parts.entrance.buttons }
    var accounts: AccountStore { parts.accounts }

    func isInside(_ request: Request) async throws -> Bool { try await sessions.visit(of: request) != nil }

    func recorded(_ step: EntranceStep, user: String, origin: String) async throws -> EntranceStep {
        try await PortalLogIn(parts).recorded(step, user: user, origin: origin)
    }

    func cookie(for session: Session) -> Cookie { sessions.cookie(for: session) }

    func frame(for session: Session) -> Frame { sessions.frame(Visit(session: session, isBrowser: true)) }
}
