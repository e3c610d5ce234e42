import Domain
import PeerHTTP
import TestSupport
import Testing
import Wire

@testable import hallowerk

@Suite("I-7, I-8: whatever the network does to one region costs that region's answer, and nothing else", .oneAtATime)
struct NetworkFaultTests {
    /// A fault, and what becomes of the region while it lasts.
    struct Row: Sendable {
        let fault: FaultProxy.Fault
        let state: RegionOutcome.State

        static let all = [
            Row(fault: .delay(.milliseconds(150)), state: .answered),
            Row(fault: .drip(bytes: 4_000, every: .milliseconds(1)), state: .answered),
            Row(fault: .delay(.seconds(30)), state: .late),
            Row(fault: .drip(bytes: 1, every: .milliseconds(50)), state: .late),
            Row(fault: .blackHole, state: .late),
            Row(fault: .reset, state: .unreachable),
            Row(fault: .halfClose, state: .unreachable),
            Row(fault: .garbage, state: .unreachable),
            Row(fault: .truncate(at: 0), state: .unreachable),
            Row(fault: .truncate(at: 100), state: .unreachable),
            // After the record that has the head: the answer had begun.
            Row(fault: .truncate(at: 700), state: .faulty),
            Row(fault: .truncate(at: 18_000), state: .faulty),
            Row(fault: .endless, state: .unreachable),
        ]
    }

    @Test("each fault: the query answers in its time, names the region, and it comes back by itself")
    func faults() async throws {
        try await FaultScene.runWithProxy(people: 150) { scene, proxy in
            for row in Row.all {
                proxy.set(row.fault)
                let time = row.state == .late ? FaultScene.short : Limits.longestDeadline
                try await scene.expect(row.state, scene.search(within: time), "\(row.fault)")
                proxy.set(.none)
                try await scene.back()
                try await scene.expect(.answered, scene.search(), "after \(row.fault)")
            }
        }
    }

    @Test("a region that is back is found by the connection made to it: no probe is due, and nobody there asks")
    func returns() async throws {
        try await FaultScene.runWithProxy(probing: .seconds(3_600)) { scene, proxy in
            _ = scene.log.taken()
            proxy.set(.blackHole)
            var state = RegionOutcome.State.answered
            while state != .skipped { state = try await scene.outcome(scene.search(within: .seconds(1))).state }
            proxy.set(.none)
            try await scene.back()
            #expect(!scene.log.taken().contains { $0.message.contains("made contact") }, "that is not what is tested")
        }
    }

    @Test("cut after any of its bytes, an answer is not used: not one hit of it")
    func cut() async throws {
        // So few people that each answer has them all, and is as long as the last one but for a few digits.
        try await FaultScene.runWithProxy(people: 10) { scene, proxy in
            _ = try await scene.search()
            let whole = proxy.lastAnswer
            #expect(whole > 1_000)
            var random = SeededRandom(seed: 5)
            for length in (0..<whole - 50).shuffled(using: &random).prefix(FullRun.isWanted ? whole : 40) {
                proxy.set(.truncate(at: length))
                let answer = try await scene.search()
                let state = try scene.outcome(answer).state
                #expect([.unreachable, .faulty].contains(state), "cut after \(length)")
                try scene.expect(state, answer, "cut after \(length)")
                proxy.set(.none)
                try await scene.back()
            }
        }
    }
}
