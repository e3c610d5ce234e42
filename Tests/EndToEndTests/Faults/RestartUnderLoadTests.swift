import Domain
import Foundation
import Synchronization
import TestSupport
import Testing
import Wire

@testable import hallowerk

@Suite("A region that is killed and started again while people search: nobody notices but in its own line", .oneAtATime)
struct RestartUnderLoadTests {
    /// In full with `HALLOWERK_FULL=1`.
    private static let rounds = FullRun.isWanted ? 100 : 3
    private static let searchers = 4
    /// How long the region is left dead, in searches of everybody together.
    private static let searchesWithout = 8

    /// What the searchers saw, and what they must see.
    private final class Seen: Sendable {
        private let counts = Mutex<[RegionOutcome.State: Int]>([:])
        let stopped = Mutex(false)

        func note(_ state: RegionOutcome.State) { counts.withLock { $0[state, default: 0] += 1 } }
        func count(_ state: RegionOutcome.State) -> Int { counts.withLock { $0[state] ?? 0 } }
        var all: Int { counts.withLock { $0.values.reduce(0, +) } }
    }

    @Test("no wrong answer, no error, no state but its own; it is back by itself after each start")
    func restarts() async throws {
        try await DemoProcess.run(regions: ["gorinchem", "zeeland"]) { demo in
            let portal = try await PortalClient.logIn(demo, region: "gorinchem")
            let (home, other) = (try demo.region("gorinchem"), try demo.region("zeeland"))
            let seen = Seen()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<Self.searchers {
                    group.addTask {
                        while !seen.stopped.withLock({ $0 }) { try await search(portal, home, other, seen) }
                    }
                }
                try await restart(other, demo, seen)
                seen.stopped.withLock { $0 = true }
                try await group.waitForAll()
            }
            #expect(seen.count(.answered) > 0 && seen.all > seen.count(.answered))
        }
    }

    /// One search: the own region answers with everybody it has; the other one with everybody or, dead, with nobody.
    private func search(
        _ portal: PortalClient, _ home: DemoProcess.Ready.Regio, _ other: DemoProcess.Ready.Regio, _ seen: Seen
    ) async throws {
        let found = try await portal.search("", extra: ["aantal": 5])
        // One person asks all the time: over what a gateway takes of one in a minute it says so, and nothing is lost.
        guard found.status != 429 else { return try await Task.sleep(for: .milliseconds(500)) }
        try #require(found.status == 200)
        let answer = try #require(found.answer)
        let states = Dictionary(uniqueKeysWithValues: answer.outcomes.map { ($0.region.slug, $0) })
        try #require(states.count == 2)
        let (own, theirs) = (try #require(states["gorinchem"]), try #require(states["zeeland"]))
        #expect(own.state == .answered && own.count == home.zichtbaar)
        #expect([.answered, .unreachable, .late, .skipped].contains(theirs.state), "\(theirs)")
        #expect(theirs.count == (theirs.state == .answered ? other.zichtbaar : nil))
        #expect(answer.total == (own.count ?? 0) + (theirs.count ?? 0))
        seen.note(theirs.state)
    }

    /// Kills the node, lets searches go by, starts it again and waits until a search has its people, each round.
    private func restart(_ region: DemoProcess.Ready.Regio, _ demo: DemoProcess, _ seen: Seen) async throws {
        kill(try demo.processID(of: region.regio), SIGKILL)
        for _ in 0..<Self.rounds {
            try await wait(for: Self.searchesWithout, "searches without it") { seen.all }
            let node = try await NodeProcess.start(region)
            try await wait(for: 1, "an answer") { seen.count(.answered) }
            node.kill9()
        }
        let last = try await NodeProcess.start(region)
        try await wait(for: Self.searchers, "answers at the end") { seen.count(.answered) }
        last.kill9()
    }

    /// Waits until so many more of something were counted.
    private func wait(for more: Int, _ what: Comment, of count: () -> Int) async throws {
        let deadline = ContinuousClock.now + .seconds(120)
        let start = count()
        while count() < start + more {
            try #require(ContinuousClock.now < deadline, what)
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
