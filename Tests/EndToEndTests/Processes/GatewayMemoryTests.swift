import Domain
import Foundation
import TestSupport
import Testing
import Wire

@testable import hallowerk

@Suite("The gateway's process holds nothing of the profiles that it passed on", .oneAtATime)
struct GatewayMemoryTests {
    private static let profiles = FullRun.cases(1_000)

    /// The memory of a process, as far as it can be read: every writable part, searched for some words.
    private static func words(_ words: Set<String>, inMemoryOf id: Int32) throws -> Set<String> {
        let maps = try String(contentsOfFile: "/proc/\(id)/maps", encoding: .utf8)
        let memory = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/proc/\(id)/mem"))
        defer { try? memory.close() }
        var found: Set<String> = []
        var read = 0
        for line in maps.split(separator: "\n") where line.contains(" rw") {
            let ends = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt64($0, radix: 16) }
            guard ends.count == 2, (try? memory.seek(toOffset: ends[0])) != nil,
                let bytes = try? memory.read(upToCount: Int(ends[1] - ends[0]))
            else { continue }
            read += bytes.count
            for word in words where !found.contains(word) && bytes.range(of: Data(word.utf8)) != nil {
                found.insert(word)
            }
        }
        try #require(read > 1_000_000, "the memory of process \(id) cannot be read")
        return found
    }

    /// The process of a demo that was started with `arguments`.
    private static func process(_ arguments: [String]) throws -> Int32 {
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
            guard let id = Int32(name), let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline") else {
                continue
            }
            let words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            if arguments.allSatisfy(words.contains) { return id }
        }
        throw Missing()
    }

    /// What `ask` gets once the gateway, which lets one person ask four times a second, lets it through.
    private func admitted(
        _ ask: () async throws -> (status: Int, body: [UInt8])
    ) async throws -> (status: Int, body: [UInt8]) {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let answer = try await ask()
            if answer.status != 429 || ContinuousClock.now > deadline { return answer }
            try await Task.sleep(for: .milliseconds(300))
        }
    }

    @Test("names of opened profiles stand in their home's memory, and nowhere in the gateway's")
    func sealed() async throws {
        let budgets = BudgetSettings(detailsPerSearch: 100, detailsPerPerson: 1_000)
        try await DemoProcess.run(regions: ["gorinchem", "zeeland"], people: 250, budgets: budgets) { demo in
            try await open(demo)
        }
    }

    private func open(_ demo: DemoProcess) async throws {
        let portal = try await PortalClient.logIn(demo, region: "gorinchem")
        var names: Set<String> = []
        var opened = 0
        while opened < Self.profiles {
            let filters: [String: Any] = ["filters": ["regios": ["zeeland"]], "aantal": 50]
            let found = try await admitted {
                let found = try await portal.search("", extra: filters)
                return (found.status, found.body)
            }
            try #require(found.status == 200)
            let hits = try FederatedAnswerJSON.readDocument(found.body).hits
            for hit in hits.prefix(Self.profiles - opened) {
                let answer = try await admitted { try await portal.open(hit.handle) }
                try #require(answer.status == 200)
                let detail = try ProfileDetailJSON.decode(answer.body)
                // An e-mail address is in no list.
                names.insert(detail.contact.email)
                opened += 1
                if opened == 1 { names.insert(try await write(about: hit.handle, portal)) }
            }
        }
        try #require(names.count >= 20)
        let gateway = try Self.process(["gateway", demo.ready.gateway.data])
        let node = try Self.process(["node", demo.region("zeeland").data])
        #expect(try Self.words(names, inMemoryOf: gateway).isEmpty)
        // The search finds what is there: their home has them at hand.
        #expect(try !Self.words(names, inMemoryOf: node).isEmpty)
    }
    /// Sends a message, and gives the word in it that stands nowhere else.
    private func write(about handle: String, _ portal: PortalClient) async throws -> String {
        let word = "kaasfabriek-\(UUID().uuidString)"
        let body = try JSONEncoder().encode([
            "id": UUID().uuidString, "omschrijving": "Kaasmaker", "aan": "beiden", "bericht": "Komt u naar \(word)?",
            "doel": "vacatureVervullen;wetSuwi",
        ])
        let url = portal.url + WirePath.profiles + "/" + handle + "/berichten"
        let sent = try await admitted { try await PortalClient.send("POST", url, Array(body), portal.token) }
        try #require(sent.status == 201, "\(String(decoding: sent.body, as: UTF8.self))")
        return word
    }
}
