import Domain
import Dossiers
import Foundation
import GRDB
import Testing
import Wire

@testable import hallowerk

/// The main job as its users do it: real processes, real TLS, real SQLite.
@Suite("A demo of real processes", .oneAtATime)
struct DemoTests {
    @Test("one search finds people in every region, and names each region once")
    func searchesAcross() async throws {
        try await DemoProcess.run(regions: ["rijnmond", "haaglanden", "drechtsteden"], people: 120) { demo in
            let portal = try await PortalClient.logIn(demo, region: "rijnmond")
            let (status, answer, _) = try await portal.search("", extra: ["aantal": 50])
            #expect(status == 200)
            let found = try #require(answer)
            #expect(found.outcomes.map(\.region.slug).sorted() == ["drechtsteden", "haaglanden", "rijnmond"])
            #expect(found.outcomes.allSatisfy { $0.state == .answered })
            #expect(found.coverage == 1)
            #expect(found.total == demo.ready.regios.map(\.zichtbaar).reduce(0, +))
            #expect(Set(found.hits.map(\.region)).count == 3)
        }
    }

    @Test("the account with a second factor searches with the code that the command prints, and not without")
    func secondFactor() async throws {
        try await DemoProcess.run(regions: ["gorinchem"]) { demo in
            let account = try #require(demo.ready.aanmeldingen.first { $0.geheim != nil })
            let secret = try #require(account.geheim)
            let printed = try Executable.hallowerk(["account", "code", "--secret", secret])
            let code = printed.output.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(code.count == 6 && code.allSatisfy(\.isNumber), "\(printed)")
            let search = ["search", "kok", "--portaal", demo.ready.regios[0].portaal, "--gebruiker", account.gebruiker]
            let without = try Executable.hallowerk(search, password: account.wachtwoord)
            #expect(without.code == 1 && without.errors.contains("HALLOWERK_CODE"), "\(without.errors)")
            let wrong = try Executable.hallowerk(search, password: account.wachtwoord, code: "000000")
            #expect(wrong.code == 1 && wrong.errors.contains("Deze code klopt niet"), "\(wrong.errors)")
            let found = try Executable.hallowerk(search, password: account.wachtwoord, code: code)
            #expect(found.code == 0, "\(found.errors)")
            #expect(try Executable.hallowerk(["account", "code", "--secret", "geen"]).code == 1)
        }
    }

    @Test("a killed region is onbereikbaar, a frozen one teLaat, in time, and the others' people stay the same")
    func missingRegions() async throws {
        let regions = ["rijnmond", "haaglanden", "drechtsteden", "gorinchem"]
        try await DemoProcess.run(regions: regions) { demo in
            let portal = try await PortalClient.logIn(demo, region: "rijnmond")
            let before = try #require(try await portal.search("", extra: ["aantal": 50]).answer)
            kill(try demo.processID(of: "haaglanden"), SIGKILL)
            let frozen = try demo.processID(of: "drechtsteden")
            kill(frozen, SIGSTOP)
            defer { kill(frozen, SIGCONT) }
            // The second search has no connection left that was made before the region froze.
            for _ in 0..<2 { try await searchWithoutTwo(portal) }
            let extra = ["aantal": 50, "tijdslimietMs": 1_500]
            let after = try #require(try await portal.search("", extra: extra).answer)
            for region in ["rijnmond", "gorinchem"] {
                let count = { (answer: FederatedAnswer) in answer.outcomes.first { $0.region.slug == region }?.count }
                #expect(count(before) == count(after))
            }
            #expect(after.coverage < 1)
            #expect(after.hits.allSatisfy { ["rijnmond", "gorinchem"].contains($0.region.slug) })
        }
    }

