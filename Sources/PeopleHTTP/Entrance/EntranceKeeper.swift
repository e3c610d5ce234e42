package import Access
package import Crypto
package import Domain
package import Hummingbird
package import OpenIDConnect
package import WebUI
import Wire

/// What a face has of its own when somebody logs in step by step; the steps themselves are those of `AccountStore`.
///
/// Two real ones exist: the portal of a region, and the monitor of a gateway.
package protocol EntranceKeeper: Sendable {
    var face: Frame.Face { get }
    var pages: Pages { get }
    var hasTLS: Bool { get }
    /// Of the cookie that a session is kept in; ports of one host share a cookie jar, so the face is in it.
    var cookieName: String { get }
    /// Where somebody can log in otherwise.
    var identityProviders: IdentityProviders { get }
    /// Seals what a browser keeps while somebody logs in elsewhere.
    var entranceKey: SymmetricKey { get }
    /// Whom somebody without a role asks, as a sentence names them.
    var whoGivesRoles: String { get }
    var accounts: AccountStore { get }

    func isInside(_ request: Request) async throws -> Bool
    /// Writes what came of a step before it is answered (I-9), and may still refuse whom the face does not let in: a
    /// session that is not given out has ended.
    ///
    /// - Parameter user: who tries, as typed; empty once somebody is half-way.
    func recorded(_ step: EntranceStep, user: String, origin: String) async throws -> EntranceStep
    /// For whom a provider vouches here.
    ///
    /// - Throws: `LogInRefusal.unavailable` when the registry does not have whose provider it is: nobody can act for it
    ///   then.
    func vouched(_ person: ProvenPerson, _ rules: ProviderRules) throws(LogInRefusal) -> VouchedPerson
    /// Writes that a log-in at a provider came to nothing, before it is answered.
    func refused(by provider: String, _ reason: String, origin: String) async throws
    func cookie(for session: Session) -> Cookie
    func frame(for session: Session) -> Frame
}

extension EntranceKeeper {
    /// Takes a step, and records what came of it.
    ///
    /// - Throws: `Problem` 503 when accounts or audit log fail: then nobody is let in.
    func taken(
        _ user: String = "", _ origin: String, _ step: () async throws(LogInRefusal) -> EntranceStep
    ) async throws -> EntranceStep {
        let done: EntranceStep
        do throws(LogInRefusal) {
            done = try await step()
        } catch {
            throw Problem.unavailable()
        }
        return try await recorded(done, user: user, origin: origin)
    }

    /// The log-in page.
    package func logInPage(user: String = "", fault: LogInPage.Fault? = nil) -> String {
        pages.logIn(LogInPage(face: face, user: user, fault: fault, providers: identityProviders.buttons))
    }

    /// Keeps the half-way state in the browser that gave the password, and only for the pages that ask more of it.
    package func cookie(for halfWay: HalfWay) -> Cookie {
        Cookie(
            name: cookieName + "-halfweg", value: halfWay.token, path: EntranceRoutes<Self>.path, secure: hasTLS,
            httpOnly: true, sameSite: .strict)
    }

    var expiredHalfWay: Cookie {
        Cookie(
            name: cookieName + "-halfweg", value: "", maxAge: 0, path: EntranceRoutes<Self>.path, secure: hasTLS,
            httpOnly: true, sameSite: .strict)
    }
}
