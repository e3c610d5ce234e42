import Access
import Foundation
package import Hummingbird
import OpenIDConnect
import WebUI
import Wire

/// Log-in at an identity provider: there, and back.
package struct ProviderRoutes<Keeper: EntranceKeeper>: Sendable {
    private let keeper: Keeper

    package init(_ keeper: Keeper) { self.keeper = keeper }

    package func add(to router: Router<FaceContext>) {
        router.get("/inloggen/bij/:naam") { request, context in try await leave(request, context) }
        router.get("/inloggen/terug/:naam") { request, context in try await comeBack(request, context) }
    }

    private var cookieName: String { keeper.cookieName + "-elders" }

    /// Sends the browser to the provider. What must come back stays in a cookie that this browser also sends when
    /// another site sends it here.
    private func leave(_ request: Request, _ context: FaceContext) async throws -> Response {
        let provider = try provider(context)
        let began: (address: String, pending: PendingLogIn)
        do throws(ProviderRefusal) {
            began = try await provider.begin()
        } catch {
            return try await refused(error, provider, context)
        }
        guard let sealed = try? began.pending.sealed(with: keeper.entranceKey) else {
            throw Problem.unavailable()
        }
        var response = Response(status: .seeOther, headers: [.location: began.address])
        response.setCookie(cookie(sealed, age: ProviderRules.pendingSeconds))
        return response
    }

    private func comeBack(_ request: Request, _ context: FaceContext) async throws -> Response {
        let provider = try provider(context)
        let kept = request.cookies[cookieName]?.value ?? ""
        let answer = Dictionary(
            request.uri.queryParameters.map { (String($0.key), String($0.value)) }, uniquingKeysWith: { one, _ in one })
        let person: ProvenPerson
        do throws(ProviderRefusal) {
            guard let pending = PendingLogIn.open(kept, with: keeper.entranceKey) else {
                throw ProviderRefusal.wrongState
            }
            person = try await provider.finish(answer, pending: pending)
        } catch {
            return try await refused(error, provider, context)
        }
        let step: EntranceStep
        do throws(LogInRefusal) {
            step = try await keeper.accounts.enter(try keeper.vouched(person, provider.rules))
        } catch {
            throw Problem.unavailable()
        }
        let user = "\(provider.rules.name) \(person.subject)"
        switch try await keeper.recorded(step, user: user, origin: context.origin) {
        case .entered(let session, _):
            var response = Response.html(.ok, keeper.pages.entered(EnteredPage(face: keeper.face)))
            response.add(["Refresh": "0; url=/"])
            response.setCookie(keeper.cookie(for: session))
            response.setCookie(cookie("", age: 0))
            return response
        case .halfWay, .refused:
            return page(
                .forbidden,
                "U bent bij \(provider.rules.title) ingelogd, maar hebt hier geen rol. "
                    + "Vraag \(keeper.whoGivesRoles) om u een rol te geven.")
        }
    }

    private func provider(_ context: FaceContext) throws -> ProviderClient {
        guard let name = context.parameters.get("naam"), let provider = keeper.identityProviders[name] else {
            throw Problem.notFound()
        }
        return provider
    }

    private func refused(
        _ refusal: ProviderRefusal, _ provider: ProviderClient, _ context: FaceContext
    ) async throws -> Response {
        try await keeper.refused(by: provider.rules.name, "\(refusal)", origin: context.origin)
        switch refusal {
        case .unreachable, .document:
            return page(
                .serviceUnavailable,
                "\(provider.rules.title) antwoordt nu niet goed. Probeer het over een paar minuten opnieuw.")
        case .denied:
            return page(
                .forbidden, "Bij \(provider.rules.title) is het inloggen niet gelukt of gestopt. Probeer het opnieuw.")
        case .wrongState, .late:
            return page(
                .badRequest, "Dit inloggen is verlopen, of begon in een andere browser. Begin hier opnieuw.")
        case .token(.level):
            return page(
                .forbidden,
                "U bent bij \(provider.rules.title) niet zeker genoeg ingelogd. Log daar in met een tweede factor.")
        case .wrongIssuer, .codeRefused, .token:
            return page(
                .forbidden,
                "Wat \(provider.rules.title) ons stuurde klopt niet. U bent niet ingelogd. "
                    + "Vraag \(keeper.whoGivesRoles) om hulp.")
        }
    }

    private func page(_ status: HTTPResponse.Status, _ sentence: String) -> Response {
        var response = Response.html(status, keeper.logInPage(fault: .provider(sentence)))
        response.setCookie(cookie("", age: 0))
        return response
    }

    private func cookie(_ value: String, age: Int) -> Cookie {
        Cookie(
            name: cookieName, value: value, maxAge: age, path: "/inloggen", secure: keeper.hasTLS, httpOnly: true,
            sameSite: .lax)
    }
}
