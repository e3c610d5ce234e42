import Domain
import Federation
import Foundation
import Testing

@Suite("A region that announced a pause is not asked and not an alarm, until it is over")
struct MaintenanceTests {
    /// 13.00 in the Netherlands.
    private let now = Date(timeIntervalSince1970: 1_795_521_600)

    private func maintenance(_ hours: Double, _ reason: String = "schijf vervangen") throws -> Maintenance {
        try #require(Maintenance(until: now.addingTimeInterval(hours * 3_600), reason: reason))
    }

    @Test(
        "its reason is one line of 1 to 120 characters",
        arguments: [
            ("", false), ("x", true), (String(repeating: "é", count: 120), true),
            (String(repeating: "x", count: 121), false), ("twee\nregels", false), ("twee\u{2028}regels", false),
            ("achterste\u{202E}voren", false),
        ])
    func reason(_ text: String, _ isTaken: Bool) {
        #expect((Maintenance(until: now, reason: text) != nil) == isTaken)
    }

    @Test("the sentence says until when in the Netherlands, and the day only when it is another")
    func sentence() throws {
        #expect(
            try maintenance(2).sentence("Flevoland", asOf: now)
                == "Flevoland is in onderhoud tot 15.00 uur: schijf vervangen.")
        #expect(
            try maintenance(19, "Nieuwe versie.").sentence("Flevoland", asOf: now)
                == "Flevoland is in onderhoud tot 25 november 2026, 08.00 uur: Nieuwe versie.")
    }

    @Test("it holds until its end, and not at it")
    func holds() throws {
        let pause = try maintenance(1)
        #expect(pause.holds(at: pause.until.addingTimeInterval(-1)) && !pause.holds(at: pause.until))
    }

    @Test("a query skips it with the reason, and asks everybody else")
    func plan() throws {
        let registry = try Members.registry()
        let region = registry.members[1].region
        let plan = FanOutPlan(
            registry: registry, request: try Members.request(), at: now,
            maintenance: [region.code: try maintenance(2)])
        #expect(plan.asked.map(\.region.code) == [registry.members[0], registry.members[2]].map(\.region.code))
        let decided = try #require(plan.decided.first)
        #expect(plan.decided.count == 1 && decided.state == .skipped && decided.region == region.code)
        #expect(decided.reason == "\(region.name) is in onderhoud tot 15.00 uur: schijf vervangen.")
    }

    @Test("the board shows it while the node is away, and an alarm once it is over")
    func board() throws {
        let registry = try Members.registry()
        let member = registry.members[0]
        var board = HealthBoard(started: now)
        func standing(after hours: Double) throws -> NodeStanding {
            let standings = board.standings(registry, at: now.addingTimeInterval(hours * 3_600))
            return try #require(standings.first { $0.region == member.region.code })
        }
        func note(_ maintenance: Maintenance?) {
            let health = NodeHealth(
                region: member.region.code, version: SoftwareVersion.current, registrySerial: 1, clock: now,
                uptimeSeconds: 1, certificateExpires: now.addingTimeInterval(86_400 * 60), visibleProfiles: 3, log: .ok,
                maintenance: maintenance)
            board.note(.healthy(health, latency: .zero), of: member, registrySerial: 1, at: now)
        }
        note(try maintenance(2))
        board.note(.failed(.unreachable), of: member, registrySerial: 1, at: now.addingTimeInterval(60))
        #expect(try standing(after: 1).state == .skipped && standing(after: 1).mark == .attention)
        #expect(try standing(after: 1).sentence.contains("in onderhoud tot 15.00 uur: schijf vervangen."))
        #expect(Array(board.maintenance(at: now.addingTimeInterval(3_600)).keys) == [member.region.code])
        #expect(try standing(after: 2).state == .unreachable && standing(after: 2).mark == .critical)
        #expect(board.maintenance(at: now.addingTimeInterval(7_200)).isEmpty)
        note(nil)
        #expect(try standing(after: 0).mark == .ok && board.maintenance(at: now).isEmpty)
    }
}
