import Accountability
import Domain
import Foundation
import TestSupport
import Testing
import Workplace

@testable import hallowerk

@Suite("A search as a link: stored without anybody in it, opened by who may search in the same region", .oneAtATime)
struct SearchLinkTests {
    private static let purpose = ("doel", "vacatureVervullen;wetSuwi")

    private func run(_ body: @escaping @Sendable (InsideFederation) async throws -> Void) async throws {
        let regions = [try InsideFederation.region("gorinchem"), try InsideFederation.region("zeeland")]
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: 20) }
        ) { federation in
            try await body(federation)
        }
    }

    private func enter(_ node: InsideNode, as role: Role, _ browser: Browser) async throws -> Browser.Page {
        try await node.addAccount(role)
        return try await browser.post(
            "/inloggen", [("gebruiker", role.rawValue.lowercased()), ("wachtwoord", InsideNode.password)])
    }

    private func link(_ page: Browser.Page) throws -> String {
        let match = try #require(page.html.firstMatch(of: /\/zoekvraag\/[A-Za-z0-9_-]{22}/), "\(page.html)")
        return String(match.output)
    }

    @Test("a colleague opens it after logging in, with the filters set and the search made; its address says nothing")
    func opened() async throws {
        try await run { federation in
            let node = try federation.node("gorinchem")
            let maker = Browser(node.portal)
            _ = try await enter(node, as: .accountManager, maker)
            let csrf = try await maker.get("/").value("csrf") ?? ""
            let stored = try await maker.post(
                "/zoekvraag",
                [
                    ("csrf", csrf), Self.purpose, ("vacature", "1183"), ("tekst", ""), ("rijbewijs", "B"),
                    ("regio", "zeeland"),
                ])
            #expect(stored.status == 200)
            let path = try link(stored)
            let colleague = Browser(node.portal)
            let first = try await colleague.get(path)
            #expect(first.status == 303 && first.location == "/inloggen")
            let entered = try await enter(node, as: .caseManager, colleague)
            #expect(entered.location == "/")
            #expect(try await colleague.get("/").location == path)
            let before = try await node.stores.accountability.auditLog.head().number
            let page = try await colleague.get(path)
            #expect(page.status == 200 && page.html.contains("Zeeland"))
            #expect(page.values("zonder") == ["regio:zeeland", "rijbewijs:B", "alles"])
            // The colleague's own purpose, not the maker's vacancy.
            #expect(!page.html.contains("1183"))
            #expect(try await node.stores.accountability.auditLog.head().number > before)
            #expect(try await colleague.get("/").location == nil, "the way is gone once it was gone")
        }
    }

    @Test("another site's click shows a page that asks itself again; nobody is searched for, and no session is told of")
    func led() async throws {
        try await run { federation in
            let node = try federation.node("gorinchem")
            let path = "/zoekvraag/AAAAAAAAAAAAAAAAAAAAAA"
            let page = try await Browser(node.portal).get(path, headers: ["Sec-Fetch-Site": "cross-site"])
            #expect(page.status == 200 && page.html.contains("http-equiv=\"refresh\"") && page.html.contains(path))
        }
    }

    @Test(
        "a text with something of a person in it is not stored, and a sentence says so",
        arguments: [
            "lasser jan@voorbeeld.example", "bel 06-12345678", "111222333", "zie https://voorbeeld.example/jan",
            "3011 AB",
        ])
    func refused(_ text: String) async throws {
        try await run { federation in
            let node = try federation.node("gorinchem")
            let browser = Browser(node.portal)
            _ = try await enter(node, as: .accountManager, browser)
            let csrf = try await browser.get("/").value("csrf") ?? ""
            let page = try await browser.post("/zoekvraag", [("csrf", csrf), Self.purpose, ("tekst", text)])
            #expect(page.status == 400 && page.html.contains("Niet bewaard"))
            #expect(page.html.firstMatch(of: /\/zoekvraag\/[A-Za-z0-9_-]{22}/) == nil)
        }
    }

    @Test("other regions, other roles, forged requests and guesses get nothing; over the limit nothing is stored")
    func kept() async throws {
        try await run { federation in
            let node = try federation.node("gorinchem")
            let browser = Browser(node.portal)
            _ = try await enter(node, as: .accountManager, browser)
            let csrf = try await browser.get("/").value("csrf") ?? ""
            let fields = [("csrf", csrf), Self.purpose, ("tekst", "lasser")]
            let path = try link(try await browser.post("/zoekvraag", fields))
            #expect(try await browser.get(path).status == 200)
            #expect(try await browser.post("/zoekvraag", [("csrf", "x"), Self.purpose]).status == 403)
            #expect(try await browser.get("/zoekvraag/AAAAAAAAAAAAAAAAAAAAAA").status == 404)
            #expect(try await browser.get("/zoekvraag/x").status == 404)
            let other = try federation.node("zeeland")
            let elsewhere = Browser(other.portal)
            _ = try await enter(other, as: .accountManager, elsewhere)
            #expect(try await elsewhere.get(path).status == 404)
            let office = Browser(node.portal)
            _ = try await enter(node, as: .regionalIT, office)
            #expect(try await office.get(path).status == 403)
            for number in 1..<WorkplaceStore.links {
                _ = try await node.stores.workplace.storeLink(
                    to: [SearchField(name: "tekst", value: "\(number)")], by: "accountmanager")
            }
            let full = try await browser.post("/zoekvraag", [("csrf", csrf), Self.purpose, ("tekst", "kok")])
            #expect(full.status == 409 && full.html.contains("\(WorkplaceStore.links) links"))
            #expect(
                try link(try await browser.post("/zoekvraag", fields)) == path, "what is stored already is not over")
        }
    }
}
