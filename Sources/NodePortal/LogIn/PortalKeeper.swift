import Access
import Crypto
import Domain
import Hummingbird
import Logging
import OpenIDConnect
import PeopleHTTP
import Trust
import WebUI

/// Lets people into the portal, step by step.
struct PortalKeeper: EntranceKeeper {
    let parts: PortalParts
    let sessions: PortalSessions

    var face: Frame.Face { .portal(region: parts.regionName) }
    var pages: Pages { parts.pages }
    var hasTLS: Bool { parts.hasTLS }
    var cookieName: String { sessions.cookieName }
    var identityProviders: IdentityProviders { parts.entrance }
    var entranceKey: SymmetricKey { parts.localKeys.entrance }
    var whoGivesRoles: String { "de beheerder van uw gemeente" }
    var accounts: AccountStore { parts.accounts }

    func isInside(_ request: Request) async throws -> Bool { try await sessions.visit(of: request) != nil }

    func recorded(_ step: EntranceStep, user: String, origin: String) async throws -> EntranceStep {
        try await PortalLogIn(parts).recorded(step, user: user, origin: origin)
    }

    func vouched(_ person: ProvenPerson, _ rules: ProviderRules) throws(LogInRefusal) -> VouchedPerson {
        let own = parts.registry.value.member(parts.region)?.region.municipalities ?? []
        guard let municipality = own.first(where: { rules.place == .municipality($0.code) }) else {
            throw .unavailable
        }
        return VouchedPerson(
            provider: rules.name, subject: person.subject, displayName: person.displayName, role: person.role,
            municipality: municipality.code, organisation: municipality.oin)
    }

    func refused(by provider: String, _ reason: String, origin: String) async throws {
        parts.counters.add(.providerRefused)
        parts.logger.notice(
            "log-in at an identity provider refused", metadata: ["provider": "\(provider)", "reason": "\(reason)"])
        try await parts.records.audit(
            "log in", object: "session", result: "refused by \(provider): \(reason)", actor: "unknown", origin: origin)
    }

    func cookie(for session: Session) -> Cookie { sessions.cookie(for: session) }

    func frame(for session: Session) -> Frame { sessions.frame(Visit(session: session, isBrowser: true)) }
}