    /// One search while Haaglanden is killed and Drechtsteden frozen: in time, and each named for what it is.
    private func searchWithoutTwo(_ portal: PortalClient) async throws {
        let began = ContinuousClock.now
        let answer = try #require(try await portal.search("", extra: ["aantal": 50, "tijdslimietMs": 1_500]).answer)
        #expect(ContinuousClock.now - began < .seconds(2))
        let states = Dictionary(uniqueKeysWithValues: answer.outcomes.map { ($0.region.slug, $0.state) })
        #expect(
            states == [
                "rijnmond": .answered, "haaglanden": .unreachable, "drechtsteden": .late, "gorinchem": .answered,
            ])
    }

    @Test("somebody hidden on the command line is gone from the next search, and the open handle is one 404")
    func hides() async throws {
        // Everybody is opened until the one is found.
        let budgets = BudgetSettings(detailsPerSearch: 100, detailsPerPerson: 1_000)
        try await DemoProcess.run(regions: ["rijnmond", "haaglanden"], budgets: budgets) { demo in
            let home = try demo.region("haaglanden")
            let portal = try await PortalClient.logIn(demo, region: "rijnmond")
            let before = try #require(
                try await portal.search("", extra: ["aantal": 50, "filters": ["regios": ["haaglanden"]]]).answer)
            let caseManager = try demo.password("klantmanager", in: "haaglanden")
            let person = try StoreLook.visibleInCentre(region: home)
            let handle = try #require(try await portal.handle(ofPersonWith: person.email, among: before.hits))
            let arguments = [
                "profile", "hide", person.id, "--data", home.data, "--gebruiker", "klantmanager", "--verzoek", "Z-1",
                "--reden", "werk gevonden",
            ]
            let wrong = try Executable.hallowerk(arguments, password: "niet-het-wachtwoord")
            #expect(wrong.code == 1)
            #expect(try await portal.open(handle).status == 200)
            let hidden = try Executable.hallowerk(arguments, password: caseManager)
            #expect(hidden.code == 0, "\(hidden.errors)")
            let after = try #require(
                try await portal.search("", extra: ["aantal": 50, "filters": ["regios": ["haaglanden"]]]).answer)
            #expect(after.total == before.total - 1)
            let gone = try await portal.open(handle)
            #expect(gone.status == 404)
            let never = try await portal.open(String(handle.dropLast(4)) + "AAAA")
            #expect(never.status == gone.status)
            #expect(never.body == gone.body, "hidden and altered must read alike")
        }
    }

    @Test("while no node runs, a profile is hidden under the store's lock by the same rules, and stays hidden")
    func hidesWithoutNode() async throws {
        let first = try await DemoProcess(regions: ["haaglanden"])
        let (home, password) = (try first.region("haaglanden"), try first.password("klantmanager", in: "haaglanden"))
        first.stop(keepingFolder: true)
        defer { try? FileManager.default.removeItem(atPath: first.folder) }
        let person = try StoreLook.visibleInCentre(region: home)
        let hide = [
            "profile", "hide", person.id, "--data", home.data, "--gebruiker", "klantmanager", "--verzoek", "Z-1",
            "--reden", "werk gevonden",
        ]
        let wrong = try Executable.hallowerk(hide, password: "niet-het-wachtwoord")
        #expect(wrong.code == 1 && wrong.errors.contains("401"), "\(wrong.errors)")
        let lock = try StoreLock.take(home.data)
        let locked = try Executable.hallowerk(hide, password: password)
        #expect(locked.code == 1 && locked.errors.contains("in use by process \(getpid())"), "\(locked.errors)")
        withExtendedLifetime(consume lock) {}
        let hidden = try Executable.hallowerk(hide, password: password)
        #expect(hidden.code == 0, "\(hidden.errors)")
        let second = try await DemoProcess(regions: ["haaglanden"], folder: first.folder)
        defer { second.stop(keepingFolder: true) }
        #expect(try second.region("haaglanden").zichtbaar == home.zichtbaar - 1)
        let portal = try await PortalClient.logIn(second, region: "haaglanden")
        #expect(try await portal.search("").answer?.total == home.zichtbaar - 1)
    }

    @Test("a second start on the same folder gives the same people and log-ins, and Ctrl-C ends each cleanly")
    func reuses() async throws {
        let first = try await DemoProcess(regions: ["gorinchem", "zeeland"])
        #expect(first.stop(keepingFolder: true) == 0)
        let second = try await DemoProcess(regions: ["gorinchem", "zeeland"], folder: first.folder)
        defer { second.stop() }
        #expect(second.ready.regios.map(\.zichtbaar) == first.ready.regios.map(\.zichtbaar))
        #expect(second.ready.regios.map(\.verborgen) == first.ready.regios.map(\.verborgen))
        #expect(second.ready.aanmeldingen.map(\.wachtwoord) == first.ready.aanmeldingen.map(\.wachtwoord))
        let portal = try await PortalClient.logIn(second, region: "zeeland")
        #expect(try await portal.search("").answer?.coverage == 1)
    }

    @Test(
        "what a demo cannot be started with is refused, with what it is",
        arguments: [
            (["--regions", "nergens"], "nergens"), (["--people", "61"], "--people 60"), (["--seed", "9"], "--seed 1"),
            (["--port", "\(Int(UInt16.max))"], "--port"),
        ])
    func refuses(_ options: [String], _ named: String) async throws {
        try await DemoProcess.run(regions: ["gorinchem"]) { demo in
            let port = await FreePorts.shared.base(count: 20)
            let usual = ["--regions", "gorinchem", "--people", "60", "--port", "\(port)"]
            let other = try Executable.hallowerk(["demo", "--json", "--data", demo.folder] + usual + options)
            #expect(other.code != 0)
            #expect(other.errors.contains(named), "\(other.errors)")
        }
    }
}

/// What the store's file says, read beside the running node.
enum StoreLook {
    /// Somebody visible in Den Haag, the centre of Haaglanden, whose case manager the demo's account is.
    static func visibleInCentre(region: DemoProcess.Ready.Regio) throws -> (id: String, email: String) {
        var configuration = Configuration.patient
        configuration.readonly = true
        let queue = try DatabaseQueue(path: region.data + "/dossiers.sqlite", configuration: configuration)
        let sql = "SELECT id, email FROM dossier WHERE visibility = 'zichtbaar' AND municipality = 'GM0518' LIMIT 1"
        return try queue.read { database in
            let row = try #require(try Row.fetchOne(database, sql: sql))
            let id = try #require(ProfileID(bytes: row["id"] as Data))
            return (id.description, row["email"])
        }
    }
}

extension PortalClient {
    /// The handle of the person with that e-mail address: each of `hits` is opened until it is found.
    func handle(ofPersonWith email: String, among hits: [HitView]) async throws -> String? {
        for hit in hits where try await String(decoding: open(hit.handle).body, as: UTF8.self).contains(email) {
            return hit.handle
        }
        return nil
    }
}
