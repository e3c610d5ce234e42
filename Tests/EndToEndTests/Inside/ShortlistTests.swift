import Access
import Domain
import Dossiers
import Foundation
import PeerHTTP
import TestSupport
import Testing
import Trust
import Wire
import Workplace

@testable import Accountability
@testable import hallowerk

@Suite("Lists keep references: expired, hidden, removed, foreign and unknown read alike", .oneAtATime)
struct ShortlistTests {
    private static let purpose = ("doel", "vacatureVervullen;wetSuwi")
    private static let gone = "Niet meer beschikbaar."

    /// An accountmanager of Gorinchem before a browser, with people of Gorinchem and Zeeland.
    fileprivate struct Scene: Sendable {
        let federation: InsideFederation
        let home: InsideNode
        let away: InsideNode
        let browser: Browser
        let csrf: String
        var clock: StillClock { federation.clock }

        func post(_ path: String, _ fields: [(String, String)] = []) async throws -> Browser.Page {
            try await browser.post(path, [("csrf", csrf)] + fields)
        }

        /// Makes a vacancy, and gives its page's path.
        func vacancy(_ reference: String) async throws -> String {
            let made = try await post(
                "/vacatures",
                [
                    ("activiteit", "vacatureVervullen"), ("titel", "Heftruckchauffeur"), ("werkgever", "Magazijn BV"),
                    ("kenmerk", reference), ("notitie", "maandag\r\nbeginnen"),
                ])
            try #require(made.status == 303, "\(made.html)")
            return try #require(made.location)
        }

        /// Handles of a search for the vacancy `reference`, hidden people's included.
        func found(_ reference: String) async throws -> [String] {
            let page = try await post("/zoeken", [ShortlistTests.purpose, ("vacature", reference), ("tekst", "")])
            try #require(page.status == 200)
            return page.values("kandidaat")
        }

        /// Whom a handle that the portal was given names.
        func person(_ handle: String, at node: InsideNode) throws -> ProfileID {
            let now = clock.now
            let sealer = HandleSealer(region: node.code, keys: node.stores.keys.handles, now: { now })
            let person = Pseudonym.person("accountmanager", key: home.stores.keys.pseudonym)
            return try sealer.open(handle, requester: Requester(region: home.keys.oin, person: person)).profile
        }

        func keep(_ handle: String, _ reference: String) async throws -> Browser.Page {
            try await post("/op-lijst", [ShortlistTests.purpose, ("vacature", reference), ("kandidaat", handle)])
        }

        func dossier(_ id: ProfileID, at node: InsideNode) async throws -> Dossier {
            try #require(try await node.stores.dossiers.dossier(id))
        }
    }

