import Accountability
import Domain
import Foundation
import NIOHTTP1
import PeerHTTP
import Search
import Showcase
import TestSupport
import Testing
import Trust
import WebUI
import Wire

@testable import hallowerk

@Suite("The portal: who comes in, what a page needs, and what it shows of whom", .oneAtATime)
struct PortalTests {
    private static let purpose = ("doel", "vacatureVervullen;wetSuwi")

    private func run(_ body: @escaping @Sendable (InsideFederation, InsideNode) async throws -> Void) async throws {
        let regions = [try InsideFederation.region("gorinchem"), try InsideFederation.region("zeeland")]
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: 40) }
        ) { federation in
            try await body(federation, federation.node("gorinchem"))
        }
    }

    private func enter(_ node: InsideNode, as role: Role) async throws -> (browser: Browser, csrf: String) {
        try await node.addAccount(role)
        let browser = Browser(node.portal)
        let entered = try await browser.post(
            "/inloggen", [("gebruiker", role.rawValue.lowercased()), ("wachtwoord", InsideNode.password)])
        try #require(entered.status == 303 && entered.location == "/")
        let page = try await browser.get("/")
        return (browser, page.value("csrf") ?? "")
    }

    @Test("what was meant is searched when nobody is found and offered otherwise; names come to who is logged in")
    func meant() async throws {
        try await run { _, node in
            let (browser, csrf) = try await enter(node, as: .accountManager)
            let salt = SearchSalt(high: 1, low: 1)
            let everybody = SearchRequest(text: "", count: 50, purpose: TestAsker.purpose)
            let hits = node.showcase.search(everybody, salt: salt).value.hits
            let name = try #require(
                hits.flatMap(\.profile.occupations).first { $0.count > 9 && $0.allSatisfy(\.isLetter) })
            let typed = "\(name.prefix(4))q\(name.dropFirst(4))"
            let page = try await browser.post("/zoeken", [("csrf", csrf), Self.purpose, ("tekst", typed)])
            #expect(page.html.contains("Niemand gevonden voor “\(typed)”") && page.html.contains("“\(name)”"))
            #expect(page.value("tekst") == name)
            let some = try await browser.post("/zoeken", [("csrf", csrf), Self.purpose, ("tekst", "\(typed) werk")])
            #expect(some.html.contains("Bedoelde u") && some.html.contains("“\(name) werk”"))
        }
    }

    @Test("a program is told what was meant, and searches for it itself")
    func meantByProgram() async throws {
        try await run { _, node in
            let (typed, name) = ("heftruckqchauffeur", "heftruckchauffeur")
            let portal = try await node.logIn()
            for (text, meant) in [(typed, name), ("\(typed) werk", "\(name) werk"), (name, nil)] {
                let answer = try await portal.search(text, extra: ["facetten": [String]()])
                let json = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
                #expect(json?["bedoeld"] as? String == meant, "\(text)")
            }
        }
    }

    @Test("what somebody types is completed to occupations, skills and places, for who is logged in and may search")
    func completion() async throws {
        try await run { _, node in
            let (browser, csrf) = try await enter(node, as: .accountManager)
            func offers(_ typed: String) async throws -> (names: [String: [String: String]], from: Int) {
                let page = try await browser.post("/aanvullen", [("csrf", csrf), ("tekst", typed)])
                try #require(page.status == 200)
                let json = try JSONSerialization.jsonObject(with: Data(page.html.utf8)) as? [String: Any]
                let all = try #require(json?["voorstellen"] as? [[String: String]])
                #expect(all.count <= 8)
                return (
                    Dictionary(all.map { ($0["naam"] ?? "", $0) }, uniquingKeysWith: { first, _ in first }),
                    json?["vanaf"] as? Int ?? -1
                )
            }
            let occupation = try await offers("heftruckch")
            #expect(occupation.names["heftruckchauffeur"]?["soort"] == "beroep" && occupation.from == 0)
            #expect(try await offers("heftrukcha").names["heftruckchauffeur"] != nil, "one letter is missing")
            #expect(try await offers("eerlijke heftruckch").from == 9, "only the end is completed")
            let place = try await offers("gorinch")
            #expect(place.names["Gorinchem"]?["veld"] == "gemeente" && place.names["Gorinchem"]?["waarde"] == "GM0512")
            #expect(
                try await offers("zeela").names["Zeeland"] == [
                    "soort": "regio", "naam": "Zeeland", "veld": "regio", "waarde": "zeeland",
                ])
            #expect(try await offers("x").names.isEmpty)
            #expect(try await offers("qqqqqqq").names.isEmpty)
            #expect(try await browser.post("/aanvullen", [("csrf", "x"), ("tekst", "kok")]).status == 403)
            let stranger = try await Browser(node.portal).post("/aanvullen", [("csrf", csrf), ("tekst", "kok")])
            #expect(stranger.status != 200)
        }
    }

    @Test("a search, a next page and a profile, without a script; no name before the profile is opened")
    func tour() async throws {
        try await run { federation, node in
            let (browser, csrf) = try await enter(node, as: .accountManager)
            let page = try await browser.post("/zoeken", [("csrf", csrf), Self.purpose, ("tekst", "")])
            #expect(page.status == 200)
            // Those of the federation name their region.
            let handles = page.values("handvat").filter { $0.contains(".") }
            #expect(handles.count == 20)
            for region in ["Gorinchem", "Zeeland"] { #expect(page.html.contains(region)) }
            for node in federation.nodes {
                let search = SearchRequest(text: "", count: 50, purpose: TestAsker.purpose)
                let salt = SearchSalt(high: 1, low: 1)
                for hit in node.showcase.search(search, salt: salt).value.hits {
                    let contact = hit.profile.contact
                    #expect(!page.html.contains(contact.email) && !page.html.contains(contact.phone))
                }
            }
            let cursor = try #require(page.value("cursor"))
            let next = try await browser.post(
                "/zoeken", [("csrf", csrf), Self.purpose, ("tekst", ""), ("cursor", cursor)])
            #expect(next.status == 200)
            #expect(Set(next.values("handvat")).isDisjoint(with: handles))
            let profile = try await browser.post("/profiel", [("csrf", csrf), Self.purpose, ("handvat", handles[0])])
            #expect(profile.status == 200 && profile.html.contains("@"))
        }
    }

    @Test("a form with filters is searched and shown back with its chips; a wrong one is not searched, and says all")
    func filters() async throws {
        try await run { _, node in
            let (browser, csrf) = try await enter(node, as: .accountManager)
            let fields = [
                ("csrf", csrf), Self.purpose, ("tekst", ""), ("opleiding", "MBO2"), ("rijbewijs", "B"),
                ("taalnaam", "nederlands"), ("beschikbaar", "1-12-2027"), ("sector", "H"), ("postcode", "4201"),
                ("sortering", "afstand"),
            ]
            let page = try await browser.post("/zoeken", fields)
            #expect(page.status == 200)
            let chips = [
                "gebied", "opleiding:MBO2", "rijbewijs:B", "taal:Nederlands", "beschikbaar", "sector:H", "alles",
            ]
            #expect(page.values("zonder").prefix(chips.count) == chips[...])
            #expect(page.value("beschikbaar") == "2027-12-01" && page.html.contains("dichtbij eerst"))
            // The same filters go with the search among the own region's hidden people.
            let hidden = try await browser.post("/eigen-regio", fields)
            #expect(hidden.status == 200 && hidden.values("zonder") == chips)
            let before = try await node.stores.accountability.auditLog.head().number
            let wrong = fields.filter { $0.0 != "postcode" } + [("contract", "vast"), ("urenvan", "99")]
            for path in ["/zoeken", "/eigen-regio"] {
                let refused = try await browser.post(path, wrong)
                #expect(refused.status == 400)
                for field in ["groep-contract", "urenvan", "groep-sortering"] {
                    #expect(refused.html.contains("<a href=\"#\(field)\">"), "\(path) \(field)")
                }
            }
            #expect(try await node.stores.accountability.auditLog.head().number == before)
        }
    }

    @Test("a program asks the same filters, orders and facets; every one of the facets is answered")
    func interface() async throws {
        try await run { _, node in
            let portal = try await node.logIn()
            let filters: [String: Any] = [
                "gebied": ["postcode": "4201", "afstandKm": 200],
                "talen": [["taal": "Nederlands", "niveau": "beginner"]],
                "beschikbaarVoor": "2029-01-01", "rijbewijzen": DrivingLicence.allCases.map(\.rawValue),
            ]
            let facets = Facet.allCases.map(\.rawValue)
            for order in SearchOrder.allCases {
                let extra: [String: Any] = ["filters": filters, "sortering": order.rawValue, "facetten": facets]
                let answer = try #require(try await portal.search("", extra: extra).answer, "\(order)")
                #expect(Set(answer.facets.keys) == Set(Facet.allCases))
            }
            let nowhere = try await portal.search("", extra: ["sortering": "afstand"])
            #expect(nowhere.status == 400 && String(decoding: nowhere.body, as: UTF8.self).contains("filters.gebied"))
        }
    }

    @Test("filters that fit this interface but not a request to the federation are refused here, not searched alone")
    func tooManyBytes() async throws {
        try await run { _, node in
            let portal = try await node.logIn()
            for (bytes, status) in [(Limits.requestBytes - 300, 200), (Limits.requestBytes, 400)] {
                let body = Self.skills(filling: bytes)
                let answer = try await PortalClient.send("POST", node.portal + WirePath.search, body, portal.token)
                #expect(body.count == bytes && answer.status == status)
                #expect(String(decoding: answer.body, as: UTF8.self).contains("te veel filters") == (status == 400))
            }
        }
    }

    /// A search by skills, as many and as long as its length asks.
    private static func skills(filling bytes: Int) -> [UInt8] {
        let start = #"{"doel":{"activiteit":"vacatureVervullen","grondslag":"wetSuwi"},"filters":{"vaardigheden":["#
        let room = bytes - start.utf8.count - "]}}".utf8.count
        // Each takes 330 bytes with quotes and comma: a number of two digits, letters of two bytes, and an x.
        let skills = (10..<10 + (room - 20) / 330).map { "\"\($0)\(String(repeating: "é", count: 162))x\"," }.joined()
        let last = String(repeating: "z", count: room - skills.utf8.count - 2)
        return Array("\(start)\(skills)\"\(last)\"]}}".utf8)
    }

    @Test("without a session there is a log-in, and nothing else")
    func stranger() async throws {
        try await run { _, node in
            let browser = Browser(node.portal)
            let home = try await browser.get("/")
            #expect(home.status == 303 && home.location == "/inloggen")
            #expect(try await browser.post("/zoeken", [Self.purpose]).status == 401)
            #expect(try await browser.post("/profiel", [Self.purpose, ("handvat", "x")]).status == 401)
            let wrong = try await browser.post("/inloggen", [("gebruiker", "niemand"), ("wachtwoord", "verkeerd")])
            #expect(wrong.status == 401 && wrong.headers["Set-Cookie"].isEmpty)
            #expect(try await PortalClient.send("POST", node.portal + WirePath.search, [], "geen-token").status == 401)
        }
    }

    @Test("what another site makes a browser send is refused")
    func forgery() async throws {
        try await run { _, node in
            let (browser, csrf) = try await enter(node, as: .accountManager)
            let search = [Self.purpose, ("tekst", "")]
            #expect(try await browser.post("/zoeken", search).status == 403)
            #expect(try await browser.post("/zoeken", search + [("csrf", "verzonnen")]).status == 403)
            for header in [
                ["Origin": "https://elders.example"], ["Sec-Fetch-Site": "cross-site"], ["Origin": "null"],
            ] {
                #expect(try await browser.post("/zoeken", search + [("csrf", csrf)], headers: header).status == 403)
                let login = [("gebruiker", "accountmanager"), ("wachtwoord", InsideNode.password)]
                #expect(try await browser.post("/inloggen", login, headers: header).status == 403)
            }
            let own = ["Origin": node.portal, "Sec-Fetch-Site": "same-origin"]
            #expect(try await browser.post("/zoeken", search + [("csrf", csrf)], headers: own).status == 200)
            #expect(try await browser.post("/uitloggen", [("csrf", "verzonnen")]).status == 403)
            #expect(try await browser.post("/uitloggen", [("csrf", csrf)]).status == 303)
            #expect(try await browser.get("/").status == 303)
        }
    }

    @Test("the cookie is the region's own, unreadable for scripts, and of no use at another region or after log-out")
    func cookie() async throws {
        try await run { federation, node in
            try await node.addAccount(.accountManager)
            let browser = Browser(node.portal)
            let entered = try await browser.post(
                "/inloggen", [("gebruiker", "accountmanager"), ("wachtwoord", InsideNode.password)])
            let cookie = try #require(entered.headers["Set-Cookie"].first)
            for part in ["hallowerk-gorinchem=", "HttpOnly", "SameSite=Strict", "Path=/"] {
                #expect(cookie.contains(part), "\(cookie)")
            }
            let token = try #require(browser.cookies["hallowerk-gorinchem"])
            let elsewhere = try federation.node("zeeland").portal + WirePath.search
            #expect(try await PortalClient.send("POST", elsewhere, Array("{}".utf8), token).status == 401)
            let csrf = try #require(try await browser.get("/").value("csrf"))
            #expect(try await browser.post("/uitloggen", [("csrf", csrf)]).status == 303)
            let after = try await PortalClient.send("POST", node.portal + WirePath.search, Array("{}".utf8), token)
            #expect(after.status == 401)
        }
    }

    @Test("an altered cursor, another question's and another person's are refused with what to do")
    func cursors() async throws {
        try await run { _, node in
            let (browser, csrf) = try await enter(node, as: .accountManager)
            let portal = try await node.logInAgain(.accountManager)
            let first = try #require(try await portal.search("", extra: ["aantal": 3]).answer)
            let cursor = try #require(first.cursor)
            #expect(try await portal.search("", extra: ["aantal": 3, "cursor": cursor]).status == 200)
            let altered = cursor.dropLast() + (cursor.hasSuffix("A") ? "B" : "A")
            #expect(try await portal.search("", extra: ["aantal": 3, "cursor": String(altered)]).status == 400)
            #expect(try await portal.search("kok", extra: ["aantal": 3, "cursor": cursor]).status == 400)
            let other = try await node.logIn(.caseManager)
            let mediate = ["activiteit": "bemiddelen", "grondslag": "participatiewet"]
            let stolen = try await other.search("", extra: ["aantal": 3, "cursor": cursor, "doel": mediate])
            #expect(stolen.status == 400)
            let page = try await browser.post(
                "/zoeken", [("csrf", csrf), Self.purpose, ("tekst", ""), ("cursor", String(altered))])
            #expect(page.status == 400 && page.html.contains("Zoek opnieuw"))
        }
    }

    @Test("no handle but one's own opens anything: one and the same answer")
    func handles() async throws {
        try await run { _, node in
            let portal = try await node.logIn()
            let found = try #require(try await portal.search("", extra: ["aantal": 5]).answer)
            let other = try await node.logIn(.caseManager)
            let mediate = ["activiteit": "bemiddelen", "grondslag": "participatiewet"]
            #expect(try await other.search("", extra: ["doel": mediate]).status == 200)
            var answers: Set<[UInt8]> = []
            for hit in found.hits {
                let refused = try await other.open(hit.handle)
                #expect(refused.status == 404)
                answers.insert(refused.body)
            }
            for handle in ["gorinchem.AAAA", "nergens.AAAA", "gorinchem", "zeeland.AAAA"] {
                let refused = try await portal.open(handle)
                #expect(refused.status == 404)
                answers.insert(refused.body)
            }
            #expect(answers.count == 1)
            #expect(try await portal.open(found.hits[0].handle).status == 200)
        }
    }

    @Test("each role may what the table of activities says, and no more")
    func roles() async throws {
        try await run { _, node in
            let bodies = [
                ["activiteit": "vacatureVervullen", "grondslag": "wetSuwi"],
                ["activiteit": "bemiddelen", "grondslag": "participatiewet"],
            ]
            let expected: [(Role, [Int])] = [
                (.accountManager, [200, 200]), (.caseManager, [403, 200]), (.regionalIT, [403, 403]),
                (.processor, [403, 403]), (.municipalAdministrator, [403, 403]),
                (.federationAdministrator, [403, 403]),
            ]
            for (role, statuses) in expected {
                let portal = try await node.logIn(role)
                for (purpose, status) in zip(bodies, statuses) {
                    #expect(try await portal.search("", extra: ["doel": purpose]).status == status, "\(role)")
                }
            }
        }
    }

    @Test("malformed questions are refused whole, with every unknown field named, and searched nowhere")
    func malformed() async throws {
        try await run { _, node in
            let portal = try await node.logIn()
            let before = try await node.stores.accountability.auditLog.head().number
            for (body, named) in [
                ("", ""), ("[]", ""), (#"{"bsn":1,"naam":"x"}"#, "bsn naam doel"), (#"{"tekst":1}"#, "tekst doel"),
                (#"{"filters":{"leeftijd":3,"gemeenten":["x"]}}"#, "leeftijd gemeenten doel"),
            ] {
                let answer = try await PortalClient.send(
                    "POST", node.portal + WirePath.search, Array(body.utf8), portal.token)
                #expect(answer.status == 400)
                let text = String(decoding: answer.body, as: UTF8.self)
                for field in named.split(separator: " ") { #expect(text.contains(field), "\(text)") }
            }
            let unknown = try await portal.search("", extra: ["filters": ["regios": ["rijnmond"]]])
            #expect(unknown.status == 400)
            let lines = try await node.stores.accountability.auditLog.head().number
            #expect(lines == before)
        }
    }

    @Test("every face sends the security headers and its version")
    func headers() async throws {
        try await run { _, node in
            let browser = Browser(node.portal)
            for path in ["/inloggen", "/v1/openapi.json", "/nergens"] {
                let page = try await browser.get(path)
                let fields = [
                    "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
                    "API-Version": SoftwareVersion.api,
                ]
                for (name, value) in fields { #expect(page.headers.first(name: name) == value, "\(path) \(name)") }
                let policy = page.headers.first(name: "Content-Security-Policy") ?? ""
                #expect(policy.contains("frame-ancestors 'none'"), "\(path)")
            }
        }
    }
}
