import Access
import Accountability
import Domain
import Dossiers
import Foundation
import PeerHTTP
import Showcase
import TestSupport
import Testing
import Trust
import WebUI
import Wire

@testable import NodePortal
@testable import hallowerk

/// What a program of the own region reads of hidden people, without the code under test.
struct HiddenPage {
    let total: Int
    let hits: [[String: Any]]
    let next: String?

    init(_ body: [UInt8]) throws {
        let root = try #require(JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
        total = try #require((root["totaal"] as? [String: Int])?["aantal"])
        hits = try #require(root["resultaten"] as? [[String: Any]])
        next = root["volgende"] as? String
    }

    var handles: [String] { hits.compactMap { $0["handvat"] as? String } }
}

extension PortalClient {
    func hidden(
        _ text: String = "", purpose: String = "vacatureVervullen", extra: [String: Any] = [:]
    ) async throws -> (status: Int, body: [UInt8]) {
        var request: [String: Any] = ["tekst": text, "doel": ["activiteit": purpose, "grondslag": "wetSuwi"]]
        request.merge(extra) { $1 }
        let body = Array(try JSONSerialization.data(withJSONObject: request))
        return try await Self.send("POST", url + WirePath.homeSearch, body, token)
    }

    fileprivate func openHidden(_ handle: String) async throws -> (status: Int, body: [UInt8]) {
        try await Self.send("GET", url + WirePath.homeProfiles + "/" + handle, nil, token)
    }
}

@Suite("The region's own hidden people: for its own staff, and for nobody else (P-VIS-2, P-ROL)", .oneAtATime)
struct HomeRegionTests {
    /// Two regions with people, of whom most are hidden.
    fileprivate struct Scene: Sendable {
        let federation: InsideFederation
        let node: InsideNode
        let hidden: [Dossier]
        let visible: [Dossier]
    }

    private func run(
        gateway: Bool = true, _ body: @escaping @Sendable (Scene) async throws -> Void
    ) async throws {
        let regions = [try InsideFederation.region("gorinchem"), try InsideFederation.region("zeeland")]
        let people = try InsideFederation.people(in: regions[0], count: 60)
        try await InsideFederation.run(
            regions,
            people: { $0.code.slug == "gorinchem" ? people : try InsideFederation.people(in: $0, count: 30, seed: 2) },
            gateway: gateway
        ) { federation in
            try await body(
                Scene(
                    federation: federation, node: federation.node("gorinchem"),
                    hidden: people.filter { $0.visibility == .hidden },
                    visible: people.filter { $0.visibility == .visible }))
        }
    }

    @Test("accountmanager and case manager of the region find them, page by page, everybody once, and open each")
    func found() async throws {
        try await run { scene in
            let portal = try await scene.node.logIn()
            var (handles, names, cursor) = ([String](), Set<String>(), String?.none)
            repeat {
                let extra: [String: Any] = ["aantal": 7].merging(cursor.map { ["cursor": $0] } ?? [:]) { $1 }
                let answer = try await portal.hidden(extra: extra)
                try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
                let page = try HiddenPage(answer.body)
                #expect(page.total == scene.hidden.count && page.hits.count <= 7)
                #expect(page.hits.allSatisfy { $0["contact"] == nil && $0["werkervaring"] == nil })
                handles += page.handles
                cursor = page.next
            } while cursor != nil
            #expect(handles.count == scene.hidden.count && Set(handles).count == handles.count)
            for handle in handles {
                let opened = try await portal.openHidden(handle)
                #expect(opened.status == 200)
                let root = try #require(JSONSerialization.jsonObject(with: Data(opened.body)) as? [String: Any])
                let contact = try #require(root["contact"] as? [String: String])
                names.insert("\(contact["emailadres"] ?? "")")
            }
            #expect(names == Set(scene.hidden.map(\.contact.email)))
            let manager = try await scene.node.logIn(.caseManager)
            #expect(try await HiddenPage(manager.hidden(purpose: "bemiddelen").body).total == scene.hidden.count)
            #expect(try await manager.hidden().status == 403, "not for a purpose that the role has not")
        }
    }

