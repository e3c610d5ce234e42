import Alerting
import Domain
import Foundation
import GRDB
import Mail
import Testing

@testable import Alerting

@Suite("Alerts: who is told of what, once")
struct AlertPlanTests {
    private static func receiver(
        _ name: String = "beheer", reach: HealthReach = .all, takesAttention: Bool = true,
        leavesOut: Set<HealthCondition> = [], quiet: String? = nil, breaksQuiet: Bool = false,
        escalation: AlertReceiver.Escalation? = nil
    ) throws -> AlertReceiver {
        AlertReceiver(
            name: name, mails: [try MailAddress("\(name)@regio.example")], webhook: nil, reach: reach,
            takesAttention: takesAttention, leavesOut: leavesOut, quiet: quiet.flatMap { QuietHours($0) },
            breaksQuiet: breaksQuiet, escalation: escalation)
    }

    @Test("what begins and what is over are told, once each, to who should know")
    func beginsAndEnds() async throws {
        let scene = try AlertScene([
            try Self.receiver(), try Self.receiver("rijnmond", reach: .regions([try RegionCode("rijnmond")])),
            try Self.receiver("ernstig", takesAttention: false),
            try Self.receiver("anders", leavesOut: [.unreachable]),
        ])
        try await scene.tell(.opened)
        #expect(try await scene.told() == ["begonnen beheer 1", "begonnen ernstig 1"])
        try await scene.tell(.closed)
        #expect(try await scene.told().suffix(2) == ["voorbij beheer 1", "voorbij ernstig 1"])
        try await scene.tell(.closed)
        #expect(try await scene.told().count == 4)
        try await scene.tell(.opened, 2, .clockSkew, mark: .attention)
        #expect(try await scene.told().suffix(2) == ["begonnen beheer 2", "begonnen anders 2"])
    }

    @Test("what comes and goes within the window is told once; at its end, when it is there again")
    func window() async throws {
        let scene = try AlertScene([try Self.receiver()])
        try await scene.tell(.opened)
        for _ in 0..<5 {
            scene.pass(60)
            try await scene.tell(.closed)
            scene.pass(60)
            try await scene.tell(.reopened)
        }
        #expect(try await scene.told() == ["begonnen beheer 1", "voorbij beheer 1"])
        scene.pass(2_999)
        await scene.service.round()
        #expect(try await scene.told().count == 2)
        scene.pass(1)
        await scene.service.round()
        #expect(try await scene.told().suffix(1) == ["begonnen beheer 1"])
    }

    @Test("what is worse is told within the window too; what is less bad is not")
    func worse() async throws {
        let scene = try AlertScene([try Self.receiver(), try Self.receiver("ernstig", takesAttention: false)])
        try await scene.tell(.opened, mark: .attention)
        try await scene.tell(.worsened, mark: .critical)
        try await scene.tell(.eased, mark: .attention)
        try await scene.tell(.worsened, mark: .critical)
        #expect(try await scene.told() == ["begonnen beheer 1", "erger beheer 1", "begonnen ernstig 1"])
    }

    @Test("in quiet hours it waits for their end, and is dropped when it is over by then")
    func quiet() async throws {
        let scene = try AlertScene([
            try Self.receiver(quiet: "11:00-13:00"),
            try Self.receiver("wacht", quiet: "11:00-13:00", breaksQuiet: true),
        ])
        try await scene.tell(.opened, 1)
        try await scene.tell(.opened, 2, .clockSkew, mark: .attention)
        try await scene.tell(.opened, 3, .registryOutdated, mark: .attention)
        #expect(try await scene.told() == ["begonnen wacht 1"])
        scene.pass(1_800)
        try await scene.tell(.closed, 2, .clockSkew, mark: .attention)
        await scene.service.round()
        #expect(try await scene.told() == ["begonnen wacht 1"])
        scene.pass(1_800)
        await scene.service.round()
        #expect(
            try await Set(scene.told().dropFirst()) == ["begonnen beheer 1", "begonnen beheer 3", "begonnen wacht 3"])
    }

    @Test("nobody took it in hand: another is told, and of its end too", arguments: [nil, "visser"])
    func escalation(_ acknowledgedBy: String?) async throws {
        let scene = try AlertScene([
            try Self.receiver(escalation: .init(after: 1_800, to: "wacht")),
            try Self.receiver("wacht", reach: .regions([])),
        ])
        try await scene.tell(.opened)
        scene.pass(1_799)
        await scene.service.round()
        #expect(try await scene.told().count == 1)
        _ = try scene.change(.acknowledged, acknowledgedBy: acknowledgedBy)
        scene.pass(1)
        await scene.service.round()
        try await scene.tell(.closed)
        #expect(
            try await scene.told()
                == (acknowledgedBy == nil
                    ? ["begonnen beheer 1", "escalatie wacht 1", "voorbij beheer 1", "voorbij wacht 1"]
                    : ["begonnen beheer 1", "voorbij beheer 1"]))
    }

    @Test("many at once are one alert", arguments: [5, 6])
    func many(_ count: Int) async throws {
        let scene = try AlertScene([try Self.receiver()])
        let changes = try (1...count).map { try scene.change(.opened, Int64($0), region: "regio-\($0)") }
        try await scene.desk.tell(changes, at: scene.time)
        #expect(try await scene.told().count == (count < 6 ? 5 : 1))
    }

    @Test("reads in plain Dutch, with no letter that a header cannot hold")
    func text() throws {
        let incident = Incident(
            number: 7, subject: .region(try RegionCode("zeeland")), condition: .unreachable, mark: .critical,
            opened: AlertScene.noon, closed: nil, acknowledgedBy: nil, sentence: "Zeeland is nu niet bereikbaar.")
        let text = AlertText(.began, [incident], name: { _ in "Súdwest-Fryslân" }, monitor: "https://m.example")
        #expect(text.subject == "HalloWerk: Sudwest-Fryslan: onbereikbaar")
        for part in [
            "Zeeland is nu niet bereikbaar.", "Begonnen: 12.00 uur.", HealthCondition.unreachable.consequence,
            HealthCondition.unreachable.remedy, "https://m.example/incident/7",
        ] { #expect(text.body.contains(part)) }
        let document = try JSONSerialization.jsonObject(with: Data(text.document.utf8)) as? [String: Any]
        #expect(document?["soort"] as? String == "begonnen")
        let told = try #require((document?["incidenten"] as? [[String: Any]])?.first)
        #expect(told["code"] as? String == "onbereikbaar" && told["adres"] as? String == "https://m.example/incident/7")
        #expect(AlertText(.test, [], name: { _ in "" }, monitor: nil).subject == "HalloWerk: Proefmelding")
    }

    @Test("every query uses its index", arguments: AlertSchema.Query.allCases)
    func plans(_ query: AlertSchema.Query) async throws {
        let scene = try AlertScene([])
        let plan = try await scene.desk.pool.read { database in
            let nothing = Array(repeating: DatabaseValue.null, count: query.rawValue.count { $0 == "?" })
            return try Row.fetchAll(
                database, sql: "EXPLAIN QUERY PLAN " + query.rawValue, arguments: StatementArguments(nothing)
            ).map { $0["detail"] as String }
        }
        #expect(plan.allSatisfy { !$0.hasPrefix("SCAN") || $0.contains("delivery_made") }, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }
}
