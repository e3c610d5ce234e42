import Access
import Domain
package import Hummingbird
import WebUI
import Wire

/// Log-in with a browser, one page for each thing that is asked; works without a script.
package struct EntranceRoutes<Keeper: EntranceKeeper>: Sendable {
    /// The first page. Those after it lie below, and so does the cookie of who is half-way.
    package static var path: String { "/inloggen" }
    /// Where more is asked of who gave the right password.
    package static var furtherPath: String { "/inloggen/verder" }
    /// The methods of each fixed path, for 405.
    package static var allowed: [String: String] { [path: "GET, POST", furtherPath: "GET, POST"] }

    private let keeper: Keeper

    package init(_ keeper: Keeper) { self.keeper = keeper }

    package func add(to router: Router<FaceContext>) {
        router.get(RouterPath(Self.path)) { request, _ in
            try await keeper.isInside(request) ? Response.seeOther("/") : .html(.ok, keeper.logInPage())
        }
        router.post(RouterPath(Self.path)) { request, context in try await enter(request, context) }
        router.get(RouterPath(Self.furtherPath)) { request, _ in
            guard let halfWay = try await halfWay(of: request) else { return Response.seeOther(Self.path) }
            return page(.ok, halfWay, nil)
        }
        router.post(RouterPath(Self.furtherPath)) { request, context in try await goOn(request, context) }
    }

    private func enter(_ request: Request, _ context: FaceContext) async throws -> Response {
        try request.refuseOtherSites()
        let form = try await FormBody.read(request)
        let user = form.first("gebruiker") ?? ""
        let step = try await keeper.taken(user, context.origin) { () async throws(LogInRefusal) in
            try await keeper.accounts.enter(
                user: user, password: form.first("wachtwoord") ?? "", origin: context.origin)
        }
        return response(to: step, to: request, user: user)
    }

    private func goOn(_ request: Request, _ context: FaceContext) async throws -> Response {
        try request.refuseOtherSites()
        let form = try await FormBody.read(request)
        guard let halfWay = try await halfWay(of: request) else { return response(to: .refused(.ended), to: request) }
        let (code, password) = (
            form.first(EntrancePage.Field.code) ?? "", form.first(EntrancePage.Field.password) ?? ""
        )
        let (token, origin) = (halfWay.token, context.origin)
        if halfWay.need == .newPassword, password != form.first(EntrancePage.Field.repeated) {
            return response(to: .halfWay(halfWay, .newPassword(.notRepeated)), to: request)
        }
        let step = try await keeper.taken("", origin) { () async throws(LogInRefusal) in
            switch halfWay.need {
            case .code: try await keeper.accounts.giveCode(code, token: token, origin: origin)
            case .enrolment: try await keeper.accounts.confirmEnrolment(code, token: token, origin: origin)
            case .newPassword: try await keeper.accounts.choosePassword(password, token: token)
            }
        }
        return response(to: step, to: request)
    }

    /// What the request's browser is half-way in, or nil.
    private func halfWay(of request: Request) async throws -> HalfWay? {
        let token = request.cookies[keeper.cookieName + "-halfweg"]?.value ?? ""
        guard (1...128).contains(token.utf8.count) else { return nil }
        do throws(LogInRefusal) {
            return try await keeper.accounts.halfWay(token: token)
        } catch {
            throw Problem.unavailable()
        }
    }

    private func response(
        to step: EntranceStep, to request: Request, user: String = ""
    ) -> Response {
        switch step {
        case .entered(let entered, let codes):
            let page = RecoveryCodesPage(frame: keeper.frame(for: entered), codes: codes)
            var response =
                codes.isEmpty ? Response.seeOther("/") : .html(.ok, keeper.pages.recoveryCodes(page))
            response.setCookie(keeper.cookie(for: entered))
            endHalfWay(request, &response)
            return response
        case .halfWay(let halfWay, nil):
            var response = Response.seeOther(Self.furtherPath)
            response.setCookie(keeper.cookie(for: halfWay))
            return response
        case .halfWay(let halfWay, let refusal?):
            var response = page(Self.status(of: refusal), halfWay, refusal)
            response.wait(for: refusal)
            return response
        case .refused(let refusal):
            var response = Response.html(
                Self.status(of: refusal), keeper.logInPage(user: user, fault: .refused(refusal)))
            response.wait(for: refusal)
            endHalfWay(request, &response)
            return response
        }
    }

    /// Takes the cookie of the half-way state away, from a browser that has one.
    private func endHalfWay(_ request: Request, _ response: inout Response) {
        let kept = request.cookies[keeper.cookieName + "-halfweg"]?.value ?? ""
        if !kept.isEmpty { response.setCookie(keeper.expiredHalfWay) }
    }

    private func page(_ status: HTTPResponse.Status, _ halfWay: HalfWay, _ refusal: EntranceRefusal?) -> Response {
        .html(status, keeper.pages.entrance(EntrancePage(face: keeper.face, halfWay: halfWay, fault: refusal)))
    }

    private static func status(of refusal: EntranceRefusal) -> HTTPResponse.Status {
        switch refusal {
        case .tooManyAttempts: .tooManyRequests
        case .newPassword: .badRequest
        case .withoutRole: .forbidden
        case .wrongUserOrPassword, .wrongCode, .ended: .unauthorized
        }
    }
}

extension Response {
    fileprivate mutating func wait(for refusal: EntranceRefusal) {
        if case .tooManyAttempts(let seconds) = refusal { add(["Retry-After": String(seconds)]) }
    }
}
