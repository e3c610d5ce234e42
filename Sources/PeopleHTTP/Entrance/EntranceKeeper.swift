package import Domain
package import Hummingbird
package import WebUI

/// What a face does when somebody logs in step by step: looks at what was given, and writes its audit log first (I-9).
///
/// Two real ones exist: the portal of a region, and the monitor of a gateway.
package protocol EntranceKeeper: Sendable {
    /// What lets somebody in.
    associatedtype Entered: Sendable

    var face: Frame.Face { get }
    var pages: Pages { get }
    var hasTLS: Bool { get }
    /// Of the cookie that a session is kept in; ports of one host share a cookie jar, so the face is in it.
    var cookieName: String { get }
    /// Where somebody can log in otherwise.
    var providers: [LogInPage.Provider] { get }

    func isInside(_ request: Request) async throws -> Bool
    func enter(user: String, password: String, origin: String) async throws -> EntranceStep<Entered>
    /// What is asked of whoever holds `token`; nil when that has ended.
    func halfWay(token: String) async throws -> HalfWay?
    func giveCode(_ code: String, token: String, origin: String) async throws -> EntranceStep<Entered>
    func choosePassword(_ password: String, token: String, origin: String) async throws -> EntranceStep<Entered>
    func confirmEnrolment(_ code: String, token: String, origin: String) async throws -> EntranceStep<Entered>
    func cookie(for entered: Entered) -> Cookie
    func frame(for entered: Entered) -> Frame
}

extension EntranceKeeper {
    /// The log-in page.
    package func logInPage(user: String = "", fault: LogInPage.Fault? = nil) -> String {
        pages.logIn(LogInPage(face: face, user: user, fault: fault, providers: providers))
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
