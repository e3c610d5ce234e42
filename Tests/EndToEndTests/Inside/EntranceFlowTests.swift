import Access
import Accountability
import Domain
import Foundation
import NIOHTTP1
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("The entrance: log-in in steps, at a municipality's provider, one's own account, and roles", .oneAtATime)
struct EntranceFlowTests {
    private func run(
        secondFactor: SecondFactor = .required, providers: [String: IdentityProviderSettings]? = nil,
        clock: StillClock = StillClock(),
        _ body: @escaping @Sendable (InsideFederation, InsideNode) async throws -> Void
    ) async throws {
        try await InsideFederation.run(
            [InsideFederation.region("gorinchem")], people: { try InsideFederation.people(in: $0, count: 20) },
            gateway: false, clock: clock, secondFactor: secondFactor, identityProviders: providers
        ) { federation in try await body(federation, federation.node("gorinchem")) }
    }

    private func enter(_ browser: Browser, _ user: String, _ password: String = InsideNode.password) async throws
        -> Browser.Page
    { try await browser.post("/inloggen", [("gebruiker", user), ("wachtwoord", password)]) }

    /// Enrols who has just given the right password; what was shown.
    private func enrol(_ browser: Browser, _ node: InsideNode) async throws -> (secret: TOTPSecret, page: Browser.Page)
    {
        let page = try await browser.get("/inloggen/verder")
        let shown = try #require(try page.html.firstMatch(of: Regex("secret=([A-Z2-7]+)&amp;")))
        let text = try #require(shown[1].substring)
        let secret = try #require(TOTPSecret(base32: String(text)))
        return (secret, try await browser.post("/inloggen/verder", [("code", secret.code(at: node.footing.now()))]))
    }

    private func audited(_ node: InsideNode) async throws -> [String] {
        try await node.stores.accountability.auditLog.records(after: 0, limit: 1_000).map {
            "\($0.record.action): \($0.record.object): \($0.record.result)"
        }
    }

