import Domain
import Foundation
import GRDB
import Testing

@testable import Monitoring

@Suite("Incidents: begin and end by rules, and keep what people did")
struct IncidentTests {
    private static let start = HistoryFolder.start

    /// A store that is looked at every five seconds; what changed at each look.
    private struct Scene {
        let folder: HistoryFolder
        let subject: HealthSubject

        init() throws {
            folder = try HistoryFolder()
            subject = try HistoryFolder.region("zeeland")
        }

        /// Looks at `second`: what `conditions` say of Zeeland.
        func look(
            _ second: Double, _ conditions: HealthCondition..., mark: NodeHealth.Mark = .critical
        ) async throws -> [String] {
            try await look(second, conditions.map { HealthFinding($0, mark, "Zin.") })
        }

        func look(_ second: Double, _ findings: [HealthFinding]) async throws -> [String] {
            try await folder.store.observe([subject: findings], at: start.addingTimeInterval(second))
                .map { "\($0.kind.rawValue) \($0.incident.condition.rawValue)" }
        }

        func timeline(_ number: Int64 = 1) async throws -> [String] {
            try await folder.store.timeline(of: number).map(\.kind.rawValue)
        }
    }

    @Test("begins at the second look in a row, and ends a quarter of a minute after the last")
    func beginsAndEnds() async throws {
        let scene = try Scene()
        #expect(try await scene.look(0, .unreachable).isEmpty)
        #expect(try await scene.look(5).isEmpty)
        #expect(try await scene.look(10, .unreachable).isEmpty)
        #expect(try await scene.look(15, .unreachable) == ["begonnen onbereikbaar"])
        #expect(try await scene.look(20).isEmpty)
        #expect(try await scene.look(25, .unreachable).isEmpty)
        #expect(try await scene.look(30).isEmpty)
        #expect(try await scene.look(40).isEmpty)
        #expect(try await scene.look(45) == ["voorbij onbereikbaar"])
        let incident = try #require(try await scene.folder.store.incident(1))
        #expect(incident.opened == Self.start.addingTimeInterval(15))
        #expect(incident.closed == Self.start.addingTimeInterval(45))
    }

