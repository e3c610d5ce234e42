import Access
import Accountability
import AsyncHTTPClient
import Domain
import Dossiers
import Foundation
import NIOCore
import NIOHTTP1
import Testing
import TestSupport
import Trust
import Wire

@testable import Gateway
@testable import hallowerk

@Suite("The monitor: health of every region for whom it is for, and nobody's data", .oneAtATime)
struct MonitorTests {
    fileprivate struct Scene: Sendable {
        let federation: InsideFederation
        let gateway: Footing
        let accounts: AccountStore
        var monitor: Browser { Browser("http://\(gateway.settings.people)") }

        /// - Parameter organisation: whose; nil: the one processor that has agreements.
        func add(_ role: Role, organisation: OIN? = nil) async throws {
            let processor = try #require(gateway.registry.value.processors.first)
            let account = Account(
                user: role.rawValue.lowercased(), displayName: "M. Visser", role: role, municipality: nil,
                organisation: organisation ?? processor.oin)
            try await accounts.add(account, password: InsideNode.password)
        }

        func enter(_ browser: Browser, as role: Role, password: String = InsideNode.password) async throws
            -> Browser.Page
        {
            try await browser.post(
                "/inloggen", [("gebruiker", role.rawValue.lowercased()), ("wachtwoord", password)])
        }

        func audited() async throws -> [String] {
            let file = gateway.settings.data + "/" + DataFile.accountability
            let log = try AccountabilityStore(path: file).auditLog
            return try await log.records(after: 0, limit: 100).map { "\($0.record.action) \($0.record.result)" }
        }
    }