    @Test("without a script: password, enrolment, recovery codes once; next time a code; never a session before")
    func tour() async throws {
        try await run { federation, node in
            try await node.addAccount(.accountManager)
            let browser = Browser(node.portal)
            let first = try await enter(browser, "accountmanager")
            #expect(first.status == 303 && first.location == "/inloggen/verder")
            let cookie = try #require(first.headers["Set-Cookie"].first)
            for part in ["hallowerk-gorinchem-halfweg=", "HttpOnly", "SameSite=Strict", "Path=/inloggen"] {
                #expect(cookie.contains(part), "\(cookie)")
            }
            #expect(first.headers["Set-Cookie"].count == 1 && browser.cookies["hallowerk-gorinchem"] == nil)
            #expect(try await browser.get("/").location == "/inloggen")
            let wrong = try await browser.post("/inloggen/verder", [("code", "000000")])
            #expect(wrong.status == 401 && wrong.html.contains("Deze code klopt niet"))
            let (secret, shown) = try await enrol(browser, node)
            #expect(shown.status == 200)
            let codes = shown.html.matches(of: try Regex(">[a-z0-9]{5}-[a-z0-9]{5}<")).count
            #expect(codes == 10)
            #expect(try await browser.get("/").status == 200)
            #expect(try await browser.get("/inloggen/verder").location == "/inloggen")
            federation.clock.pass(seconds: 30)
            let second = Browser(node.portal)
            #expect(try await enter(second, "accountmanager").location == "/inloggen/verder")
            #expect(try await second.get("/inloggen/verder").html.contains("Uw code"))
            let entered = try await second.post(
                "/inloggen/verder", [("code", secret.code(at: node.footing.now()))])
            #expect(entered.status == 303 && entered.location == "/")
            #expect(try await second.get("/").status == 200)
            let lines = try await audited(node)
            for line in [
                "log in: session: half-way: second factor asked", "log in: session: refused: code",
                "enrol second factor: session: ok", "log in: session: half-way: code asked", "log in: session: ok",
            ] { #expect(lines.contains(line), "\(lines)") }
            #expect(!lines.joined().contains(secret.base32))
        }
    }

    @Test("half-way belongs to one browser: its token is no session, and another browser has nothing of it")
    func halfWay() async throws {
        try await run { _, node in
            try await node.addAccount(.accountManager)
            let browser = Browser(node.portal)
            _ = try await enter(browser, "accountmanager")
            let token = try #require(browser.cookies["hallowerk-gorinchem-halfweg"])
            let search = try await PortalClient.send("POST", node.portal + WirePath.search, Array("{}".utf8), token)
            #expect(search.status == 401)
            let stranger = Browser(node.portal)
            let step = try await stranger.post("/inloggen/verder", [("code", "000000")])
            #expect(step.status == 401 && step.html.contains("Begin opnieuw"))
            for header in [["Origin": "https://elders.example"], ["Sec-Fetch-Site": "cross-site"]] {
                #expect(try await browser.post("/inloggen/verder", [("code", "1")], headers: header).status == 403)
            }
        }
    }

    @Test("a program gives user, password and code; without the code it reads what is missing")
    func program() async throws {
        try await run { federation, node in
            try await node.addAccount(.accountManager)
            let secret = TOTPSecret()
            try await node.stores.accounts.enrol("accountmanager", secret: secret)
            func logIn(_ code: String?) async throws -> (status: Int, body: [UInt8]) {
                var fields = ["gebruiker": "accountmanager", "wachtwoord": InsideNode.password]
                fields["code"] = code
                return try await PortalClient.send(
                    "POST", node.portal + WirePath.sessions, Array(try JSONEncoder().encode(fields)), nil)
            }
            for code in [nil, "", "000000"] {
                let refused = try await logIn(code)
                let text = String(decoding: refused.body, as: UTF8.self)
                #expect(refused.status == 401 && text.contains(#""veld":"code""#), "\(text)")
            }
            #expect(try await logIn(secret.code(at: federation.clock.now)).status == 201)
            #expect(try await logIn(secret.code(at: federation.clock.now)).status == 401)
        }
    }

    @Test("my account: sessions seen and ended, password changed, second factor anew; never without the csrf token")
    func account() async throws {
        try await run(secondFactor: .optional) { _, node in
            try await node.addAccount(.accountManager)
            let (browser, other) = (Browser(node.portal), Browser(node.portal))
            for one in [browser, other] { #expect(try await enter(one, "accountmanager").location == "/") }
            let page = try await browser.get("/account")
            let csrf = try #require(page.value("csrf"))
            #expect(page.html.contains("De andere sessies beëindigen"))
            for path in ["/account/sessies", "/account/wachtwoord", "/account/tweede-factor"] {
                #expect(try await browser.post(path, [("csrf", "verzonnen")]).status == 403)
                #expect(try await Browser(node.portal).post(path, [("csrf", csrf)]).status == 401)
            }
            #expect(try await browser.post("/account/sessies", [("csrf", csrf)]).status == 200)
            #expect(try await other.get("/account").location == "/inloggen")
            func change(_ present: String, _ password: String, _ again: String) async throws -> Browser.Page {
                try await browser.post(
                    "/account/wachtwoord",
                    [("csrf", csrf), ("huidig", present), ("nieuw", password), ("herhaal", again)])
            }
            let new = "een-nieuw-wachtwoord"
            #expect(try await change(InsideNode.password, new, "iets-anders-dan-dat").status == 400)
            let mistaken = try await change("verkeerd-wachtwoord", new, new)
            #expect(mistaken.html.contains("Het huidige wachtwoord klopt niet"))
            #expect(try await change(InsideNode.password, new, new).status == 200)
            #expect(try await enter(Browser(node.portal), "accountmanager").status == 401)
            let wrong = try await browser.post("/account/tweede-factor", [("csrf", csrf), ("huidig", "verkeerd")])
            #expect(wrong.status == 400)
            let anew = try await browser.post("/account/tweede-factor", [("csrf", csrf), ("huidig", new)])
            #expect(anew.location == "/inloggen/verder")
            let (_, shown) = try await enrol(browser, node)
            #expect(shown.html.contains("Uw herstelcodes"))
            #expect(try await browser.get("/account").html.contains("10 herstelcodes"))
        }
    }

    @Test("roles: an administrator adds, changes, withdraws, closes and confirms; sessions end at once; all is logged")
    func roles() async throws {
        try await run(secondFactor: .optional) { federation, node in
            for role in [Role.municipalAdministrator, .accountManager] { try await node.addAccount(role) }
            let administrator = Browser(node.portal)
            _ = try await enter(administrator, "gemeentebeheerder")
            let csrf = try #require(try await administrator.get("/rollen").value("csrf"))
            func act(_ path: String, _ fields: [(String, String)]) async throws -> Browser.Page {
                try await administrator.post("/rollen/" + path, [("csrf", csrf)] + fields)
            }
            let added = try await act(
                "toevoegen", [("naam", "N. Ieuw"), ("gebruiker", "nieuw"), ("rol", "klantmanager")])
            let found = try #require(try added.html.firstMatch(of: Regex("[a-z0-9]{4}(-[a-z0-9]{4}){3}")))
            let password = String(added.html[found.range])
            #expect(try await !administrator.get("/rollen").html.contains(password))
            let newcomer = Browser(node.portal)
            #expect(try await enter(newcomer, "nieuw", password).location == "/inloggen/verder")
            let own = "mijn-eigen-wachtwoord"
            let differing = [("wachtwoord", own), ("herhaal", own + "x")]
            #expect(try await newcomer.post("/inloggen/verder", differing).status == 400)
            let chosen = [("wachtwoord", own), ("herhaal", own)]
            #expect(try await newcomer.post("/inloggen/verder", chosen).location == "/")
            let member = Browser(node.portal)
            _ = try await enter(member, "accountmanager")
            #expect(try await act("intrekken", [("gebruiker", "accountmanager")]).status == 200)
            #expect(try await member.get("/").location == "/inloggen")
            let refused = try await enter(Browser(node.portal), "accountmanager")
            #expect(refused.status == 403 && refused.html.contains("U hebt hier geen rol"))
            #expect(try await act("rol", [("gebruiker", "accountmanager"), ("rol", "klantmanager")]).status == 200)
            #expect(try await enter(member, "accountmanager").location == "/")
            #expect(try await act("sluiten", [("gebruiker", "nieuw")]).status == 200)
            #expect(try await newcomer.get("/").location == "/inloggen")
            for (path, fields, status) in [
                ("intrekken", [("gebruiker", "gemeentebeheerder")], 400),
                ("rol", [("gebruiker", "accountmanager"), ("rol", "gemeentebeheerder")], 400),
                ("rol", [("gebruiker", "accountmanager"), ("rol", "alles")], 400),
                ("sluiten", [("gebruiker", "niemand")], 404), ("bevestigen", [], 404),
                ("bevestigen", [("gebruiker", "gemeentebeheerder")], 400),
            ] { #expect(try await act(path, fields).status == status, "\(path) \(fields)") }
            let list = try await administrator.get("/rollen/lijst.csv")
            #expect(list.headers.first(name: "Content-Type") == "text/csv; charset=utf-8")
            #expect(list.html.contains("\"accountmanager\";") && !list.html.contains("\"nieuw\""))
            let lines = try await audited(node)
            for line in [
                "add account: account nieuw: done", "withdraw role: account accountmanager: done",
                "give role: account accountmanager: done: klantmanager", "close account: account nieuw: done",
                "withdraw role: account gemeentebeheerder: refused: own account",
                "give role: account accountmanager: refused: role is not given here",
                "close account: account niemand: refused: not of this municipality",
                "take list of roles: accounts: done",
            ] { #expect(lines.contains(line), "\(line)") }
        }
    }

    @Test("a role is confirmed for a year; what must be confirmed stands first, and all of it is confirmed at once")
    func review() async throws {
        try await run(secondFactor: .optional) { federation, node in
            for role in [Role.municipalAdministrator, .accountManager, .caseManager] { try await node.addAccount(role) }
            federation.clock.pass(seconds: StaffMember.confirmedFor)
            let administrator = Browser(node.portal)
            _ = try await enter(administrator, "gemeentebeheerder")
            let page = try await administrator.get("/rollen")
            #expect(page.html.contains("Deze 2 rollen bevestigen"))
            let csrf = try #require(page.value("csrf"))
            let users = ["accountmanager", "klantmanager"].map { ("gebruiker", $0) }
            let done = try await administrator.post("/rollen/bevestigen", [("csrf", csrf)] + users)
            #expect(done.status == 200 && !done.html.contains("Te bevestigen"))
        }
    }

    /// A provider of the first municipality of Gorinchem, and the settings of it.
    private func provider(_ clock: StillClock) async throws -> (TestProvider, [String: IdentityProviderSettings]) {
        let provider = try await TestProvider(now: { clock.now })
        let municipality = try InsideFederation.region("gorinchem").municipalities[0]
        let settings = IdentityProviderSettings(
            title: "Gemeente \(municipality.name)", issuer: provider.issuer, clientID: TestProvider.clientID,
            key: provider.keyFile,
            callback: "http://127.0.0.1:1/inloggen/terug/gemeente", municipality: municipality.code.code,
            claim: "rollen", roles: ["HW-Account": "accountmanager", "HW-Klant": "klantmanager"])
        return (provider, ["gemeente": settings])
    }

    @Test("a municipality's own provider lets in with the role that it gives, which is read anew each time")
    func elsewhere() async throws {
        let clock = StillClock()
        let (provider, settings) = try await provider(clock)
        try await run(providers: settings, clock: clock) { _, node in
            func visit(_ browser: Browser) async throws -> Browser.Page {
                let leaving = try await browser.get("/inloggen/bij/gemeente")
                let cookie = leaving.headers["Set-Cookie"].first ?? ""
                #expect(leaving.status == 303 && cookie.contains("SameSite=Lax") && cookie.contains("HttpOnly"))
                let back = try #require(provider.visit(leaving.location ?? ""))
                return try await browser.get(String(back.dropFirst("http://127.0.0.1:1".count)))
            }
            let browser = Browser(node.portal)
            #expect(try await browser.get("/inloggen").html.contains("href=\"/inloggen/bij/gemeente\""))
            let entered = try await visit(browser)
            #expect(entered.status == 200 && entered.headers.first(name: "Refresh") == "0; url=/")
            let cookies = entered.headers["Set-Cookie"]
            #expect(cookies.contains { $0.contains("hallowerk-gorinchem=") && $0.contains("Strict") })
            #expect(try await browser.get("/").html.contains("J. de Wit"))
            #expect(try await browser.get("/account").html.contains("U logt in bij uw gemeente"))
            // A provider's people need no second factor here: its level says that they had one there.
            provider.conduct { $0.claims = { ["rollen": ["HW-Klant"]] } }
            let again = Browser(node.portal)
            #expect(try await visit(again).status == 200)
            #expect(try await again.get("/").html.contains("/mensen"))
            #expect(try await browser.get("/").location == "/inloggen")
            provider.conduct { $0.claims = { ["rollen": ["Iets anders"]] } }
            let nobody = Browser(node.portal)
            let refused = try await visit(nobody)
            #expect(refused.status == 403 && refused.html.contains("maar hebt hier geen rol"))
            #expect(try await nobody.get("/").location == "/inloggen")
            #expect(try await again.get("/").location == "/inloggen")
            #expect(provider.refusals.isEmpty)
        }
        try await provider.close()
    }

    @Test("what goes wrong at a provider is a sentence, a line in the audit log, and nobody inside")
    func wrongs() async throws {
        let clock = StillClock()
        let (provider, settings) = try await provider(clock)
        try await run(providers: settings, clock: clock) { _, node in
            let browser = Browser(node.portal)
            let leaving = try await browser.get("/inloggen/bij/gemeente")
            let back = try #require(provider.visit(leaving.location ?? ""))
            let path = String(back.dropFirst("http://127.0.0.1:1".count))
            // Somebody else's browser, and this one with an answer that was made up.
            let stranger = try await Browser(node.portal).get(path)
            #expect(stranger.status == 400 && stranger.html.contains("Begin hier opnieuw"))
            let feigned = try await browser.get("/inloggen/terug/gemeente?code=x&state=y")
            #expect(feigned.status == 400)
            #expect(try await browser.get("/inloggen/bij/nergens").status == 404)
            provider.conduct { $0.error = "access_denied" }
            let again = try await browser.get("/inloggen/bij/gemeente")
            let denied = try #require(provider.visit(again.location ?? ""))
            let page = try await browser.get(String(denied.dropFirst("http://127.0.0.1:1".count)))
            #expect(page.status == 403 && page.html.contains("is het inloggen niet gelukt"))
            provider.conduct { $0.document = { ["issuer": "https://elders.example"] } }
            #expect(try await browser.get("/").location == "/inloggen")
            let lines = try await audited(node)
            #expect(lines.contains { $0.contains("refused by gemeente: wrongState") }, "\(lines)")
            #expect(lines.contains { $0.contains("refused by gemeente: denied(\"access_denied\")") }, "\(lines)")
        }
        try await provider.close()
    }
}