    @Test("what comes and goes is one incident")
    func flapping() async throws {
        let scene = try Scene()
        for second in stride(from: 0.0, to: 300, by: 60) {
            _ = try await scene.look(second, .unreachable)
            _ = try await scene.look(second + 5, .unreachable)
            _ = try await scene.look(second + 10)
            _ = try await scene.look(second + 25)
        }
        #expect(
            try await scene.timeline() == ["begonnen", "voorbij"]
                + Array(repeating: ["terug", "voorbij"], count: 4).flatMap(\.self))
        #expect(try await scene.folder.store.incident(2) == nil)
        _ = try await scene.look(1_000, .unreachable)
        #expect(try await scene.look(1_005, .unreachable) == ["begonnen onbereikbaar"])
        #expect(try await scene.folder.store.incident(2) != nil)
    }

    @Test("worse and less bad are told; what is passing by waits a minute; a dead connection is told at once")
    func marks() async throws {
        let scene = try Scene()
        _ = try await scene.look(0, .certificateExpiring, mark: .attention)
        #expect(try await scene.look(5, .certificateExpiring, mark: .attention) == ["begonnen certificaatLooptAf"])
        #expect(try await scene.look(10, .certificateExpiring) == ["erger certificaatLooptAf"])
        #expect(try await scene.look(15, .certificateExpiring, mark: .attention) == ["minder certificaatLooptAf"])
        #expect(try await scene.look(20, .certificateExpiring, .slow, mark: .attention).isEmpty)
        #expect(try await scene.look(75, .certificateExpiring, .slow, mark: .attention).isEmpty)
        #expect(try await scene.look(80, .certificateExpiring, .slow, mark: .attention) == ["begonnen traag"])
        let dead = try await scene.look(85, .certificateExpiring, .slow, .deadConnection, mark: .attention)
        #expect(dead == ["begonnen verbindingViel"])
    }

    @Test("in a pause nothing begins and nothing ends, and what is open says so once")
    func maintenance() async throws {
        let scene = try Scene()
        _ = try await scene.look(0, .clockSkew)
        _ = try await scene.look(5, .clockSkew)
        #expect(try await scene.look(10, .maintenance) == ["onderhoud klokWijktAf"])
        for second in stride(from: 15.0, to: 60, by: 5) { #expect(try await scene.look(second, .maintenance).isEmpty) }
        #expect(try await scene.look(60, .unreachable).isEmpty)
        #expect(try await scene.look(65, .unreachable) == ["begonnen onbereikbaar"])
        #expect(try await scene.timeline() == ["begonnen", "onderhoud"])
    }

    @Test("of a node that does not answer nothing else is known")
    func blind() async throws {
        let scene = try Scene()
        _ = try await scene.look(0, .clockSkew)
        _ = try await scene.look(5, .clockSkew)
        _ = try await scene.look(10, .notAnswering)
        #expect(try await scene.look(15, .notAnswering) == ["begonnen antwoordtNiet"])
        #expect(try await scene.look(60, .unreachable).isEmpty)
        #expect(try await scene.look(75, .unreachable) == ["begonnen onbereikbaar", "voorbij antwoordtNiet"])
        #expect(try await scene.look(100, .clockSkew).isEmpty)
        #expect(try await scene.look(115, .clockSkew) == ["voorbij onbereikbaar"])
        #expect(try await scene.timeline(1) == ["begonnen"])
    }

    @Test("what was waited for before a node stopped answering goes on when it answers again")
    func blindWaits() async throws {
        let scene = try Scene()
        _ = try await scene.look(0, .slow)
        for second in stride(from: 5.0, to: 300, by: 5) { _ = try await scene.look(second, .notAnswering) }
        #expect(try await scene.look(300, .slow).isEmpty)
        for second in stride(from: 305.0, to: 350, by: 5) { _ = try await scene.look(second, .slow) }
        #expect(try await scene.folder.store.incidents(of: scene.subject, limit: 9).map(\.condition) == [.notAnswering])
        for second in stride(from: 350.0, to: 370, by: 5) { _ = try await scene.look(second, .slow) }
        #expect(try await scene.folder.store.incidents(of: scene.subject, limit: 9).first?.condition == .slow)
    }

    @Test("a clock that is set back by an hour stalls nothing")
    func clockBack() async throws {
        let scene = try Scene()
        _ = try await scene.look(3_600, .unreachable)
        _ = try await scene.look(0, .unreachable)
        #expect(try await scene.look(5, .unreachable) == ["begonnen onbereikbaar"])
        _ = try await scene.look(10)
        _ = try await scene.look(-3_590)
        #expect(try await scene.look(-3_570) == ["voorbij onbereikbaar"])
    }

    @Test("what could not be written is decided again, and what somebody did meanwhile stays")
    func unwritten() async throws {
        let scene = try Scene()
        let store = scene.folder.store
        _ = try await scene.look(0, .unreachable)
        _ = try await scene.look(5, .unreachable)
        _ = try await store.acknowledge(1, by: "visser", at: Self.start)
        _ = try await scene.look(10, .unreachable, .clockSkew)
        try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = 1") }
        #expect(try await scene.look(15).isEmpty)
        await #expect(throws: (any Error).self) { try await scene.look(30) }
        try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = 0") }
        #expect(try await scene.look(35) == ["voorbij onbereikbaar"])
        #expect(try await store.incident(1)?.acknowledgedBy == "visser")
    }

    @Test("what is taken back is what was decided, never what somebody did meanwhile")
    func takesBack() throws {
        let subject = try HistoryFolder.region("zeeland")
        func incident(_ number: Int64, closed: Date? = nil, by user: String? = nil) -> Incident {
            Incident(
                number: number, subject: subject, condition: .unreachable, mark: .critical, opened: Self.start,
                closed: closed, acknowledgedBy: user, sentence: "Zin.")
        }
        let key = IncidentWatch.Key(subject: subject, condition: .unreachable)
        var before = IncidentWatch()
        before.follow(incident(1))
        var later = before
        later.follow(incident(1, by: "visser"))
        later.followed[key]?.away = Self.start
        before.takeBack(later)
        #expect(before.followed[key]?.incident.acknowledgedBy == "visser")
        #expect(before.followed[key]?.away == nil)
        later.follow(incident(2))
        before.takeBack(later)
        #expect(before.followed[key]?.incident.number == 1)
    }

    @Test("a new start goes on with what was open; who left the registry has nothing open")
    func restart() async throws {
        let scene = try Scene()
        _ = try await scene.look(0, .unreachable)
        _ = try await scene.look(5, .unreachable)
        let again = try HistoryStore(path: scene.folder.file, now: Self.start.addingTimeInterval(30))
        let open = [scene.subject: [HealthFinding(.unreachable, .critical, "Zin.")]]
        #expect(try await again.observe(open, at: Self.start.addingTimeInterval(30)).isEmpty)
        let changes = try await again.observe([:], at: Self.start.addingTimeInterval(35))
        #expect(changes.map(\.kind) == [.closed])
        let third = try HistoryStore(path: scene.folder.file, now: Self.start.addingTimeInterval(60))
        _ = try await third.observe(open, at: Self.start.addingTimeInterval(60))
        let back = try await third.observe(open, at: Self.start.addingTimeInterval(65))
        #expect(back.map(\.kind) == [.reopened] && back.map(\.incident.number) == [1])
    }

    @Test("who takes it in hand is named, once; notes have a length; each is in the timeline with its writer")
    func people() async throws {
        let scene = try Scene()
        let store = scene.folder.store
        _ = try await scene.look(0, .unreachable)
        _ = try await scene.look(5, .unreachable)
        #expect(try await store.acknowledge(1, by: "visser", at: Self.start).acknowledgedBy == "visser")
        await #expect(throws: IncidentRefusal.acknowledged(by: "visser")) {
            try await store.acknowledge(1, by: "bakker", at: Self.start)
        }
        await #expect(throws: IncidentRefusal.unknown) { try await store.acknowledge(2, by: "bakker", at: Self.start) }
        for text in ["", "  \n ", String(repeating: "a", count: 501)] {
            await #expect(throws: IncidentRefusal.note) {
                try await store.annotate(1, text, by: "visser", at: Self.start)
            }
        }
        await #expect(throws: IncidentRefusal.unknown) { try await store.annotate(2, "a", by: "x", at: Self.start) }
        try await store.annotate(1, " schijf besteld\n", by: "bakker", at: Self.start)
        let timeline = try await store.timeline(of: 1)
        #expect(timeline.map(\.kind) == [.opened, .acknowledged, .note])
        #expect(timeline.map(\.actor) == [nil, "visser", "bakker"] && timeline[2].text == "schijf besteld")
        _ = try await scene.look(10)
        _ = try await scene.look(25)
        await #expect(throws: IncidentRefusal.notOpen) {
            _ = try await scene.look(700, .slow)
            _ = try await scene.look(760, .slow)
            _ = try await scene.look(800)
            _ = try await scene.look(815)
            return try await store.acknowledge(2, by: "visser", at: Self.start)
        }
    }

    @Test("only those within reach are listed, the open ones first; entries end at their limit")
    func listed() async throws {
        let folder = try HistoryFolder()
        let zeeland = try HistoryFolder.region("zeeland")
        let rijnmond = try HistoryFolder.region("rijnmond")
        let finding = HealthFinding(.clockSkew, .attention, "Zin.")
        func look(_ second: Double, _ ill: [HealthSubject]) async throws {
            let found = [zeeland, rijnmond, .gateway].map { ($0, ill.contains($0) ? [finding] : []) }
            _ = try await folder.store.observe(
                Dictionary(uniqueKeysWithValues: found), at: Self.start.addingTimeInterval(second))
        }
        for second in [0.0, 5] { try await look(second, [zeeland, rijnmond]) }
        for second in [10.0, 25] { try await look(second, [rijnmond]) }
        let all = try await folder.store.incidents(within: .all, openOnly: false, limit: 10)
        #expect(all.map(\.subject) == [rijnmond, zeeland])
        #expect(try await folder.store.incidents(within: .all, openOnly: true, limit: 10).map(\.subject) == [rijnmond])
        let own = HealthReach.regions([try RegionCode("zeeland")])
        #expect(try await folder.store.incidents(within: own, openOnly: false, limit: 10).map(\.subject) == [zeeland])
        #expect(try await folder.store.incidents(of: zeeland, limit: 10).count == 1)
        let number = all[0].number
        for note in 1..<200 {
            try await folder.store.annotate(number, "aantekening \(note)", by: "visser", at: Self.start)
        }
        await #expect(throws: IncidentRefusal.full) {
            try await folder.store.annotate(number, "een te veel", by: "visser", at: Self.start)
        }
        for flap in 0..<5 {
            let second = 30 + Double(flap) * 40
            for later in [0.0, 15] { try await look(second + later, []) }
            #expect(try await folder.store.timeline(of: number).last?.kind == .closed)
            for later in [20.0, 25] { try await look(second + later, [rijnmond]) }
            #expect(try await folder.store.timeline(of: number).last?.kind == .reopened)
        }
        #expect(try await folder.store.timeline(of: number).count == 201)
    }
}
