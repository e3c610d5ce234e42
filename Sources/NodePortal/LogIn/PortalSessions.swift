import Access
import Domain
import Foundation
import Hummingbird
import Mailbox
import PeopleHTTP
import Trust
import WebUI
import Wire

/// Somebody who is logged in, and how the request proved it.
struct Visit: Sendable {
    let session: Session
    /// By cookie: then whatever asks or changes something needs the token against forgery.
    let isBrowser: Bool
    var account: Account { session.account }
}

/// Finds out who sends a request, and refuses what another site could have made a browser send.
struct PortalSessions: Sendable {
    /// The header in which a script gives the token against forgery.
    static let csrfHeader = "HalloWerk-Csrf"

    let parts: PortalParts
    /// Ports of one host share a cookie jar, so the region is in the name.
    let cookieName: String

    init(_ parts: PortalParts) {
        self.parts = parts
        cookieName = "hallowerk-\(parts.region.slug)"
    }

    /// Who sends `request`, or nil.
    ///
    /// - Throws: `Problem` 503 when the accounts cannot be read.
    func visit(of request: Request) async throws -> Visit? {
        let bearer = request.headers[.authorization].flatMap { value -> String? in
            guard value.lowercased().hasPrefix("bearer ") else { return nil }
            return String(value.dropFirst("bearer ".count))
        }
        guard let token = bearer ?? request.cookies[cookieName]?.value, !token.isEmpty, token.utf8.count <= 128 else {
            return nil
        }
        do {
            return try await parts.accounts.session(token: token).map { Visit(session: $0, isBrowser: bearer == nil) }
        } catch {
            throw Problem.unavailable()
        }
    }

    /// Who sends `request`; somebody who may search. Checked for forgery when a browser sends it.
    ///
    /// - Parameter csrf: the token that came with it.
    /// - Throws: `Problem` 401; 403 for a forged request and for a role that no activity allows.
    func searcher(of request: Request, csrf: String?) async throws -> Visit {
        let visit = try await member(of: request, csrf: csrf)
        try requireSearcher(visit)
        return visit
    }

    /// Who sends `request`, whatever the role. Checked for forgery when a browser sends it.
    ///
    /// - Parameter csrf: the token that came with it.
    /// - Throws: `Problem` 401; 403 for a forged request.
    func member(of request: Request, csrf: String?) async throws -> Visit {
        guard let visit = try await visit(of: request) else { throw Problem.unauthorized() }
        if visit.isBrowser {
            try request.refuseOtherSites()
            guard csrf == visit.session.csrfToken else { throw Problem.forbidden() }
        }
        return visit
    }

    /// The token that a script sends along.
    static func csrf(of request: Request) -> String? { HeaderName(csrfHeader).flatMap { request.headers[$0] } }

    func requireSearcher(_ visit: Visit) throws {
        guard !Purpose.choices(for: visit.account.role).isEmpty else { throw Problem.forbidden() }
    }

    func cookie(for session: Session) -> Cookie {
        Cookie(
            name: cookieName, value: session.token, maxAge: max(1, Int(session.expires.timeIntervalSince(parts.now()))),
            path: "/", secure: parts.hasTLS, httpOnly: true, sameSite: .strict)
    }

    var expiredCookie: Cookie {
        Cookie(
            name: cookieName, value: "", maxAge: 0, path: "/", secure: parts.hasTLS, httpOnly: true, sameSite: .strict)
    }

    /// Messages and answers that nobody has looked at, for the menu.
    private func unread(_ account: Account) -> Int {
        let received = account.role == .caseManager ? account.municipality.map(parts.post.store.unread) ?? 0 : 0
        return received + parts.post.store.unseenAnswers(of: account.user)
    }

    /// What stands around a page for `visit`.
    func frame(_ visit: Visit?) -> Frame {
        Frame(
            face: .portal(region: parts.regionName),
            visitor: visit.map { visit in
                let place = visit.account.municipality.flatMap { parts.registry.value.municipality($0)?.name }
                return Visitor(
                    name: visit.account.displayName, role: visit.account.role,
                    organisation: place.map { "Gemeente \($0)" }
                        ?? parts.registry.value.processor(oin: visit.account.organisation)?.name ?? parts.regionName,
                    csrfToken: visit.session.csrfToken, unread: unread(visit.account))
            }, notice: visit == nil ? nil : parts.maintenanceNotice,
            emergency: visit.flatMap { EmergencyDesk(parts: parts).notice(for: $0.account) })
    }

    /// A refusal as a page; without a session, the log-in.
    @Sendable func page(for problem: Problem, _ request: Request, _ context: FaceContext) async -> Response {
        if problem.status == 401 {
            return .html(
                .unauthorized,
                parts.pages.logIn(
                    LogInPage(
                        face: .portal(region: parts.regionName), fault: .sessionEnded,
                        providers: parts.entrance.buttons)))
        }
        return .html(.init(code: problem.status), html(of: problem, try? await visit(of: request), context))
    }

    /// A refusal as a page's text.
    func html(of problem: Problem, _ visit: Visit?, _ context: FaceContext) -> String {
        let isBudget = problem.budgetSpan != nil
        let errors = isBudget ? [] : problem.errors
        let details = errors.map { $0.field.isEmpty ? $0.message : "\($0.field): \($0.message)" }
        return parts.pages.problem(
            ProblemPage(
                frame: frame(visit), status: problem.status, details: details, requestID: context.requestID,
                budget: isBudget ? problem.detail : nil))
    }
}
