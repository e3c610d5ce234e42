import Domain
import Foundation
import NIOPosix
import PeerHTTP
import Synchronization
import TestSupport
import Testing
import Trust

@Suite("Connections are there before they are needed, and gone before they are used in vain", .serialized)
struct KeptConnectionsTests {
    private static let ok: PeerHandler = { _, responder in try? await responder.send(.json(Array("\"ja\"".utf8))) }
    private static let get = PeerCall(method: "GET", path: "/", headers: [], answerLimit: 1_000)
    private static let connections = 6
    /// For what ends by itself: a busy machine is not what is tested.
    private static let ample = Duration.seconds(40)

    /// Runs `body` beside a keeper of connections to beta.
    ///
    /// - Parameter connected: of `PeerKeeper`.
    private func kept(
        _ federation: TestFederation, _ client: PeerClient, interval: Duration = PeerKeeper.interval,
        patience: Duration = PeerKeeper.patience, connected: @escaping @Sendable (OIN) -> Void = { _ in },
        _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        let oin = try federation.region("beta").oin
        let keeper = PeerKeeper(
            client, connections: Self.connections, interval: interval, patience: patience,
            peers: {
                guard let beta = federation.registry.value.member(oin: oin)?.region else { return [] }
                return [PeerKeeper.Peer(endpoints: beta.endpoints, oin: beta.oin)]
            }, connected: connected)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await keeper.run() }
            try await body()
            group.cancelAll()
        }
    }

    /// Waits until `condition` holds.
    ///
    /// - Returns: How long that took.
    private func wait(
        atMost limit: Duration = .seconds(60), until condition: () -> Bool
    ) async throws -> Duration {
        let began = ContinuousClock.now
        while !condition() {
            try #require(began.duration(to: .now) < limit)
            try await Task.sleep(for: .milliseconds(5))
        }
        return began.duration(to: .now)
    }

    @Test("in the steady state no call waits for a handshake: 300 one after another, 400 by four at once")
    func noHandshake() async throws {
        try await withProxiedBeta(handler: Self.ok) { federation, client, endpoint, _ in
            let beta = try federation.region("beta").oin
            // Often, so that calls and questions meet.
            try await kept(federation, client, interval: .milliseconds(20), patience: Self.ample) {
                _ = try await wait { client.idleConnections(to: endpoint, expecting: beta) == Self.connections }
                let before = client.handshakes
                for _ in 0..<300 {
                    _ = try await client.call(Self.get, to: [endpoint], expecting: beta, deadline: .now + Self.ample)
                }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<4 {
                        group.addTask {
                            for _ in 0..<100 {
                                _ = try await client.call(
                                    Self.get, to: [endpoint], expecting: beta, deadline: .now + Self.ample)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(client.handshakes == before)
            }
        }
    }

    @Test("a peer that vanished is noticed within 5 seconds: no call gets one of its connections")
    func vanished() async throws {
        try await withProxiedBeta(handler: Self.ok) { federation, client, endpoint, proxy in
            let beta = try federation.region("beta").oin
            try await kept(federation, client) {
                _ = try await wait { client.idleConnections(to: endpoint, expecting: beta) == Self.connections }
                var noticed = Duration.seconds(5)
                // Again when the machine had no time for the keeper.
                for _ in 0..<5 where noticed >= .seconds(5) {
                    proxy.set(.blackHole)
                    noticed = try await wait { !client.isConnected(to: [endpoint], expecting: beta) }
                    proxy.set(.none)
                    _ = try await wait { client.idleConnections(to: endpoint, expecting: beta) == Self.connections }
                }
                #expect(noticed < .seconds(5))
                let before = client.handshakes
                let answer = try await client.call(
                    Self.get, to: [endpoint], expecting: beta, deadline: .now + Self.ample)
                #expect(answer.status == 200 && client.handshakes == before)
            }
        }
    }

    @Test("who waits for a peer is told when it is there for the first time and when it is back, and not meanwhile")
    func connected() async throws {
        try await withProxiedBeta(handler: Self.ok) { federation, client, endpoint, proxy in
            let beta = try federation.region("beta").oin
            let told = Told()
            let isThere: @Sendable () -> Bool = {
                client.idleConnections(to: endpoint, expecting: beta) == Self.connections
            }
            try await kept(
                federation, client, interval: .milliseconds(20), patience: Self.ample, connected: told.note
            ) {
                _ = try await wait { told.all == [beta] && isThere() }
                for _ in 0..<50 {
                    _ = try await client.call(Self.get, to: [endpoint], expecting: beta, deadline: .now + Self.ample)
                }
                #expect(told.all == [beta])
                proxy.set(.reset)
                _ = try await wait { !client.isConnected(to: [endpoint], expecting: beta) }
                proxy.set(.none)
                _ = try await wait { told.all == [beta, beta] && isThere() }
            }
        }
    }

    private final class Told: Sendable {
        private let peers = Mutex<[OIN]>([])
        var all: [OIN] { peers.withLock(\.self) }
        @Sendable func note(_ peer: OIN) { peers.withLock { $0.append(peer) } }
    }

    @Test("an address that the registry moves gets its connections, and the peer is there when it is first asked")
    func moved() async throws {
        try await withProxiedBeta(handler: Self.ok) { federation, client, endpoint, proxy in
            let beta = try federation.region("beta").oin
            try await kept(federation, client, interval: .milliseconds(50), patience: Self.ample) {
                _ = try await wait { client.idleConnections(to: endpoint, expecting: beta) == Self.connections }
                let other = try await FaultProxy.open(to: proxy.target)
                federation.place("beta", at: other.port)
                let moved = try federation.endpoint("beta")
                _ = try await wait { client.idleConnections(to: moved, expecting: beta) == Self.connections }
                let before = client.handshakes
                _ = try await client.call(Self.get, to: [moved], expecting: beta, deadline: .now + Self.ample)
                #expect(client.handshakes == before)
                await other.close()
            }
        }
    }

    @Test("the question whether a peer is alive is answered to whoever may ask, and reaches no handler")
    func ping() async throws {
        let asked = Mutex(0)
        let counting: PeerHandler = { request, responder in
            asked.withLock { $0 += 1 }
            await Self.ok(request, responder)
        }
        try await withProxiedBeta(handler: counting) { federation, client, endpoint, _ in
            let beta = try federation.region("beta").oin
            let ping = PeerCall(method: "OPTIONS", path: "*", headers: [], answerLimit: 1_000)
            let answer = try await client.call(ping, to: [endpoint], expecting: beta, deadline: .now + Self.ample)
            #expect(answer.status == 200 && answer.body.isEmpty && answer.header("API-Version") != nil)
            #expect(asked.withLock { $0 } == 0)
        }
    }
}
