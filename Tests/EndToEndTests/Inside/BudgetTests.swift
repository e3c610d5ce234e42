import Accountability
import Domain
import Foundation
import PeerHTTP
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("Budgets: nobody sees more people than may be, at home and at the source", .oneAtATime)
struct BudgetTests {
    /// Two regions: who asks, and whose people they are.
    fileprivate struct Scene: Sendable {
        let federation: InsideFederation
        let home: InsideNode
        let source: InsideNode
        var clock: StillClock { federation.clock }

        /// A person of the home region who asks the source, past all that the home region counts.
        func asker(_ person: String, organisation: Int = 0) async throws -> TestAsker {
            var asker = try await TestAsker(home.code.slug, in: federation.federation, clock: clock)
            asker.person = person
            asker.organisation = try federation.federation.region(home.code.slug).municipalities[organisation].oin
            return asker
        }

        /// The status of a search that finds `count` of the source's people.
        func search(
            _ asker: TestAsker, _ count: Int, at node: InsideNode? = nil
        ) async throws -> (status: Int, handles: [String]) {
            let question = try await asker.search(SearchRequest(text: "", count: count, purpose: TestAsker.purpose))
            let node = node ?? source
            let answer = try await TestGateway(in: federation.federation).send(question, to: node)
            guard answer.status == 200 else {
                #expect(Problem.overBudget(in: answer.body) == .day)
                #expect(answer.header("Retry-After").flatMap { Int($0) }.map { (1...90_000).contains($0) } == true)
                return (answer.status, [])
            }
            let scanned = try NodeAnswerJSON.scan(
                answer.body, from: node.code, searchID: question.id, limit: count)
            let handles = try scanned.hits.map { hit in
                let text = String(decoding: scanned.bytes[hit.range], as: UTF8.self)
                return try #require(text.firstMatch(of: /"handvat":"([^"]+)"/)).output.1
            }
            return (200, handles.map(String.init))
        }

        func open(_ handle: String, _ asker: TestAsker) async throws -> Int {
            let question = try await asker.open(handle, at: source.keys.oin)
            return try await TestGateway(in: federation.federation).send(question, to: source).status
        }

        /// Results of the audit log of `node` that speak of a budget.
        func refusals(of node: InsideNode) async throws -> [String] {
            try await node.stores.accountability.auditLog.records(after: 0, limit: 1_000).map(\.record.result)
                .filter { $0.contains("budget") }
        }
    }

