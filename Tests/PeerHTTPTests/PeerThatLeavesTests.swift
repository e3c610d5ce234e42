import Domain
import NIOPosix
import PeerHTTP
import Synchronization
import TestSupport
import Testing
import Trust

@Suite("When a peer leaves, the work for it ends")
struct PeerThatLeavesTests {
    /// How it leaves.
    enum Way: CaseIterable {
        /// Its own asker left; its time was over; its connection was reset, or ended without a word of TLS.
        case cancels, isLate, reset, cut
    }

    private static let work = PeerCall(method: "GET", path: "/werk", headers: [], answerLimit: 1_000, repeatable: false)
    private static let get = PeerCall(method: "GET", path: "/", headers: [], answerLimit: 1_000)

    @Test(arguments: Way.allCases)
    func leaves(_ way: Way) async throws {
        let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
        let (ended, ending) = AsyncStream.makeStream(of: Bool.self)
        let working: PeerHandler = { request, responder in
            guard request.path == "/werk" else {
                try? await responder.send(.json([UInt8(ascii: "1")]))
                return
            }
            beginning.yield()
            // Bounded, so that a server that does not notice fails the test instead of hanging it.
            try? await Task.sleep(for: .seconds(60))
            ending.yield(Task.isCancelled)
        }
        try await withProxiedBeta(handler: working) { federation, client, endpoint, proxy in
            let beta = try federation.region("beta").oin
            let clock = ContinuousClock()
            // So that no handshake takes of the time.
            _ = try await client.call(Self.get, to: [endpoint], expecting: beta, deadline: .now + .seconds(40))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    let time = Duration.seconds(way == .isLate ? 2 : 90)
                    _ = try? await client.call(
                        Self.work, to: [endpoint], expecting: beta, deadline: .now + time)
                }
                try #require(await begun.first() != nil)
                let left = clock.now
                switch way {
                case .cancels: group.cancelAll()
                case .isLate: break
                case .reset: await proxy.close(resetting: true)
                case .cut: await proxy.close()
                }
                #expect(await ended.first(within: .seconds(90)) == true)
                #expect(clock.now - left < .seconds(30))
                try await group.waitForAll()
            }
            guard way == .cancels || way == .isLate else { return }
            let after = try await client.call(Self.get, to: [endpoint], expecting: beta, deadline: .now + .seconds(40))
            #expect(after.status == 200)
        }
    }

    @Test("one that stays is served as before: its handler is not cancelled by another's leaving")
    func stays() async throws {
        let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
        let (going, go) = AsyncStream.makeStream(of: Void.self)
        let working: PeerHandler = { request, responder in
            beginning.yield()
            if request.path == "/werk" {
                _ = await going.first()
            } else {
                try? await Task.sleep(for: .seconds(60))
            }
            try? await responder.send(.json(Array("\(Task.isCancelled)".utf8)))
        }
        try await withProxiedBeta(handler: working) { federation, client, endpoint, _ in
            let beta = try federation.region("beta").oin
            async let stays = client.call(Self.work, to: [endpoint], expecting: beta, deadline: .now + .seconds(40))
            try #require(await begun.first() != nil)
            await #expect(throws: PeerCallFailure.timedOut) {
                try await client.call(Self.get, to: [endpoint], expecting: beta, deadline: .now + .milliseconds(300))
            }
            go.yield()
            #expect(try await stays.body == Array("false".utf8))
        }
    }
}
