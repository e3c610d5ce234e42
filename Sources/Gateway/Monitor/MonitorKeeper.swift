import Access
import Accountability
import Crypto
import Domain
import Foundation
import Hummingbird
import Logging
import OpenIDConnect
import PeopleHTTP
import Trust
import WebUI
import Wire

/// Lets processors into the monitor, step by step; another role's session ends before anybody has it.
struct MonitorKeeper: EntranceKeeper {
    private static let roles: Set<Role> = [.processor, .regionalIT, .federationAdministrator]

    let parts: GatewayParts
    let accounts: AccountStore
    let pages: Pages
    let identityProviders: IdentityProviders
    let entranceKey: SymmetricKey
    let hasTLS: Bool
    let cookieName = "hallowerk-monitor"

    var face: Frame.Face { .monitor }
    var whoGivesRoles: String { "de beheerder van de federatie" }

    /// Whose request it is, or nil.
    func session(of request: Request) async throws -> Session? {
        guard let token = request.cookies[cookieName]?.value, !token.isEmpty else { return nil }
        let session = try await accounts.session(token: token)
        return session.flatMap { Self.roles.contains($0.account.role) ? $0 : nil }
    }

    func isInside(_ request: Request) async throws -> Bool { try await session(of: request) != nil }

    func vouched(_ person: ProvenPerson, _ rules: ProviderRules) throws(LogInRefusal) -> VouchedPerson {
        let registry = parts.registry.value
        guard case .organisation(let oin) = rules.place else { throw .unavailable }
        let isKnown =
            switch person.role {
            case .regionalIT: registry.member(oin: oin) != nil
            default: registry.processor(oin: oin) != nil
            }
        guard isKnown else { throw .unavailable }
        return VouchedPerson(
            provider: rules.name, subject: person.subject, displayName: person.displayName, role: person.role,
            municipality: nil, organisation: oin)
    }

    func refused(by provider: String, _ reason: String, origin: String) async throws {
        parts.logger.notice(
            "log-in at an identity provider refused", metadata: ["provider": "\(provider)", "reason": "\(reason)"])
        try await audit("log in", "refused by \(provider): \(reason)", actor: "unknown", origin)
    }

    func cookie(for session: Session) -> Cookie {
        Cookie(
            name: cookieName, value: session.token, path: "/", secure: hasTLS, httpOnly: true, sameSite: .strict)
    }

    func frame(for session: Session) -> Frame {
        let visitor = Visitor(
            name: session.account.displayName, role: session.account.role, organisation: place(of: session.account),
            csrfToken: session.csrfToken)
        return Frame(face: .monitor, visitor: visitor)
    }

    /// Whose health `account` may see now (P-VIS-4): asked at each request, so that an agreement that ends, ends at
    /// once.
    func reach(of account: Account) -> HealthReach {
        let registry = parts.registry.value
        return switch account.role {
        case .federationAdministrator: .all
        case .regionalIT: .regions(Set([registry.member(oin: account.organisation)?.region.code].compactMap(\.self)))
        case .processor: .regions(parts.regions(of: account.organisation))
        case .accountManager, .caseManager, .municipalAdministrator: .regions([])
        }
    }

    /// What stands under somebody's name.
    private func place(of account: Account) -> String {
        let registry = parts.registry.value
        return switch account.role {
        case .processor: registry.processor(oin: account.organisation)?.name ?? "Verwerker"
        case .regionalIT: registry.member(oin: account.organisation)?.region.name ?? "Regionale ICT"
        default: "Federatie"
        }
    }

    /// - Throws: `Problem` 503 when it cannot be written: then nobody is let in or answered (I-9).
    func audit(
        _ action: String, _ result: String, actor: String, _ origin: String, object: String = "session"
    ) async throws {
        do {
            try await parts.auditLog.record(
                AuditRecord(
                    action: action, object: object, result: result, origin: origin, actor: actor, time: parts.now(),
                    traceID: TraceContext.start().traceID))
        } catch {
            throw Problem.unavailable()
        }
    }

    func recorded(_ step: EntranceStep, user: String, origin: String) async throws -> EntranceStep {
        switch step {
        case .entered(let session, _): return try await admitted(session, step, origin)
        case .halfWay(let halfWay, let refusal):
            try await audit("log in", refusal == nil ? "half-way" : "refused: code", actor: halfWay.user, origin)
        case .refused(.tooManyAttempts):
            try await audit("log in", "refused: too many attempts", actor: "unknown", origin)
        case .refused: try await audit("log in", "refused", actor: "unknown", origin)
        }
        return step
    }

    private func admitted(
        _ session: Session, _ step: EntranceStep, _ origin: String
    ) async throws -> EntranceStep {
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