    @Test("the answers are as the portal describes them")
    func described() async throws {
        try await run { scene in
            let portal = try await scene.node.logIn()
            let answer = try await portal.hidden("", extra: ["facetten": ["gemeente", "doelgroep"], "uitleg": true])
            let page = try HiddenPage(answer.body)
            let document = try #require(
                JSONSerialization.jsonObject(with: Data(OpenAPIDocument.portal())) as? [String: Any])
            let schemas = try #require(
                (document["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]])
            func check(_ object: [String: Any], _ schema: String) throws {
                let described = try #require(schemas[schema])
                let properties = try #require(described["properties"] as? [String: Any])
                #expect(Set(object.keys).isSubset(of: properties.keys), "\(schema)")
                #expect(Set(try #require(described["required"] as? [String])).isSubset(of: object.keys), "\(schema)")
            }
            try check(
                try #require(JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]), "EigenAntwoord")
            for hit in page.hits { try check(hit, "EigenTreffer") }
            let opened = try await portal.openHidden(try #require(page.handles.first))
            try check(try #require(JSONSerialization.jsonObject(with: Data(opened.body)) as? [String: Any]), "Profiel")
        }
    }

    @Test("refused to every other role, and to who is not logged in", arguments: Role.allCases)
    func roles(_ role: Role) async throws {
        guard role != .accountManager, role != .caseManager else { return }
        try await run { scene in
            let portal = try await scene.node.logIn(role)
            for purpose in ["vacatureVervullen", "bemiddelen"] {
                #expect(try await portal.hidden(purpose: purpose).status == 403)
            }
            #expect(try await portal.openHidden("AAAA").status == 403)
            let stranger = PortalClient(url: scene.node.portal, token: "verzonnen")
            #expect(try await stranger.hidden().status == 401)
            #expect(try await stranger.openHidden("AAAA").status == 401)
            let browser = Browser(scene.node.portal)
            #expect(try await browser.post("/eigen-regio", [("tekst", "")]).status == 401)
            _ = try await browser.post(
                "/inloggen", [("gebruiker", role.rawValue.lowercased()), ("wachtwoord", InsideNode.password)])
            for path in ["/eigen-regio", "/eigen-profiel"] {
                #expect(try await browser.post(path, [("tekst", ""), ("doel", "bemiddelen;wetSuwi")]).status == 403)
            }
        }
    }

    @Test("another region, the gateway and the federation face never see one; a hidden handle is there like any other")
    func elsewhere() async throws {
        try await run { scene in
            let portal = try await scene.node.logIn()
            let handle = try #require(try HiddenPage(try await portal.hidden().body).handles.first)
            let away = try await scene.federation.node("zeeland").logIn()
            let theirs = try HiddenPage(try await away.hidden(extra: ["aantal": 50]).body)
            #expect(theirs.hits.allSatisfy { $0["regio"] as? String == "zeeland" } && theirs.total < 30)
            #expect(try await away.openHidden(handle).status == 404)
            let federated = try #require(try await away.search("", extra: ["aantal": 50]).answer)
            let visible = try scene.federation.node("zeeland").showcase.count + scene.visible.count
            #expect(federated.total == visible)
            let asker = try await TestAsker(
                "zeeland", in: scene.federation.federation, clock: scene.federation.clock)
            let gateway = try TestGateway(in: scene.federation.federation)
            let opened = Opened(node: scene.node, asker: asker, clock: scene.federation.clock)
            var answers: Set<String> = []
            for unknown in [handle, "gorinchem." + handle, "gorinchem.AAAA", "x"] {
                let question = try await asker.open(unknown, at: scene.node.keys.oin)
                answers.insert(try opened.answer(await gateway.bytes(question.message, to: scene.node), to: question))
            }
            #expect(answers.count == 1 && answers.first?.hasPrefix("HTTP/1.1 404") == true)
            let body = SearchRequestJSON.encode(SearchRequest(text: "", purpose: TestAsker.purpose))
            for path in [WirePath.homeSearch, WirePath.homeProfiles + "/" + handle] {
                let question = try await asker.question("POST", path, body, for: .federation)
                #expect(try await gateway.send(question, to: scene.node).status == 404)
                #expect(try await asker.ask(question).status == 404)
            }
        }
    }

    @Test("a handle is for one person in one session, for the purpose of its search, and for the hidden only")
    func handles() async throws {
        try await run { scene in
            let portal = try await scene.node.logIn()
            let handle = try #require(try HiddenPage(try await portal.hidden().body).handles.first)
            #expect(try await portal.openHidden(handle).status == 200)
            let again = try await scene.node.logInAgain(.accountManager)
            let manager = try await scene.node.logIn(.caseManager)
            for client in [again, manager] {
                _ = try await client.hidden(purpose: "bemiddelen")
                #expect(try await client.openHidden(handle).status == 404)
            }
            let altered = (handle.hasPrefix("A") ? "B" : "A") + handle.dropFirst()
            #expect(try await portal.openHidden(altered).status == 404)
            #expect(try await portal.open(handle).status == 404, "the federation's door does not know it")
            let shown = try #require(try await portal.search("").answer?.hits.first?.handle)
            #expect(try await portal.openHidden(shown).status == 404, "nor this one the federation's handles")
            _ = try await portal.hidden(purpose: "werkgeverAdviseren")
            #expect(try await portal.openHidden(handle).status == 404)
        }
    }

    @Test("a handle ends after eight hours")
    func expires() async throws {
        let clock = StillClock()
        let folder = FileManager.default.temporaryDirectory.path + "/home-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let keys = try LocalKeys.load(or: folder)
        let account = Account(
            user: "a", displayName: "A", role: .accountManager, municipality: nil,
            organisation: try OIN("00000099100000022000"))
        let handles = HomeRegionHandles(keys: keys, now: { clock.now })
        func holder(_ session: String) -> HomeRegionHolder {
            HomeRegionHolder(asker: PortalAsker(account, origin: "", keys: keys), session: session)
        }
        let id = ProfileID(UUID())
        let handle = try handles.seal(id, generation: 3, for: TestAsker.purpose, to: holder("een"))
        let grant = try handles.open(handle, for: TestAsker.purpose, by: holder("een"))
        #expect(grant.profile == id && grant.generation == 3)
        #expect(throws: HomeRegionHandles.Refusal.unreadable) {
            try handles.open(handle, for: TestAsker.purpose, by: holder("twee"))
        }
        clock.pass(seconds: TimeInterval(Limits.handleSeconds) - 1)
        #expect(throws: Never.self) { try handles.open(handle, for: TestAsker.purpose, by: holder("een")) }
        clock.pass(seconds: 2)
        #expect(throws: HomeRegionHandles.Refusal.expired) {
            try handles.open(handle, for: TestAsker.purpose, by: holder("een"))
        }
    }

    @Test("hide moves somebody from the federation's list to the block at once, and show moves them back")
    func moves() async throws {
        try await run { scene in
            let portal = try await scene.node.logIn()
            func totals() async throws -> (federation: Int, home: Int) {
                let federated = try #require(try await portal.search("").answer).total
                return (federated, try HiddenPage(try await portal.hidden().body).total)
            }
            let before = try await totals()
            let person = scene.visible[0]
            try await scene.node.hide(person)
            var after = try await totals()
            #expect(after.federation == before.federation - 1 && after.home == before.home + 1)
            var handle: String?
            for candidate in try HiddenPage(try await portal.hidden(extra: ["aantal": 50]).body).handles {
                let opened = try await portal.openHidden(candidate)
                if String(decoding: opened.body, as: UTF8.self).contains(person.contact.email) { handle = candidate }
            }
            let found = try #require(handle, "the hidden one is in the block")
            try await scene.node.show(person)
            after = try await totals()
            #expect(after.federation == before.federation && after.home == before.home)
            #expect(try await portal.openHidden(found).status == 404)
            try await scene.node.hide(person)
            #expect(try await portal.openHidden(found).status == 404, "showing and hiding revives no handle")
        }
    }

    @Test("a cursor of one list is none of the other, so no place among hidden people goes out")
    func cursors() async throws {
        try await run { scene in
            let portal = try await scene.node.logIn()
            let mine = try #require(try HiddenPage(try await portal.hidden(extra: ["aantal": 2]).body).next)
            let theirs = try #require(try await portal.search("", extra: ["aantal": 2]).answer?.cursor)
            #expect(try await portal.hidden(extra: ["aantal": 2, "cursor": mine]).status == 200)
            #expect(try await portal.hidden(extra: ["aantal": 2, "cursor": theirs]).status == 400)
            #expect(try await portal.hidden("kok", extra: ["cursor": mine]).status == 400)
            let sent = try await scene.count("search", of: "federation")
            #expect(try await portal.search("", extra: ["aantal": 2, "cursor": mine]).status == 400)
            #expect(try await scene.count("search", of: "federation") == sent, "nothing was asked")
            let other = try await scene.node.logInAgain(.accountManager)
            #expect(try await other.hidden(extra: ["aantal": 2, "cursor": mine]).status == 400)
        }
    }

    @Test("filters and the choice of regions count; a place that is not there is refused")
    func filters() async throws {
        try await run { scene in
            let portal = try await scene.node.logIn()
            func total(_ filters: [String: Any]) async throws -> Int {
                try HiddenPage(try await portal.hidden(extra: ["filters": filters]).body).total
            }
            #expect(try await total(["regios": ["zeeland"]]) == 0)
            #expect(try await total(["regios": ["zeeland", "gorinchem"]]) == scene.hidden.count)
            for group in TargetGroup.allCases {
                let expected = scene.hidden.count { $0.work.targetGroups.contains(group) }
                #expect(try await total(["doelgroepen": [group.rawValue]]) == expected)
            }
            let place = scene.hidden[0].municipality
            #expect(try await total(["gemeenten": [place.code]]) == scene.hidden.count { $0.municipality == place })
            #expect(try await portal.hidden(extra: ["filters": ["gemeenten": ["GM9999"]]]).status == 400)
        }
    }

    @Test("looking and opening are in both logs before they are answered, people by pseudonym (I-9)")
    func logged() async throws {
        try await run { scene in
            let portal = try await scene.node.logIn()
            let page = try HiddenPage(try await portal.hidden(extra: ["aantal": 5]).body)
            #expect(try await portal.openHidden(page.handles[0]).status == 200)
            #expect(try await portal.openHidden("verzonnen").status == 404)
            #expect(try await scene.count("search", of: "hidden people of the own region") == 1)
            #expect(try await scene.count("detail", of: "hidden people of the own region") == 2)
            let records = try await scene.node.stores.accountability.processingLog.records(after: 0, limit: 100)
                .map(\.record)
            let key = scene.node.stores.keys.pseudonym
            let everybody = Set(scene.hidden.map { Pseudonym.subject($0.id, key: key) })
            let searched = try #require(records.first { $0.name.contains("verborgen mensen") })
            let opened = try #require(records.first { $0.name.contains("verborgen profiel") })
            #expect(searched.subjects.count == 5 && everybody.isSuperset(of: searched.subjects))
            #expect(opened.subjects == [searched.subjects[0]])
        }
    }

    @Test("when a log cannot be written, nothing is shown", arguments: LogFault.allCases)
    func unlogged(_ fault: LogFault) async throws {
        try await run { scene in
            let portal = try await scene.node.logIn()
            let handle = try #require(try HiddenPage(try await portal.hidden().body).handles.first)
            try await fault.set(true, in: scene.node)
            #expect(try await portal.hidden().status == 503)
            #expect(try await portal.openHidden(handle).status == 503)
            try await fault.set(false, in: scene.node)
            #expect(try await portal.hidden().status == 200)
            #expect(try await portal.openHidden(handle).status == 200)
        }
    }

    @Test("the search page has them below the federation's list, also without a gateway", arguments: [true, false])
    func page(_ hasGateway: Bool) async throws {
        try await run(gateway: hasGateway) { scene in
            try await scene.node.addAccount(.accountManager)
            let browser = Browser(scene.node.portal)
            _ = try await browser.post(
                "/inloggen", [("gebruiker", "accountmanager"), ("wachtwoord", InsideNode.password)])
            let csrf = try #require(try await browser.get("/").value("csrf"))
            let state = [("csrf", csrf), ("doel", "vacatureVervullen;wetSuwi"), ("tekst", "")]
            let page = try await browser.post("/zoeken", state)
            #expect(page.status == 200 && page.html.contains("Alleen in onze regio (\(scene.hidden.count))"))
            #expect(page.html.contains("Alleen uw eigen regio is doorzocht") != hasGateway)
            for person in scene.hidden { #expect(!page.html.contains(person.contact.email)) }
            let sent = try await scene.count("search", of: "federation")
            let next = try await browser.post(
                "/eigen-regio", state + [("eigencursor", try #require(page.value("eigencursor")))])
            #expect(next.status == 200 && next.html.contains("6 tot en met 25 van \(scene.hidden.count)"))
            let handles = next.values("handvat")
            #expect(handles.count == 20 && Set(page.values("handvat")).isDisjoint(with: handles))
            let profile = try await browser.post("/eigen-profiel", state + [("handvat", handles[0])])
            #expect(profile.status == 200 && profile.html.contains("Niet zichtbaar voor anderen."))
            #expect(scene.hidden.contains { profile.html.contains($0.contact.email) })
            #expect(try await browser.post("/eigen-profiel", state + [("handvat", "x")]).status == 404)
            #expect(try await browser.post("/eigen-regio", Array(state.dropFirst())).status == 403, "forged")
            #expect(try await scene.count("search", of: "federation") == sent, "paging here asks nobody else")
        }
    }
}

extension HomeRegionTests.Scene {
    /// Audit lines with that action and object.
    fileprivate func count(_ action: String, of object: String) async throws -> Int {
        try await node.stores.accountability.auditLog.records(after: 0, limit: 1_000)
            .count { $0.record.action == action && $0.record.object == object }
    }
}
