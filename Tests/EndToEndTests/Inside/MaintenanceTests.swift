import Domain
import Foundation
import NodePortal
import PeerHTTP
import Showcase
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("Maintenance: announced by regional IT, told to who searches, and nobody is asked meanwhile", .oneAtATime)
struct AnnouncedMaintenanceTests {
    private static let reason = "schijf vervangen"

    private func run(_ body: @escaping @Sendable (InsideFederation, TestAsker) async throws -> Void) async throws {
        let regions = try ["gorinchem", "zeeland"].map { try InsideFederation.region($0) }
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: 20) }, admission: .ofImpatience
        ) { inside in
            let asker = try await TestAsker("gorinchem", in: inside.federation, clock: inside.clock)
            try await body(inside, asker)
        }
    }

    private func tell(
        _ node: InsideNode, _ path: String, as role: Role, _ fields: [String: Any] = [:]
    ) async throws -> HTTPCall {
        var body = fields
        body["gebruiker"] = role.rawValue.lowercased()
        body["wachtwoord"] = InsideNode.password
        return try await HTTPCall.send(
            "POST", HTTPCall.control(node.footing.settings.data, path),
            body: Array(try JSONSerialization.data(withJSONObject: body)))
    }

    private func search(_ asker: TestAsker, until: (FederatedAnswer) -> Bool) async throws -> FederatedAnswer {
        let deadline = ContinuousClock.now + InsideFederation.patience
        while true {
            let request = SearchRequest(text: "", count: 50, purpose: TestAsker.purpose, timeLimit: Limits.deadline)
            let answer = try await asker.ask(asker.search(request))
            try #require(answer.status == 200)
            let read = try FederatedAnswerJSON.read(answer.body)
            if until(read) { return read }
            try #require(ContinuousClock.now < deadline, "the gateway has not heard it")
        }
    }

    @Test("a search skips the region with its reason, a profile of it is 503 with when; afterwards it is asked again")
    func announced() async throws {
        try await run { inside, asker in
            let zeeland = try #require(inside.nodes.first { $0.code.slug == "zeeland" })
            try await zeeland.addAccount(.regionalIT)
            let before = try await search(asker) { $0.outcomes.allSatisfy { $0.state == .answered } }
            let handle = try #require(before.hits.first { $0.region == zeeland.code }).handle
            let until = inside.clock.now.addingTimeInterval(3_600)
            let told = try await tell(
                zeeland, "/v1/onderhoud", as: .regionalIT, ["tot": until.formatted(.iso8601), "reden": Self.reason])
            #expect(told.status == 200, "\(told.problem)")

            let during = try await search(asker) { $0.outcomes.contains { $0.state == .skipped } }
            let outcome = try #require(during.outcomes.first { $0.region == zeeland.code })
            #expect(outcome.state == .skipped && outcome.duration == nil)
            #expect(outcome.reason?.contains("in onderhoud tot") == true)
            #expect(outcome.reason?.hasSuffix(": \(Self.reason).") == true)
            #expect(during.total == inside.nodes.first { $0.code.slug == "gorinchem" }?.showcase.count)

            let home = try inside.federation.region("zeeland").oin
            let opened = try await asker.ask(asker.open(handle, at: home))
            #expect(opened.status == 503)
            #expect((3_000...3_600).contains(opened.header("Retry-After").flatMap { Int($0) } ?? 0))

            let state = try await HTTPCall.send(
                "GET", HTTPCall.control(zeeland.footing.settings.data, "/v1/onderhoud"))
            #expect(String(decoding: state.body, as: UTF8.self).contains(#""verteld":true"#))

            #expect(try await tell(zeeland, "/v1/onderhoud/einde", as: .regionalIT).status == 200)
            let after = try await search(asker) { $0.outcomes.allSatisfy { $0.state == .answered } }
            #expect(after.total == before.total)
        }
    }

    @Test("the region's own users read it on every page")
    func portal() async throws {
        try await run { inside, _ in
            let zeeland = try #require(inside.nodes.first { $0.code.slug == "zeeland" })
            try await zeeland.addAccount(.regionalIT)
            let browser = try await Desk.enter(zeeland, .accountManager).browser
            #expect(try await !browser.get("/").html.contains("in onderhoud"))
            let until = inside.clock.now.addingTimeInterval(3_600).formatted(.iso8601)
            let fields = ["tot": until, "reden": "<b>schijf</b>"]
            #expect(try await tell(zeeland, "/v1/onderhoud", as: .regionalIT, fields).status == 200)
            let page = try await browser.get("/").html
            #expect(page.contains("in onderhoud tot") && page.contains("&lt;b&gt;schijf"))
            #expect(!page.contains("<b>schijf"))
        }
    }

    @Test(
        "every other role is refused, and changes nothing",
        arguments: Role.allCases.filter { $0 != .regionalIT && $0 != .processor && $0 != .federationAdministrator })
    func roles(_ role: Role) async throws {
        try await run { inside, _ in
            let zeeland = try #require(inside.nodes.first { $0.code.slug == "zeeland" })
            try await zeeland.addAccount(role)
            let until = inside.clock.now.addingTimeInterval(3_600).formatted(.iso8601)
            let fields = ["tot": until, "reden": Self.reason]
            #expect(try await tell(zeeland, "/v1/onderhoud", as: role, fields).status == 403)
            #expect(try await tell(zeeland, "/v1/onderhoud/einde", as: role).status == 403)
            #expect(zeeland.wiring.maintenance.current(at: inside.clock.now) == nil)
        }
    }

    @Test("a moment that is past or far, and a reason that names somebody or breaks a line, are refused by their field")
    func refused() async throws {
        try await run { inside, _ in
            let zeeland = try #require(inside.nodes.first { $0.code.slug == "zeeland" })
            try await zeeland.addAccount(.regionalIT)
            let now = inside.clock.now
            let rows: [(hours: Double, reason: String, field: String)] = [
                (-1, Self.reason, "tot"), (7 * 24 + 1, Self.reason, "tot"), (1, "", "reden"),
                (1, "dossier 111222333", "reden"), (1, "twee\nregels", "reden"),
                (1, String(repeating: "x", count: 121), "reden"),
            ]
            for row in rows {
                let until = now.addingTimeInterval(row.hours * 3_600).formatted(.iso8601)
                let fields = ["tot": until, "reden": row.reason]
                let answer = try await tell(zeeland, "/v1/onderhoud", as: .regionalIT, fields)
                #expect(answer.status == 400, "\(row)")
                #expect(String(decoding: answer.body, as: UTF8.self).contains("\"veld\":\"\(row.field)\""), "\(row)")
            }
            #expect(zeeland.wiring.maintenance.current(at: now) == nil)
        }
    }

    @Test("it outlives the process, ends by itself, and a damaged file is refused")
    func file() throws {
        let folder = NSTemporaryDirectory() + "hallowerk-test-" + UUID().uuidString
        try OwnerOnlyFile.makeFolder(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/" + DataFile.maintenance
        let now = Date(timeIntervalSince1970: 1_795_521_600)
        let pause = try #require(Maintenance(until: now.addingTimeInterval(60), reason: Self.reason))
        try OwnerOnlyFile.write(MaintenanceJSON.encode(pause), to: path)
        let notice = try MaintenanceNotice.open(in: folder)
        #expect(notice.current(at: now) == pause && notice.current(at: pause.until) == nil)
        try OwnerOnlyFile.write(Array("{\"tot\":7}".utf8), to: path)
        #expect(throws: OperatorError.self) { try MaintenanceNotice.open(in: folder) }
    }

    @Test(
        "a moment is read as it is typed, in Dutch time",
        arguments: [
            ("14:00", 3_600.0), ("13:00", 86_400), ("08:05", 68_700), ("2026-11-24T14:00", 3_600),
            ("2026-11-24T14:00:00", 3_600), ("2026-11-24T14:00:00Z", 7_200), ("2026-11-24T14:00:00+01:00", 3_600),
            ("24:00", nil), ("morgen", nil), ("7", nil), ("", nil),
        ])
    func typed(_ text: String, _ seconds: Double?) {
        let now = Date(timeIntervalSince1970: 1_795_521_600)
        #expect(MaintenanceTime.read(text, now: now)?.timeIntervalSince(now) == seconds)
    }
}