    private func run(
        gateway: Bool = true, _ body: @escaping @Sendable (Scene) async throws -> Void
    ) async throws {
        let regions = [try InsideFederation.region("gorinchem"), try InsideFederation.region("zeeland")]
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: 40) }, gateway: gateway
        ) { federation in
            let (home, away) = (try federation.node("gorinchem"), try federation.node("zeeland"))
            try await home.addAccount(.accountManager)
            let browser = Browser(home.portal)
            let entered = try await browser.post(
                "/inloggen", [("gebruiker", "accountmanager"), ("wachtwoord", InsideNode.password)])
            try #require(entered.status == 303)
            let csrf = try #require(try await browser.get("/").value("csrf"))
            try await body(
                Scene(federation: federation, home: home, away: away, browser: browser, csrf: csrf))
        }
    }

    @Test("a vacancy, candidates of another region, of the own and hidden ones, a step, a look, and off the list")
    func tour() async throws {
        try await run { scene in
            let path = try await scene.vacancy("1183")
            let handles = try await scene.found("1183")
            let abroad = try #require(handles.first { $0.hasPrefix("zeeland.") })
            let own = try #require(handles.first { $0.hasPrefix("gorinchem.") })
            let hidden = try #require(handles.first { !$0.contains(".") })
            for handle in [abroad, own, hidden] {
                let kept = try await scene.keep(handle, "1183")
                #expect(kept.status == 200)
                #expect(kept.html.contains("data-kept") && kept.html.contains(">Heftruckchauffeur</a>"))
            }
            let list = try await scene.browser.get(path)
            #expect(list.values("handvat").count == 3 && !list.html.contains(Self.gone))
            #expect(list.html.contains("3 kandidaten, 0 voorgesteld"))
            #expect(list.html.matches(of: /Alleen zichtbaar in eigen regio/).count == 1)
            // Handles of today open, each on its own page.
            let handle = try #require(list.values("handvat").first { $0.hasPrefix("zeeland.") })
            let opened = try await scene.post(
                "/profiel", [Self.purpose, ("vacature", "1183"), ("handvat", handle)])
            #expect(opened.status == 200)
            let person = try await scene.dossier(scene.person(abroad, at: scene.away), at: scene.away)
            #expect(opened.html.contains(person.contact.email))
            let candidate = try #require(
                list.html.firstMatch(of: /action="(\/vacatures\/[0-9a-f]+\/kandidaten\/[0-9a-f]+)"/)
            ).output.1
            let step = try await scene.post(
                String(candidate), [("status", "voorgesteld"), ("notitie", "gebeld\r\nkomt maandag")])
            #expect(step.status == 303)
            let wrong = try await scene.post(
                String(candidate), [("status", "aangenomen"), ("notitie", "BSN 123456782 gebeld")])
            #expect(wrong.status == 400 && wrong.html.contains("BSN 123456782 gebeld"), "what was typed is shown back")
            #expect(wrong.html.contains("De notitie is niet bewaard."))
            let after = try await scene.browser.get(path)
            #expect(after.html.contains("gebeld\nkomt maandag") && after.html.contains("1 voorgesteld"))
            #expect(try await scene.browser.get("/vacatures").html.contains("3 kandidaten, 1 voorgesteld"))
            #expect(try await scene.post(String(candidate) + "/weg").status == 303)
            #expect(try await scene.browser.get(path).values("handvat").count == 2)
            #expect(try await scene.post(path + "/weg").status == 303)
            #expect(try await scene.browser.get(path).status == 404)
            // Nothing of anybody was kept but references.
            let kept = try Data(contentsOf: URL(fileURLWithPath: scene.home.data + "/" + DataFile.workplace))
            #expect(kept.firstRange(of: Data(person.contact.email.utf8)) == nil)
        }
    }

    @Test("who is hidden is gone from the list at once, shown again or not; the own hidden one when shown to all")
    func hiddenMeanwhile() async throws {
        try await run { scene in
            let path = try await scene.vacancy("1183")
            let handles = try await scene.found("1183")
            let abroad = try #require(handles.first { $0.hasPrefix("zeeland.") })
            let hidden = try #require(handles.first { !$0.contains(".") })
            _ = try await (scene.keep(abroad, "1183"), scene.keep(hidden, "1183"))
            let person = try await scene.dossier(scene.person(abroad, at: scene.away), at: scene.away)
            try await scene.away.hide(person)
            let gone = try await scene.browser.get(path)
            #expect(gone.values("handvat").count == 1 && gone.html.contains(Self.gone))
            try await scene.away.show(person)
            #expect(try await scene.browser.get(path).values("handvat").count == 1, "hide and show revive nothing")
            for dossier in try await scene.home.stores.dossiers.dossiers(
                of: scene.home.ledger.home.count > 0
                    ? #require(scene.home.footing.registry.value.member(scene.home.code)).region.municipalities[0].code
                    : MunicipalityCode("GM0000"), after: nil, limit: 500) where dossier.visibility == .hidden
            {
                try await scene.home.show(dossier)
            }
            let last = try await scene.browser.get(path)
            #expect(last.html.matches(of: /Niet meer beschikbaar\./).count >= 1)
        }
    }

    @Test("a list of hidden people of the own region asks no region anything (I-3)")
    func asksNobody() async throws {
        try await run { scene in
            let path = try await scene.vacancy("1183")
            let hidden = try #require(try await scene.found("1183").first { !$0.contains(".") })
            #expect(try await scene.keep(hidden, "1183").status == 200)
            #expect(try await scene.browser.get(path).values("handvat").count == 1)
            let lines = try await scene.home.stores.accountability.auditLog.records(after: 0, limit: 1_000)
                .map(\.record)
            #expect(lines.contains { $0.action == "candidates" && $0.object == "hidden people of the own region" })
            let asked = lines.filter { $0.object.hasPrefix("people of") }.map(\.action)
            #expect(!asked.contains("candidates") && !asked.contains("reference"))
        }
    }

    @Test("another organisation finds no list of ours; roles that may not search get 403; a strange handle 404")
    func others() async throws {
        try await run { scene in
            let path = try await scene.vacancy("1183")
            let handle = try #require(try await scene.found("1183").first { $0.hasPrefix("zeeland.") })
            let region = try #require(scene.home.footing.registry.value.member(scene.home.code)).region
            let (first, other) = (region.municipalities[0], region.municipalities[1])
            for (user, role, home, status) in [
                ("buur", Role.accountManager, other, 404), ("beheer", .municipalAdministrator, first, 403),
                ("ict", .regionalIT, first, 403), ("klant", .caseManager, first, 404),
            ] {
                let account = Account(
                    user: user, displayName: user, role: role, municipality: home.code, organisation: home.oin)
                try await scene.home.stores.accounts.add(account, password: InsideNode.password)
                let browser = Browser(scene.home.portal)
                let entered = try await browser.post(
                    "/inloggen", [("gebruiker", user), ("wachtwoord", InsideNode.password)])
                try #require(entered.status == 303)
                let start = try await browser.get(role == .accountManager || role == .caseManager ? "/" : "/leveringen")
                let csrf = try #require(start.value("csrf"))
                #expect(try await browser.get(path).status == status, "\(role)")
                for (act, fields) in [
                    ("", [("titel", "x"), ("status", "open")]), ("/weg", []),
                    ("/kandidaten/\(String(repeating: "0", count: 32))", [("status", "bewaard")]),
                ] {
                    let answer = try await browser.post(path + act, [("csrf", csrf)] + fields)
                    #expect(answer.status == status, "\(role) \(act)")
                }
            }
            #expect(try await scene.browser.get(path).status == 200, "it is as it was")
            #expect(try await scene.keep(handle + "A", "1183").status == 404)
            #expect(try await scene.keep("abcdef", "1183").status == 404, "as one of hidden people")
            let forged = try await scene.browser.post("/op-lijst", [Self.purpose, ("kandidaat", handle)])
            #expect(forged.status == 403)
        }
    }

    @Test("what may not be kept is refused with the field and the reason, and nothing is made")
    func refused() async throws {
        try await run { scene in
            _ = try await scene.vacancy("1183")
            for (field, value, words) in [
                ("titel", "", "om welke functie"), ("titel", String(repeating: "x", count: 121), "120 tekens"),
                ("kenmerk", "1183", "gebruikt dit kenmerk al"), ("notitie", "BSN 123456782", "BSN"),
                ("kenmerk", String(repeating: "k", count: 65), "64 tekens"),
            ] {
                var fields = ["activiteit": "vacatureVervullen", "titel": "Kok", "kenmerk": "9"]
                fields[field] = value
                let answer = try await scene.post("/vacatures", fields.map { ($0.key, $0.value) })
                #expect(answer.status == 400 && answer.html.contains(words), "\(field): \(answer.html)")
            }
            #expect(try await scene.post("/vacatures", [("activiteit", "bemiddelen"), ("titel", "x")]).status == 303)
            #expect(try await scene.post("/vacatures", [("activiteit", "spelen"), ("titel", "x")]).status == 400)
            #expect(try await scene.browser.get("/vacatures").html.matches(of: /<tr><th scope="row">/).count == 2)
        }
    }

    @Test("nobody is put on a list, and none is shown, when it cannot be logged", arguments: LogFault.allCases)
    func logged(_ fault: LogFault) async throws {
        try await run { scene in
            let path = try await scene.vacancy("1183")
            let handles = try await scene.found("1183").filter { $0.hasPrefix("zeeland.") }
            _ = try await scene.keep(handles[0], "1183")
            for node in [scene.home, scene.away] {
                try await fault.set(true, in: node)
                let kept = try await scene.keep(handles[1], "1183")
                #expect(kept.status == 503, "\(node.code)")
                let list = try await scene.browser.get(path)
                #expect(list.status == 503 || list.html.contains("antwoordt nu niet"), "\(node.code)")
                #expect(list.values("handvat").isEmpty)
                try await fault.set(false, in: node)
            }
            #expect(try await scene.browser.get(path).values("handvat").count == 1)
        }
    }

    @Test("a home region answers alike for whoever cannot be seen: the same words, in as many bytes")
    func alike() async throws {
        try await run(gateway: false) { scene in
            let asker = try await TestAsker("gorinchem", in: scene.federation.federation, clock: scene.clock)
            let gateway = try TestGateway(in: scene.federation.federation)
            let people = try InsideFederation.people(in: InsideFederation.region("zeeland"), count: 40)
            let visible = try #require(people.first { $0.visibility == .visible })
            let hidden = try #require(people.first { $0.visibility == .hidden })
            let now = scene.clock.now
            let sealer = ReferenceSealer(region: scene.away.code, keys: scene.away.stores.keys, now: { now })
            func reference(
                _ id: ProfileID, generation: Int, vacancy: String = "1183", region: OIN? = nil, seconds: Double = 60
            ) throws -> String {
                try sealer.seal(
                    ReferenceGrant(
                        .candidate, profile: id, generation: generation, region: region ?? asker.keys.oin,
                        holder: ReferenceGrant.candidate(organisation: asker.organisation, vacancy: vacancy),
                        expires: now.addingTimeInterval(seconds)))
            }
            let call = RegionCall.candidates(scene.away.code)
            func ask(_ references: [String]) async throws -> (plain: [UInt8], sealed: Int) {
                let body = try QuestionSealing.seal(
                    CandidatesJSON.encode(.init(references, vacancy: "1183")), from: asker.keys.sealingKey,
                    to: scene.away.keys.publicKeys.sealing, path: call.path)
                let question = try await asker.question(
                    "POST", call.path, body, for: .region(scene.away.keys.oin))
                let answer = try await gateway.send(question, to: scene.away)
                try #require(answer.status == 200)
                let plain = try DetailSealing.open(
                    answer.body, by: asker.keys.sealingKey, from: scene.away.keys.publicKeys.sealing,
                    search: question.id, handle: call.path)
                return (plain, answer.body.count)
            }
            let seen = try await ask([reference(visible.id, generation: visible.generation)])
            #expect(try CandidatesJSON.decode(seen.plain, count: 1)[0]?.municipality == visible.municipality)
            let good = try reference(visible.id, generation: visible.generation)
            let unseen = [
                try reference(hidden.id, generation: hidden.generation),
                try reference(ProfileID(UUID()), generation: 1),
                try reference(visible.id, generation: visible.generation + 1),
                try reference(visible.id, generation: visible.generation, seconds: 0),
                try reference(visible.id, generation: visible.generation, vacancy: "1184"),
                try reference(visible.id, generation: visible.generation, region: scene.away.keys.oin),
                String(good.dropLast()), "zeeland.x", "gorinchem." + good.dropFirst("zeeland.".count), "",
            ]
            let nobody = Array(#"{"kandidaten":[null]}"#.utf8)
            var lengths: Set<Int> = []
            for reference in unseen {
                let answer = try await ask([reference])
                #expect(answer.plain == nobody, "\(String(decoding: answer.plain, as: UTF8.self))")
                lengths.insert(answer.sealed)
            }
            #expect(lengths.count == 1)
            // A question that is not sealed for this path, and one that asks too much.
            let plain = try await asker.question(
                "POST", call.path, CandidatesJSON.encode(.init([good], vacancy: "1183")),
                for: .region(scene.away.keys.oin))
            #expect(try await gateway.send(plain, to: scene.away).status == 400)
        }
    }
}
