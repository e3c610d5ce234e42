import Domain
import Dossiers
import Foundation
import GRDB
import PeerHTTP
import Synchronization
import TestSupport
import Testing
import Trust
import Wire

@testable import Accountability
@testable import hallowerk

/// Holds the write lock on a node's logs from another connection, so that no log line is committed meanwhile.
struct HeldLog {
    private let queue: DatabaseQueue

    init(of node: InsideNode) throws {
        var configuration = Configuration.patient
        configuration.allowsUnsafeTransactions = true
        queue = try DatabaseQueue(path: node.data + "/" + DataFile.accountability, configuration: configuration)
        try queue.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
    }

    func release() throws { try queue.inDatabase { try $0.execute(sql: "ROLLBACK") } }
}

/// Who is hidden for certain while several look.
private final class Board: Sendable {
    /// Somebody who is hidden, and how often hidden before: shown and hidden again is another time.
    struct Hidden: Hashable, Sendable {
        let id: ProfileID
        let time: Int
    }

    private let state = Mutex((hidden: Set<Hidden>(), times: [ProfileID: Int](), isFinished: false))
    var hidden: Set<Hidden> { state.withLock(\.hidden) }
    var isFinished: Bool { state.withLock(\.isFinished) }

    func hid(_ id: ProfileID) {
        state.withLock { state in
            state.times[id, default: 0] += 1
            state.hidden.insert(Hidden(id: id, time: state.times[id, default: 0]))
        }
    }

    func shows(_ id: ProfileID) { state.withLock { state in state.hidden = state.hidden.filter { $0.id != id } } }
    func finish() { state.withLock { $0.isFinished = true } }
}

@Suite("I-5: once a hide is acknowledged, no byte with the profile leaves its home", .oneAtATime)
struct HidingTests {
    /// A region with people of whom each word occurs once, and an asker.
    fileprivate struct Scene: Sendable {
        let node: InsideNode
        let asker: TestAsker
        let gateway: TestGateway
        let visible: [Dossier]
        let federation: InsideFederation

        func search(_ text: String = "", count: Int = 50) async throws -> Question {
            try await asker.search(
                SearchRequest(text: text, count: count, facets: Facet.allCases, purpose: TestAsker.purpose))
        }

        /// A word that stands in one person's profile only.
        static func mark(of id: ProfileID) -> String {
            // Letters alone: a run of digits might be masked.
            "merk" + String(id.bytes.flatMap { [$0 >> 4, $0 & 15] }.map { Character(UnicodeScalar(97 + $0)) })
        }

        /// Hides, shows and edits a person all at once; who wins is nobody's to say.
        func race(_ person: Dossier) async throws {
            async let hidden: Void = node.hide(person)
            async let shown: Void = node.show(person)
            async let edited: Void = node.edit(person) { $0.work.travelKm = ($0.work.travelKm ?? 0) % 200 + 1 }
            _ = try await (hidden, shown, edited)
        }

        /// Who is in the answer to `question`, as their handles say, and its bytes.
        func found(
            _ question: Question
        ) async throws -> (people: Set<ProfileID>, total: Int, handles: [String], body: String) {
            try #require(try await answered(question), "no answer")
        }

        /// The same; nil when the node refuses for now.
        func answered(
            _ question: Question
        ) async throws -> (people: Set<ProfileID>, total: Int, handles: [String], body: String)? {
            let answer = try await gateway.send(question, to: node)
            if answer.status == 503 { return nil }
            try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
            let lines = try Lines(answer.body)
            let handles = try lines.hits.map { try $0.text("handvat") }
            let now = federation.clock.now
            let sealer = HandleSealer(region: node.code, keys: node.stores.keys.handles, now: { now })
            let people = try handles.map { try sealer.open($0, requester: asker.requester).profile }
            return (
                Set(people), try #require(lines.region?["aantal"]?.number), handles,
                String(decoding: answer.body, as: UTF8.self)
            )
        }

        func open(_ handle: String) async throws -> Int {
            try await gateway.send(asker.open(handle, at: node.keys.oin), to: node).status
        }
    }

    private func run(
        people count: Int = 100, marked: Bool = false, _ body: @escaping @Sendable (Scene) async throws -> Void
    ) async throws {
        let regions = [try InsideFederation.region("gorinchem"), try InsideFederation.region("zeeland")]
        let people = try InsideFederation.people(in: regions[0], count: count).map { person in
            guard marked else { return person }
            var person = person
            person.work.skills = [Scene.mark(of: person.id)] + person.work.skills
            return person
        }
        try await InsideFederation.run(
            regions, people: { $0.code.slug == "gorinchem" ? people : [] }, gateway: false,
            budgets: ["gorinchem": BudgetSettings(detailsPerSearch: 100, detailsPerPerson: 1_000)]
        ) { federation in
            try await body(
                Scene(
                    node: federation.node("gorinchem"),
                    asker: TestAsker("zeeland", in: federation.federation, clock: federation.clock),
                    gateway: TestGateway(in: federation.federation),
                    visible: people.filter { $0.visibility == .visible }, federation: federation))
        }
    }