    private func run(
        home: BudgetSettings? = nil, source: BudgetSettings? = nil,
        _ body: @escaping @Sendable (Scene) async throws -> Void
    ) async throws {
        let regions = InsideFederation.randstad(over: 2)
        var budgets: [String: BudgetSettings] = [:]
        budgets[regions[0].code.slug] = home
        budgets[regions[1].code.slug] = source
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: 80) }, budgets: budgets
        ) { federation in
            try await body(Scene(federation: federation, home: federation.nodes[0], source: federation.nodes[1]))
        }
    }

    @Test("at home a person opens as many profiles as may be: warned before, told which budget, and free at midnight")
    func profilesAtHome() async throws {
        try await run(home: BudgetSettings(detailsPerPerson: 5)) { scene in
            let portal = try await scene.home.logIn()
            let found = try #require(try await portal.search("", extra: ["aantal": 6]).answer)
            #expect(found.budget == BudgetLeft(profiles: 5, people: 1_994, warnings: []))
            for hit in found.hits.prefix(5) { #expect(try await portal.open(hit.handle).status == 200) }
            let refused = try await portal.open(found.hits[5].handle)
            #expect(refused.status == 429)
            let text = String(decoding: refused.body, as: UTF8.self)
            #expect(text.contains("U hebt vandaag 5 van de 5 profielen geopend; meer kan vandaag niet."), "\(text)")
            let after = try #require(try await portal.search("", extra: ["aantal": 6]).answer)
            let warning = "U hebt vandaag 5 van de 5 profielen geopend."
            #expect(after.budget?.profiles == 0 && after.budget?.warnings == [warning])
            #expect(try await scene.refusals(of: scene.home) == ["refused: budget of details per person: 5 of 5"])
            #expect(try await scene.refusals(of: scene.source).isEmpty)
            scene.clock.pass(seconds: 25 * 3_600)
            let tomorrow = try await scene.home.logInAgain(.accountManager)
            let again = try #require(try await tomorrow.search("", extra: ["aantal": 6]).answer)
            #expect(try await tomorrow.open(again.hits[0].handle).status == 200)
        }
    }

    @Test("at home a person sees as many people in lists as may be; nothing is asked of anybody then")
    func listsAtHome() async throws {
        try await run(home: BudgetSettings(peoplePerPerson: 10)) { scene in
            let portal = try await scene.home.logIn()
            #expect(try await portal.search("", extra: ["aantal": 10]).answer?.budget?.people == 0)
            let lines = try await scene.source.stores.accountability.auditLog.head().number
            let refused = try await portal.search("", extra: ["aantal": 1])
            #expect(refused.status == 429)
            #expect(String(decoding: refused.body, as: UTF8.self).contains("10 van de 10 mensen in lijsten"))
            #expect(try await scene.source.stores.accountability.auditLog.head().number == lines)
        }
    }

    @Test("the pages warn from 80 %, say how many profiles can be opened, and say it when none can")
    func pages() async throws {
        try await run(home: BudgetSettings(detailsPerPerson: 1)) { scene in
            try await scene.home.addAccount(.accountManager)
            let browser = Browser(scene.home.portal)
            _ = try await browser.post(
                "/inloggen", [("gebruiker", "accountmanager"), ("wachtwoord", InsideNode.password)])
            let csrf = try #require(try await browser.get("/").value("csrf"))
            let fields = [("csrf", csrf), ("tekst", ""), ("doel", "vacatureVervullen;wetSuwi")]
            let list = try await browser.post("/zoeken", fields)
            #expect(list.html.contains("U kunt vandaag nog 1 profiel openen."))
            #expect(!list.html.contains("Let op uw budget"))
            let handles = list.values("handvat")
            let profile = try await browser.post("/profiel", fields + [("handvat", try #require(handles.first))])
            #expect(profile.status == 200 && profile.html.contains("U hebt vandaag 1 van de 1 profielen geopend."))
            let refused = try await browser.post("/profiel", fields + [("handvat", handles[1])])
            #expect(refused.status == 429 && refused.html.contains("Uw budget is op"))
            #expect(refused.html.contains("Na middernacht kunt u weer profielen openen."))
            let again = try await browser.post("/zoeken", fields)
            #expect(again.html.contains("U kunt vandaag geen profielen meer openen."))
            #expect(again.html.contains("Let op uw budget"))
        }
    }

    @Test("the source stops a person whom home lets go on; it is told as a refusal of that region, and of no other")
    func atTheSource() async throws {
        try await run(source: BudgetSettings(detailsPerPerson: 1, peoplePerPerson: 3)) { scene in
            let portal = try await scene.home.logIn()
            let only = ["filters": ["regios": [scene.source.code.slug]], "aantal": 3] as [String: Any]
            let found = try #require(try await portal.search("", extra: only).answer)
            #expect(found.hits.count == 3)
            #expect(try await portal.open(found.hits[0].handle).status == 200)
            let refused = try await portal.open(found.hits[1].handle)
            #expect(refused.status == 429)
            let name = try #require(scene.source.footing.registry.value.member(scene.source.code)).region.name
            #expect(String(decoding: refused.body, as: UTF8.self).contains("geen profielen van \(name) meer openen"))
            for _ in 0..<8 {
                let wide = try #require(try await portal.search("", extra: ["aantal": 20]).answer)
                let outcomes = Dictionary(uniqueKeysWithValues: wide.outcomes.map { ($0.region, $0) })
                let outcome = try #require(outcomes[scene.source.code])
                #expect(outcome.state == .refused && outcome.reason?.contains("dagbudget") == true)
                #expect(outcomes[scene.home.code]?.state == .answered)
                #expect(!wide.hits.isEmpty)
            }
            // Nobody's breaker opened: who has something left is answered.
            let other = try await scene.asker("b", organisation: 1)
            let question = try await other.search(SearchRequest(text: "", count: 1, purpose: TestAsker.purpose))
            let lines = try FederatedAnswerJSON.read(try await other.ask(question).body)
            #expect(lines.outcomes.allSatisfy { $0.state == .answered })
            let results = try await scene.refusals(of: scene.source)
            #expect(results.first == "refused: budget of details per person: 1 of 1")
            #expect(results.dropFirst().allSatisfy { $0 == "refused: budget of people per person: 3 of 3" })
        }
    }

    @Test("many accounts of one organisation share its budget, all of a region the region's; others go on")
    func manyAccounts() async throws {
        let source = BudgetSettings(peoplePerPerson: 4, peoplePerOrganisation: 6, peoplePerRegion: 8)
        try await run(source: source) { scene in
            #expect(try await scene.search(scene.asker("a"), 4).status == 200)
            #expect(try await scene.search(scene.asker("a"), 5).status == 429)
            #expect(try await scene.search(scene.asker("b"), 2).status == 200)
            for person in ["c", "d", "e"] {
                // Each sees others than the ones before, of whom two places are left at most.
                _ = try await scene.search(scene.asker(person), 4)
            }
            let organisation = try await scene.used(by: scene.asker("a"))
            #expect(organisation.person <= 4 && organisation.organisation <= 6 && organisation.region <= 8)
            for number in 1..<4 {
                for person in ["f", "g", "h"] {
                    _ = try await scene.search(scene.asker(person, organisation: number), 4)
                }
            }
            #expect(try await scene.used(by: scene.asker("a")).region <= 8)
            #expect(try await scene.refusals(of: scene.source).contains { $0.contains("per organisation") })
            #expect(try await scene.refusals(of: scene.source).contains { $0.contains("per region") })
            // The source's own people ask it as another region.
            var other = try await TestAsker(scene.source.code.slug, in: scene.federation.federation, clock: scene.clock)
            other.person = "a"
            #expect(try await scene.search(other, 4).status == 200)
        }
    }

    @Test("ten profiles of a search, and a restart gives nothing back")
    func restart() async throws {
        let source = BudgetSettings(detailsPerSearch: 2, peoplePerPerson: 4)
        try await run(source: source) { scene in
            let asker = try await scene.asker("a")
            let handles = try await scene.search(asker, 4).handles
            for handle in handles.prefix(2) { #expect(try await scene.open(handle, asker) == 200) }
            #expect(try await scene.open(handles[2], asker) == 429)
            #expect(try await scene.search(asker, 20).status == 429)
            let again = try await scene.source.restarted(
                in: scene.federation.federation, clock: scene.clock, budgets: source)
            scene.clock.pass(seconds: 2)
            try await InsideFederation.started([again.footing.settings], services: again.wiring.services()) {
                let same = try await scene.search(asker, 20, at: again).status
                let other = try await scene.search(scene.asker("b"), 4, at: again).status
                #expect(same == 429 && other == 200)
            }
        }
    }

    @Test("twenty handles that open nothing are told at both regions, once; so is a hurry through lists")
    func alarms() async throws {
        try await run { scene in
            func alarms(of node: InsideNode) async throws -> [AuditRecord] {
                try await node.stores.accountability.auditLog.records(after: 0, limit: 2_000).map(\.record)
                    .filter { $0.action == "alarm" }
            }
            let portal = try await scene.home.logIn()
            // A profile is opened for the purpose of a search.
            #expect(try await portal.search("").status == 200)
            for number in 1...EnumerationWatch.handles + 5 {
                #expect(try await alarms(of: scene.source).count == (number > EnumerationWatch.handles ? 1 : 0))
                #expect(try await portal.open("\(scene.source.code).AAAA").status == 404)
            }
            for node in [scene.home, scene.source] {
                let told = try await alarms(of: node)
                #expect(told.map(\.result) == [EnumerationWatch.Pattern.handlesTried.rawValue])
                #expect(told.map(\.actor) == [scene.home.keys.oin.digits])
            }
        }
        try await run(source: BudgetSettings(peoplePerPerson: 60)) { scene in
            let asker = try await scene.asker("a")
            // The same people again are no new ones; a quarter of sixty is.
            for count in [5, 5, 5, 20, 20] { #expect(try await scene.search(asker, count).status == 200) }
            let log = scene.source.stores.accountability.auditLog
            let told = try await log.records(after: 0, limit: 500).map(\.record).filter { $0.action == "alarm" }
            #expect(told.map(\.result) == [EnumerationWatch.Pattern.listsRead.rawValue])
        }
    }

    @Test("several searches at once get no more people together than one after another")
    func atOnce() async throws {
        try await run(source: BudgetSettings(peoplePerPerson: 6)) { scene in
            let asker = try await scene.asker("a")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<12 { group.addTask { _ = try await scene.search(asker, 5) } }
                try await group.waitForAll()
            }
            #expect(try await scene.used(by: asker).person <= 6)
        }
    }
}

extension BudgetTests.Scene {
    /// People whom the source has counted.
    fileprivate func used(by asker: TestAsker) async throws -> (person: Int, organisation: Int, region: Int) {
        let who = BudgetAsker(
            .source, region: home.keys.oin, organisation: asker.organisation, person: asker.person)
        let uses = try await source.stores.accountability.budgets(source.footing.settings.budgets)
            .uses(of: who, at: clock.now).filter { $0.budget.measure == .people }.map(\.used)
        try #require(uses.count == 3)
        return (uses[0], uses[1], uses[2])
    }
}
