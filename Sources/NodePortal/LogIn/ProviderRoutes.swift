import Access
import Domain
import Foundation
import Hummingbird
import Logging
import OpenIDConnect
import PeopleHTTP
import Trust
import WebUI
import Wire

/// Log-in at a municipality's identity provider: there, and back.
struct ProviderRoutes: Sendable {
    let parts: PortalParts
    let keeper: PortalKeeper

    func add(to router: Router<FaceContext>) {
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
        guard let sealed = try? began.pending.sealed(with: parts.localKeys.entrance) else {
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
            guard let pending = PendingLogIn.open(kept, with: parts.localKeys.entrance) else {
                throw ProviderRefusal.wrongState
            }
            person = try await provider.finish(answer, pending: pending)
        } catch {
            return try await refused(error, provider, context)
        }
        let step: EntranceStep
        do throws(LogInRefusal) {
            step = try await parts.accounts.enter(try vouched(person, provider.rules))
        } catch {
            throw Problem.unavailable()
        }
        let user = "\(provider.rules.name) \(person.subject)"
        switch try await PortalLogIn(parts).recorded(step, user: user, origin: context.origin) {
        case .entered(let session, _):
            var response = Response.html(.ok, parts.pages.entered(EnteredPage(face: keeper.face)))
            response.add(["Refresh": "0; url=/"])
            response.setCookie(keeper.cookie(for: session))
            response.setCookie(cookie("", age: 0))
            return response
        case .halfWay, .refused:
            return page(
                .forbidden,
                "U bent bij \(provider.rules.title) ingelogd, maar hebt hier geen rol. "
                    + "Vraag de beheerder van uw gemeente om u een rol te geven.")
        }
    }

    private func provider(_ context: FaceContext) throws -> ProviderClient {
        guard let name = context.parameters.get("naam"), let provider = parts.entrance.provider(name) else {
            throw Problem.notFound()
        }
        return provider
    }

    /// - Throws: `LogInRefusal.unavailable` when the registry does not have the provider's municipality in this region:
    ///   nobody can act for it then.
    private func vouched(_ person: ProvenPerson, _ rules: ProviderRules) throws(LogInRefusal) -> VouchedPerson {
        let own = parts.registry.value.member(parts.region)?.region.municipalities ?? []
        guard let municipality = own.first(where: { $0.code == rules.municipality }) else { throw .unavailable }
        return VouchedPerson(
            provider: rules.name, subject: person.subject, displayName: person.displayName, role: person.role,
            municipality: municipality.code, organisation: municipality.oin)
    }

    private func refused(
        _ refusal: ProviderRefusal, _ provider: ProviderClient, _ context: FaceContext
    ) async throws -> Response {
        parts.counters.add(.providerRefused)
        parts.logger.notice(
            "log-in at an identity provider refused",
            metadata: ["provider": "\(provider.rules.name)", "reason": "\(refusal)"])
        try await parts.records.audit(
            "log in", object: "session", result: "refused by \(provider.rules.name): \(refusal)", actor: "unknown",
            origin: context.origin)
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
                    + "Bel de helpdesk van uw regio.")
        }
    }

    private func page(_ status: HTTPResponse.Status, _ sentence: String) -> Response {
        var response = Response.html(status, keeper.logInPage(fault: .provider(sentence)))
        response.setCookie(cookie("", age: 0))
        return response
    }

    private func cookie(_ value: String, age: Int) -> Cookie {
        Cookie(
            name: cookieName, value: value, maxAge: age, path: "/inloggen", secure: parts.hasTLS, httpOnly: true,
            sameSite: .lax)
    }
}
