import Domain
import Dossiers
import Foundation
import NodeFederation
import PeerHTTP
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

/// Two nodes of one region with the same keys, clock and visible people. The second holds more: hidden people, other
/// internal fields, and a past of shows and hides.
struct Twins: Sendable {
    /// Words that stand in what is hidden or internal only.
    static let secret = "zwevendehandelaar"

    let plain: InsideNode
    let laden: InsideNode
    let federation: InsideFederation
    let hidden: [Dossier]

    var both: [InsideNode] { [plain, laden] }

    static func run(_ body: @Sendable (Twins) async throws -> Void) async throws {
        let home = try InsideFederation.region("gorinchem")
        let away = try InsideFederation.region("zeeland")
        let clock = StillClock()
        let federation = try TestFederation(of: [home, away], now: clock.now)
        let people = try InsideFederation.people(in: home, count: 90)
        let visible = people.filter { $0.visibility == .visible }
        let hidden = try people.filter { $0.visibility == .hidden }.map(loaded)
        let plain = try await InsideNode.make(home, in: federation, people: visible, clock: clock, name: "plain")
        let laden = try await InsideNode.make(
            home, in: federation, people: visible.map(loaded) + hidden, clock: clock, name: "laden",
            localKeys: plain.data + "/" + DataFile.keys)
        for person in visible.prefix(5) {
            try await laden.hide(person)
            try await laden.show(person)
        }
        try await InsideFederation.started(
            [plain, laden].map(\.footing.settings),
            services: plain.wiring.services() + laden.wiring.services()
        ) {
            let inside = InsideFederation(federation: federation, clock: clock, nodes: [plain, laden])
            try await body(Twins(plain: plain, laden: laden, federation: inside, hidden: hidden))
        }
    }

    /// The same person with everything internal different, and, while hidden, with words that nobody else has.
    private static func loaded(_ person: Dossier) throws -> Dossier {
        var person = person
        let area = person.internalFields.postcode.area
        person.internalFields = InternalFields(
            clientNumber: "\(secret)\(person.internalFields.clientNumber)", postcode: try Postcode("\(area)ZZ"),
            birthDay: try CalendarDay("1961-02-03"), caseManager: "\(secret) van Dam",
            caseNumber: "\(secret)-2031", street: "\(secret)straat 7", gender: .other, support: .full,
            isToZo: !person.internalFields.isToZo)
        guard person.visibility == .hidden else { return person }
        person.work.occupations = [secret]
        person.work.motivation = secret
        return person
    }
}

@Suite("I-3: what is hidden or internal moves no byte that a node sends", .oneAtATime)
struct TwinTests {
    @Test("answers to the federation: searches, pages, counts, profiles, errors, health")
    func answers() async throws {
        try await Twins.run { twins in
            let asker = try await TestAsker("zeeland", in: twins.federation.federation, clock: twins.federation.clock)
            let gateway = try TestGateway(in: twins.federation.federation)
            var compared = 0
            for question in try await questions(asker, twins) + profiles(asker, twins, gateway) {
                var answers: [String] = []
                for node in twins.both {
                    let opened = Opened(node: node, asker: asker, clock: twins.federation.clock)
                    let own = question(node)
                    answers.append(
                        Self.withoutTimes(try opened.answer(await gateway.bytes(own.message, to: node), to: own)))
                }
                #expect(answers[0] == answers[1])
                #expect(answers[0].hasPrefix("HTTP/1.1 ") && !answers[0].contains(Twins.secret))
                compared += answers[0].hasPrefix("HTTP/1.1 200") ? 1 : 0
            }
            #expect(compared > 25, "most of it must be answered for this to say something")
        }
    }

