import Accountability
import Domain
import Foundation
import NIOHTTP1
import Testing
import TestSupport
import Trust

@testable import hallowerk

@Suite("Log-in on the monitor at a processor's own identity provider", .oneAtATime)
struct MonitorProviderTests {
    private static let callback = "http://127.0.0.1:1"

    /// A provider of the organisation with `oin`, and the settings of it.
    private func provider(
        _ clock: StillClock, of oin: String
    ) async throws -> (TestProvider, [String: IdentityProviderSettings]) {
        let provider = try await TestProvider(now: { clock.now })
        let settings = IdentityProviderSettings(
            title: "Regiobeheer", issuer: provider.issuer, clientID: TestProvider.clientID, key: provider.keyFile,
            callback: Self.callback + "/inloggen/terug/beheer", organisation: oin, claim: "rollen",
            roles: ["HW-Beheer": "verwerker", "HW-ICT": "regioIct"])
        return (provider, ["beheer": settings])
    }

    private func run(
        of oin: String = "00000099400000001000",
        _ body: @escaping @Sendable (TestProvider, Footing) async throws -> Void
    ) async throws {
        let clock = StillClock()
        let (provider, settings) = try await provider(clock, of: oin)
        provider.conduct { $0.claims = { ["rollen": ["HW-Beheer"]] } }
        let regions = try ["gorinchem", "zeeland"].map { try InsideFederation.region($0) }
        try await InsideFederation.run(
            regions, people: { _ in [] }, unplaced: ["gorinchem", "zeeland"], clock: clock, gatewayProviders: settings
        ) { inside in
            try await body(provider, try #require(inside.gateway))
        }
        try await provider.close()
    }

    private func visit(_ browser: Browser, _ provider: TestProvider) async throws -> Browser.Page {
        let leaving = try await browser.get("/inloggen/bij/beheer")
        let back = try #require(provider.visit(leaving.location ?? ""))
        return try await browser.get(String(back.dropFirst(Self.callback.count)))
    }

    private func audited(_ gateway: Footing) async throws -> [String] {
        let log = try AccountabilityStore(path: gateway.settings.data + "/" + DataFile.accountability).auditLog
        return try await log.records(after: 0, limit: 100).map { "\($0.record.action) \($0.record.result)" }
    }

    @Test("it lets in with the role that it gives now, to the regions of the processor's agreements")
    func elsewhere() async throws {
        try await run { provider, gateway in
            let browser = Browser("http://\(gateway.settings.people)")
            #expect(try await browser.get("/inloggen").html.contains("Inloggen bij Regiobeheer"))
            let entered = try await visit(browser, provider)
            #expect(entered.status == 200 && entered.headers.first(name: "Refresh") == "0; url=/")
            let page = try await browser.get("/")
            #expect(page.html.contains("J. de Wit") && page.html.contains("Regiobeheer"))
            #expect(page.html.contains("/regio/gorinchem") && !page.html.contains("/regio/zeeland"))
            provider.conduct { $0.claims = { ["rollen": ["Iets anders"]] } }
            let nobody = Browser(browser.url)
            let refused = try await visit(nobody, provider)
            #expect(refused.status == 403 && refused.html.contains("de beheerder van de federatie"))
            #expect(try await nobody.get("/").location == "/inloggen")
            #expect(try await browser.get("/").location == "/inloggen", "who has no role any more is out at once")
            provider.conduct { $0.error = "access_denied" }
            #expect(try await visit(nobody, provider).status == 403)
            let lines = try await audited(gateway)
            #expect(lines == ["log in ok", "log in refused", "log in refused by beheer: denied(\"access_denied\")"])
        }
    }

    @Test("it gives no role for an organisation that the registry does not have, or not as that")
    func strangers() async throws {
        try await run(of: "00000099400000009000") { provider, gateway in
            let answer = try await visit(Browser("http://\(gateway.settings.people)"), provider)
            #expect(answer.status == 503)
        }
        // A processor's people are no region's.
        try await run { provider, gateway in
            provider.conduct { $0.claims = { ["rollen": ["HW-ICT"]] } }
            let answer = try await visit(Browser("http://\(gateway.settings.people)"), provider)
            #expect(answer.status == 503)
        }
    }

    @Test("settings: an organisation on a gateway, a municipality on a node, and roles of its own")
    func settings() throws {
        func refusal(isNode: Bool, _ change: (inout IdentityProviderSettings) -> Void) -> String {
            var settings = IdentityProviderSettings(
                title: "Beheer", issuer: "https://id.example", clientID: "hallowerk", key: "nergens.key",
                callback: "https://monitor.example/inloggen/terug/beheer", organisation: "00000099400000001000",
                claim: "rollen", roles: ["a": "verwerker"])
            change(&settings)
            do {
                _ = try settings.checked(named: "beheer", isNode: isNode) { $0 }
                return ""
            } catch {
                return (error as? OperatorError)?.what ?? "\(error)"
            }
        }
        #expect(refusal(isNode: false) { _ in }.contains("identity-providers.beheer.key"), "the rest is good")
        #expect(refusal(isNode: true) { _ in }.contains("identity-providers.beheer.municipality"))
        for (setting, change) in [
            ("organisation", { $0.organisation = "12" }), ("organisation", { $0.municipality = "GM0599" }),
            ("roles", { $0.roles = ["a": "accountmanager"] }), ("roles", { $0.roles = ["a": "federatiebeheerder"] }),
        ] as [(String, (inout IdentityProviderSettings) -> Void)] {
            #expect(refusal(isNode: false, change).contains("identity-providers.beheer.\(setting)"), "\(setting)")
        }
    }
}