    private func run(
        secondFactor: SecondFactor = .optional, collecting: Duration = HealthCollector.interval,
        _ body: @escaping @Sendable (Scene) async throws -> Void
    ) async throws {
        let regions = try ["gorinchem", "drechtsteden", "zeeland"].map { try InsideFederation.region($0) }
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: 20) }, unplaced: ["zeeland"],
            collecting: collecting, secondFactor: secondFactor
        ) { federation in
            let gateway = try #require(federation.gateway)
            let file = gateway.settings.data + "/" + DataFile.accounts
            let accounts = try AccountStore(path: file, now: gateway.now)
            try await body(Scene(federation: federation, gateway: gateway, accounts: accounts))
        }
    }

    @Test("the administration sees each region once, the one that is down first, and no person")
    func overview() async throws {
        try await run { scene in
            try await scene.add(.federationAdministrator)
            let browser = scene.monitor
            #expect(try await browser.get("/").location == "/inloggen")
            #expect(try await scene.enter(browser, as: .federationAdministrator).status == 303)
            let page = try await scene.until(browser) { $0.html.contains("nu niet bereikbaar") }
            let places = ["Zeeland", "Drechtsteden", "Gorinchem"].map { page.html.firstRange(of: $0)?.lowerBound }
            let found = try places.map { try #require($0) }
            #expect(found[0] < found[1] && found[0] < found[2], "the worst comes first")
            for node in scene.federation.nodes {
                try await node.stores.dossiers.forEach { person in
                    #expect(!page.html.contains(person.contact.familyName) && !page.html.contains(person.contact.email))
                }
            }
            let csrf = try #require(page.value("csrf"))
            #expect(try await browser.post("/uitloggen", [("csrf", "verzonnen")]).status == 403)
            #expect(try await browser.post("/uitloggen", [("csrf", csrf)]).status == 303)
            #expect(try await browser.get("/").location == "/inloggen")
        }
    }

    @Test(
        "a processor sees the regions of its agreements and no other, regional IT its own",
        arguments: [(Role.processor, ["gorinchem", "drechtsteden"]), (.regionalIT, ["zeeland"])])
    func reach(_ role: Role, _ seen: [String]) async throws {
        try await run { scene in
            let zeeland = try #require(scene.gateway.registry.value.member(try RegionCode("zeeland")))
            try await scene.add(role, organisation: role == .regionalIT ? zeeland.region.oin : nil)
            let browser = scene.monitor
            #expect(try await scene.enter(browser, as: role).status == 303)
            let page = try await scene.until(browser) { $0.html.contains("/regio/") }
            for path in ["/", "/incidenten", "/versies", "/certificaten", "/beschikbaarheid", "/v1/knooppunten"] {
                let html = try await browser.get(path).html
                for name in ["Gorinchem", "Drechtsteden", "Zeeland"] where !seen.contains(name.lowercased()) {
                    #expect(!html.contains(name), "\(path)")
                }
            }
            #expect(page.html.contains("/regio/\(seen[0])"))
            for code in ["gorinchem", "drechtsteden", "zeeland"] {
                let isSeen = seen.contains(code)
                for path in ["/regio/\(code)", "/v1/knooppunten/\(code)", "/v1/knooppunten/\(code)/historie/24u"] {
                    #expect(try await browser.get(path).status == (isSeen ? 200 : 404), "\(path)")
                }
            }
            #expect(try await browser.get("/regio/zeeland?periode=2u").status == (role == .regionalIT ? 400 : 404))
            #expect(try await browser.get("/meldingen").status == 403)
        }
    }

    @Test("a second factor is enrolled at the first log-in here too, and its code asked at the next")
    func secondFactor() async throws {
        try await run(secondFactor: .required) { scene in
            try await scene.add(.processor)
            let browser = scene.monitor
            #expect(try await scene.enter(browser, as: .processor).location == "/inloggen/verder")
            #expect(try await browser.get("/").location == "/inloggen")
            let page = try await browser.get("/inloggen/verder")
            let shown = try #require(try page.html.firstMatch(of: Regex("secret=([A-Z2-7]+)&amp;")))
            let text = try #require(shown[1].substring)
            let secret = try #require(TOTPSecret(base32: String(text)))
            let code = secret.code(at: scene.gateway.now())
            let enrolled = try await browser.post("/inloggen/verder", [("code", code)])
            #expect(enrolled.status == 200 && enrolled.html.contains("Uw herstelcodes"))
            #expect(try await browser.get("/").status == 200)
            let again = scene.monitor
            #expect(try await scene.enter(again, as: .processor).location == "/inloggen/verder")
            // Each code once.
            #expect(try await again.post("/inloggen/verder", [("code", code)]).status == 401)
            #expect(try await again.get("/").location == "/inloggen")
        }
    }

    @Test("nobody else enters; each attempt is in the audit log")
    func others() async throws {
        try await run { scene in
            try await scene.add(.accountManager)
            let stranger = scene.monitor
            let refused = try await scene.enter(stranger, as: .accountManager)
            #expect(refused.status == 401 && refused.headers["Set-Cookie"].isEmpty)
            #expect(try await stranger.get("/").location == "/inloggen")
            try await scene.add(.federationAdministrator)
            let browser = scene.monitor
            #expect(try await scene.enter(browser, as: .federationAdministrator, password: "verkeerd").status == 401)
            #expect(try await scene.enter(browser, as: .federationAdministrator).status == 303)
            #expect(try await scene.audited() == ["log in refused", "log in refused", "log in ok"])
        }
    }

    @Test("an open page hears of each look, until its session is over; who is not logged in hears nothing")
    func events() async throws {
        try await run(collecting: .milliseconds(500)) { scene in
            #expect(try await scene.monitor.get("/gebeurtenissen").status == 401)
            try await scene.add(.processor)
            let browser = scene.monitor
            _ = try await scene.enter(browser, as: .processor)
            let response = try await browser.events("/gebeurtenissen")
            #expect(response.status == .ok && response.headers.first(name: "Content-Type") == "text/event-stream")
            var heard = ""
            for try await bytes in response.body {
                heard += String(buffer: bytes)
                if heard.components(separatedBy: "event: bijgewerkt").count >= 20 { break }
                if heard.components(separatedBy: "event: bijgewerkt").count == 3 {
                    try await scene.accounts.end(token: try #require(browser.cookies["hallowerk-monitor"]))
                }
            }
            #expect(heard.allSatisfy { $0.isASCII } && heard.hasPrefix("event: bijgewerkt\ndata:\n\n"))
            #expect(heard.components(separatedBy: "event: bijgewerkt").count < 20, "it did not end with the session")
        }
    }

    @Test("no more pages hear of looks than may; one that leaves makes room")
    func eventsLimit() throws {
        let signals = LookSignals()
        var streams: [AsyncStream<Void>] = []
        while streams.count < LookSignals.limit { streams.append(try #require(signals.looks())) }
        #expect(signals.looks() == nil)
        streams.removeLast()
        #expect(signals.looks() != nil)
    }

    @Test("the page sends the security headers; what is too large is refused")
    func headers() async throws {
        try await run { scene in
            let page = try await scene.monitor.get("/inloggen")
            #expect(page.headers.first(name: "X-Frame-Options") == "DENY")
            #expect(page.headers.first(name: "Cache-Control") == "no-store")
            #expect(page.headers.first(name: "Content-Security-Policy")?.contains("frame-ancestors 'none'") == true)
            let large = try await scene.monitor.post(
                "/inloggen", [("gebruiker", String(repeating: "a", count: 100_000))])
            #expect(large.status == 413)
        }
    }
}

extension MonitorTests.Scene {
    /// The overview, once it says what is waited for.
    fileprivate func until(
        _ browser: Browser, _ condition: (Browser.Page) -> Bool
    ) async throws -> Browser.Page {
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            let page = try await browser.get("/")
            if condition(page) { return page }
            try #require(ContinuousClock.now < deadline, "\(page.html)")
        }
    }
}
