import Domain
import Foundation
import GRDB
import Testing
import Wire

/// The main job as its users do it: real processes, real TLS, real SQLite.
@Suite("A demo of real processes", .serialized)
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
            let after = try #require(try await portal.search("", extra: ["aantal": 50]).answer)
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
        let answer = try #require(try await portal.search("", extra: ["aantal": 50]).answer)
        #expect(ContinuousClock.now - began < .seconds(2))
        let states = Dictionary(uniqueKeysWithValues: answer.outcomes.map { ($0.region.slug, $0.state) })
        #expect(
            states == [
                "rijnmond": .answered, "haaglanden": .unreachable, "drechtsteden": .late, "gorinchem": .answered,
            ])
    }

    @Test("somebody hidden on the command line is gone from the next search, and the open handle is one 404")
    func hides() async throws {
        try await DemoProcess.run(regions: ["rijnmond", "haaglanden"]) { demo in
            let home = try demo.region("haaglanden")
            let portal = try await PortalClient.logIn(demo, region: "rijnmond")
            let before = try #require(
                try await portal.search("", extra: ["aantal": 50, "filters": ["regios": ["haaglanden"]]]).answer)
            let caseManager = try demo.password("klantmanager", in: "haaglanden")
            let id = try StoreLook.visibleInCentre(demo, region: home)
            let handles = before.hits.map(\.handle)
            var opened: Set<String> = []
            for handle in handles.prefix(3) where try await portal.open(handle).status == 200 { opened.insert(handle) }
            #expect(opened.count == 3)
            let arguments = [
                "profile", "hide", id, "--data", home.data, "--gebruiker", "klantmanager", "--verzoek", "Z-1",
                "--reden", "werk gevonden",
            ]
            let wrong = try Executable.hallowerk(arguments, password: "niet-het-wachtwoord")
            #expect(wrong.code == 1)
            let hidden = try Executable.hallowerk(arguments, password: caseManager)
            #expect(hidden.code == 0, "\(hidden.errors)")
            let after = try #require(
                try await portal.search("", extra: ["aantal": 50, "filters": ["regios": ["haaglanden"]]]).answer)
            #expect(after.total == before.total - 1)
        }
    }

    @Test("a second start on the same folder gives the same people and log-ins; other options are refused")
    func reuses() async throws {
        let base = await FreePorts.shared.base(count: 40)
        let folder = FileManager.default.temporaryDirectory.path + "/hallowerk-again-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let other = try Executable.hallowerk([
            "demo", "--json", "--regions", "nergens", "--data", folder, "--port", "\(base)",
        ])
        #expect(other.code == 1)
        #expect(other.errors.contains("nergens"))
    }
}

/// What the store's file says, read beside the running node.
enum StoreLook {
    /// The id of somebody visible in Den Haag, the centre of Haaglanden, whose case manager the demo's account is.
    static func visibleInCentre(_ demo: DemoProcess, region: DemoProcess.Ready.Regio) throws -> String {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: region.data + "/dossiers.sqlite", configuration: configuration)
        let bytes = try queue.read { database in
            try Data.fetchOne(
                database,
                sql: "SELECT id FROM dossier WHERE visibility = 'zichtbaar' AND municipality = 'GM0518' LIMIT 1")
        }
        return try #require(bytes.flatMap { ProfileID(bytes: $0) }).description
    }
}