    /// Two clocks are never alike: how long calls took is left out, and what its digits do to the length. That hidden
    /// people take no time is what `TwinTimeTests` measures.
    private static func withoutTimes(_ answer: String) -> String {
        guard answer.contains(#""oproepen":"#) else { return answer }
        return answer.replacing(/"p(50|95|99)Ms":[0-9.]+/, with: #""tijd":0"#)
            .replacing(/[Cc]ontent-[Ll]ength: [0-9]+/, with: "")
    }

    @Test("its own requests: searches, next pages and profiles that its people ask for")
    func requests() async throws {
        try await Twins.run { twins in
            let federation = twins.federation.federation
            let asker = try await TestAsker("zeeland", in: federation, clock: twins.federation.clock)
            let gateway = try WatchingGateway(in: federation)
            try await withPeerServer(
                tls: federation.tls(TestFederation.gatewayName), accepting: [.asker], handler: gateway.handler
            ) { port in
                federation.place(TestFederation.gatewayName, at: port)
                var traffic: [[String]] = []
                for node in twins.both {
                    gateway.watch(node)
                    try await work(on: node, twins)
                    let seen = gateway.taken()
                    let opened = Opened(node: node, asker: asker, clock: twins.federation.clock)
                    traffic.append(
                        try seen.enumerated().map { try opened.request($0.element, after: Array(seen[..<$0.offset])) })
                }
                #expect(traffic[0].count >= 8)
                #expect(traffic[0] == traffic[1])
            }
        }
    }

    /// What an account manager does on the portal, while hidden people's dossiers change.
    private func work(on node: InsideNode, _ twins: Twins) async throws {
        let portal = try await node.logIn()
        var handles: [String] = []
        let searches = [("", 50), ("", 3), ("medewerker", 3), (Twins.secret, 3), ("van Dam", 3)]
        for (round, (text, count)) in searches.enumerated() {
            let first = try await portal.search(text, extra: ["aantal": count, "facetten": ["gemeente"]])
            try #require(first.status == 200, "\(String(decoding: first.body, as: UTF8.self))")
            let answer = try #require(first.answer)
            handles += answer.hits.map(\.handle)
            if let cursor = answer.cursor {
                let next = try await portal.search(
                    text, extra: ["aantal": count, "facetten": ["gemeente"], "cursor": cursor])
                try #require(next.status == 200)
            }
            for person in twins.hidden.prefix(3) where node.data == twins.laden.data {
                let act = ActOfEditing(
                    account: "klantmanager", municipality: person.municipality, revision: person.revision + round,
                    at: node.footing.now())
                try await node.ledger.edit(person.id, by: act) { $0.work.skills.append(text) }
            }
        }
        await node.wiring.fetcher(try node.gateways()).fetch(nil, within: .seconds(20))
        // The order follows from the random transaction id, so one is chosen of all, whom the first page shows.
        let chosen = try await node.anyHandle(handles)
        #expect(try await portal.open(chosen).status == 200)
        #expect(try await portal.open("gorinchem.AAAA").status == 404)
        #expect(try await portal.open(chosen).status == 200)
        try await lookAtHidden(on: node, portal, twins)
    }

    /// The portal's own search of hidden people, as a program and with a browser: found on one twin only, and neither
    /// twin asks anybody anything for it.
    private func lookAtHidden(on node: InsideNode, _ portal: PortalClient, _ twins: Twins) async throws {
        let isLaden = node.data == twins.laden.data
        let body = try JSONSerialization.data(withJSONObject: [
            "tekst": Twins.secret, "doel": ["activiteit": "vacatureVervullen", "grondslag": "wetSuwi"],
        ])
        let found = try await PortalClient.send("POST", portal.url + WirePath.homeSearch, Array(body), portal.token)
        #expect(found.status == 200 && String(decoding: found.body, as: UTF8.self).contains(Twins.secret) == isLaden)
        let browser = Browser(node.portal)
        _ = try await browser.post(
            "/inloggen", [("gebruiker", "accountmanager"), ("wachtwoord", InsideNode.password)])
        let csrf = try #require(try await browser.get("/").value("csrf"))
        for text in [Twins.secret, "", "medewerker"] {
            let state = [("csrf", csrf), ("doel", "vacatureVervullen;wetSuwi"), ("tekst", text)]
            let page = try await browser.post("/zoeken", state)
            #expect(page.status == 200)
            if text == Twins.secret { #expect(page.html.contains("action=\"/eigen-profiel\"") == isLaden) }
            let hidden = page.value("eigencursor").map { [("eigencursor", $0)] } ?? []
            let list = try await browser.post("/eigen-regio", state + hidden)
            #expect(list.status == 200)
            let handle = list.values("handvat").first ?? "onbekend"
            let opened = try await browser.post("/eigen-profiel", state + [("handvat", handle)])
            #expect(opened.status == (list.values("handvat").isEmpty ? 404 : 200))
            #expect(try await browser.post("/profiel", state + [("handvat", handle)]).status == 404)
        }
    }

    /// Questions that need no handle; the same for both twins, to the byte.
    private func questions(_ asker: TestAsker, _ twins: Twins) async throws -> [@Sendable (InsideNode) -> Question] {
        let purpose = TestAsker.purpose
        let code = try MunicipalityCode("GM0512")
        let area = SearchFilters.Area(postcode: try PostcodeArea("4201"), distanceKm: 12)
        let filters = [
            SearchFilters(municipalities: [code]), SearchFilters(area: area), SearchFilters(targetGroups: [.bbl]),
            SearchFilters(hours: try WeeklyHours(minimum: 30, maximum: 36)),
            SearchFilters(regions: [try RegionCode("gorinchem")]), SearchFilters(occupations: [Twins.secret]),
            SearchFilters(skills: [Twins.secret, "VCA Basis"]), SearchFilters(educationLevels: [.mbo2, .unknown]),
            SearchFilters(licences: [.car]), SearchFilters(contracts: [.permanent]), SearchFilters(sectors: [.care]),
            SearchFilters(languages: [LanguageSkill(language: "Nederlands", level: .good)]),
            SearchFilters(availableBy: try CalendarDay("2027-01-01")),
        ]
        var requests: [SearchRequest] = []
        for text in ["", "medewerker", Twins.secret, "van Dam", "rijbewijs heftruck", "gorinchem"] {
            for order in SearchOrder.allCases {
                let filters = order == .distance ? SearchFilters(area: area) : SearchFilters()
                requests.append(
                    SearchRequest(
                        text: text, filters: filters, order: order, count: 50, facets: Facet.allCases,
                        purpose: purpose))
            }
        }
        for filter in filters {
            requests.append(SearchRequest(text: "", filters: filter, count: 10, purpose: purpose, explain: true))
        }
        for shown in [1, 20, 499] {
            let position = SearchPosition(
                salt: SearchSalt(high: 7, low: 9), score: 0, tie: .max / 2, shown: shown)
            requests.append(SearchRequest(text: "", count: 7, position: position, purpose: purpose))
        }
        var questions: [Question] = []
        for request in requests { questions.append(try await asker.search(request)) }
        for body in ["", "{", #"{"naam":1,"bsn":2}"#, String(repeating: " ", count: Limits.requestBytes + 1)] {
            questions.append(try await asker.search(Array(body.utf8)))
        }
        for path in [WirePath.health, WirePath.statistics, WirePath.openAPI, "/v1/dossiers", "/"] {
            for method in ["GET", "DELETE"] {
                questions.append(try await asker.question(method, path, [], for: .federation))
            }
        }
        return questions.map { question in { _ in question } }
    }

    /// Profiles: of those who are visible, and of those who are hidden on one twin and unknown on the other.
    private func profiles(
        _ asker: TestAsker, _ twins: Twins, _ gateway: TestGateway
    ) async throws -> [@Sendable (InsideNode) -> Question] {
        let home = twins.plain.keys.oin
        let search = try await asker.search(SearchRequest(text: "", count: 5, purpose: TestAsker.purpose))
        var handles: [[String]] = []
        for node in twins.both {
            let answer = try await gateway.send(search, to: node)
            handles.append(try Lines(answer.body).hits.map { try $0.text("handvat") })
        }
        let now = twins.federation.clock.now
        let sealer = HandleSealer(region: twins.plain.code, keys: twins.plain.stores.keys.handles, now: { now })
        for person in twins.hidden.prefix(3) {
            let grant = HandleGrant(
                profile: person.id, generation: person.generation, requester: asker.requester, search: search.id,
                purpose: TestAsker.purpose, expires: now.addingTimeInterval(60))
            for index in handles.indices { handles[index].append(try sealer.seal(grant)) }
        }
        var questions: [@Sendable (InsideNode) -> Question] = []
        for (plain, laden) in zip(handles[0], handles[1]) {
            let own = [try await asker.open(plain, at: home), try await asker.open(laden, at: home)]
            questions.append { $0.data == twins.plain.data ? own[0] : own[1] }
        }
        return questions
    }
}

extension InsideNode {
    /// The handle of the one whose id comes first among those of this region's account manager.
    func anyHandle(_ handles: [String]) async throws -> String {
        let now = footing.now()
        let sealer = HandleSealer(region: code, keys: stores.keys.handles, now: { now })
        let requester = Requester(
            region: keys.oin, person: Pseudonym.person(Role.accountManager.rawValue, key: stores.keys.pseudonym))
        let opened = try handles.map { ($0, try sealer.open($0, requester: requester).profile.description) }
        return try #require(opened.min { $0.1 < $1.1 }).0
    }
}