    @Test("an answer that waits for its log line is made again without whoever was hidden meanwhile")
    func whileLogging() async throws {
        try await run { scene in
            let person = scene.visible[0]
            let before = try await scene.found(scene.search())
            #expect(before.people.contains(person.id))
            let held = try HeldLog(of: scene.node)
            let question = try await scene.search()
            async let late = scene.found(question)
            try await scene.untilPending(1)
            try await scene.node.hide(person)
            try held.release()
            let after = try await late
            #expect(!after.people.contains(person.id))
            #expect(after.total == before.total - 1)
        }
    }

    @Test("a profile that waits for its log line is not sent once its person is hidden")
    func profileWhileLogging() async throws {
        try await run { scene in
            let shown = try await scene.found(scene.search(count: 1))
            let person = try #require(scene.visible.first { shown.people.contains($0.id) })
            #expect(try await scene.open(shown.handles[0]) == 200)
            let held = try HeldLog(of: scene.node)
            async let late = scene.open(shown.handles[0])
            try await scene.untilPending(1)
            try await scene.node.hide(person)
            try held.release()
            #expect(try await late == 404)
        }
    }

    @Test(
        "neither a new search, a next page nor a handle given out before shows who was hidden; showing revives none"
    )
    func afterwards() async throws {
        try await run { scene in
            let all = try await scene.found(scene.search())
            for (index, person) in scene.visible.prefix(4).enumerated() {
                let first = try await scene.search(count: 1)
                let page = try await scene.found(first)
                try await scene.node.hide(person)
                let rest = try await scene.asker.search(
                    SearchRequest(
                        text: "", count: 50,
                        position: SearchPosition(
                            salt: SearchSalt(ofSearch: first.id), score: 0, tie: 0, shown: page.people.count),
                        purpose: TestAsker.purpose))
                let (new, next) = (try await scene.found(scene.search()), try await scene.found(rest))
                #expect(!new.people.contains(person.id) && !next.people.contains(person.id))
                #expect(new.total == all.total - index - 1 && next.total == new.total)
            }
            for person in scene.visible.prefix(4) { try await scene.node.show(person) }
            let again = try await scene.found(scene.search())
            #expect(again.people == all.people)
            #expect(try await scene.count(all.handles, opening: 404) == 4)
            #expect(try await scene.count(again.handles, opening: 200) == again.handles.count)
        }
    }

    @Test(
        "hides race with shows, edits and searches: nobody is in the bytes that answer a question asked after the hide")
    func race() async throws {
        try await run(marked: true) { scene in
            let board = Board()
            let raced = Array(scene.visible.prefix(5))
            let seen = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        var seen = 0
                        while !board.isFinished {
                            let hidden = board.hidden
                            // Refused when somebody was hidden at each of its attempts to answer: nothing is sent then.
                            guard let answer = try await scene.answered(scene.search()) else { continue }
                            // Those shown again since are taken out: their show may be newer than the question.
                            let gone = Set(hidden.intersection(board.hidden).map(\.id))
                            #expect(answer.people.isDisjoint(with: gone))
                            #expect(gone.allSatisfy { !answer.body.contains(Scene.mark(of: $0)) })
                            #expect(answer.people.count == answer.total)
                            seen += 1
                        }
                        return seen
                    }
                }
                for round in 0..<FullRun.cases(10_000) {
                    let person = raced[round % raced.count]
                    board.shows(person.id)
                    try await scene.race(person)
                    try await scene.node.hide(person)
                    board.hid(person.id)
                }
                board.finish()
                return try await group.reduce(0, +)
            }
            #expect(seen >= 8)
        }
    }

    @Test("a reader who stops reading keeps a hide waiting half a second at most; its connection ends in the middle")
    func slowReader() async throws {
        try await run { scene in
            let reader = try await StalledReader.connect(to: scene.node, in: scene.federation.federation)
            defer { reader.close() }
            // Far more than the kernel keeps for somebody who does not read.
            let questions = 200
            for _ in 0..<questions { try await reader.ask(scene.search()) }
            try await scene.untilNothingIsWritten()
            let clock = ContinuousClock()
            let began = clock.now
            try await scene.node.hide(scene.visible[0])
            let waited = clock.now - began
            #expect(waited >= Limits.hideWait && waited < Limits.hideWait * 4)
            let answers = String(decoding: try await reader.rest(), as: UTF8.self).components(
                separatedBy: "HTTP/1.1 200")
            let whole = answers.count { $0.contains(#""soort":"einde""#) }
            // Of a TLS record that was cut off nothing can be read: what is left may end with a whole answer.
            #expect(whole > 0 && whole < questions)
        }
    }
}

extension HidingTests.Scene {
    /// Waits until `lines` log lines wait for the disk.
    fileprivate func untilPending(_ lines: Int) async throws {
        let commits = node.stores.accountability.commits
        try await until { commits.pending == lines }
    }

    /// Waits until the node has answered all that its reader lets it: no log line was added for a while.
    fileprivate func untilNothingIsWritten() async throws {
        var (latest, since) = (0, ContinuousClock.now)
        try await until {
            let number = try await node.stores.accountability.auditLog.head().number
            if number != latest { (latest, since) = (number, .now) }
            return number > 0 && ContinuousClock.now - since > .milliseconds(500)
        }
    }

    private func until(_ condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while try await !condition() {
            try #require(ContinuousClock.now < deadline)
            await Task.yield()
        }
    }

    /// How many of `handles` open with `status`.
    fileprivate func count(_ handles: [String], opening status: Int) async throws -> Int {
        var count = 0
        for handle in handles where try await open(handle) == status { count += 1 }
        return count
    }
}
