import Domain
import NIOCore
import NIOPosix
import PeerHTTP
import Synchronization
import TestSupport
import Testing
import Trust

@Suite("The federation's client: whom it calls, and what it does when a call goes wrong")
struct PeerClientTests {
    private static let ok: PeerHandler = { _, responder in try? await responder.send(.json(Array("\"ja\"".utf8))) }
    private static let get = PeerCall(method: "GET", path: "/", headers: [], answerLimit: 1_000)

    /// The gateway calls region beta, where `handler` answers.
    private func withBeta(
        _ handler: @escaping PeerHandler = ok,
        body: @escaping @Sendable (TestFederation, PeerClient, Endpoint) async throws -> Void
    ) async throws {
        let federation = try TestFederation()
        try await withPeerServer(
            tls: federation.tls("beta"), accepting: [.gateway], handler: handler,
            body: { port in
                federation.place("beta", at: port)
                let client = PeerClient(
                    tls: try federation.tls(TestFederation.gatewayName), group: MultiThreadedEventLoopGroup.singleton,
                    accepting: [.source])
                try await body(federation, client, try federation.endpoint("beta"))
                await client.shutdown()
            })
    }

    @Test
    func refusesAnotherPartyThanExpected() async throws {
        try await withBeta { federation, client, endpoint in
            let alfa = try federation.region("alfa").oin
            let beta = try federation.region("beta").oin
            await #expect(throws: PeerCallFailure.peerRefused(.otherParty(expected: alfa, found: beta))) {
                try await client.call(Self.get, to: [endpoint], expecting: alfa, deadline: .now + .seconds(8))
            }
        }
    }

    @Test("an answer is heard in pieces while it comes, when it is a good one, and given whole all the same")
    func heard() async throws {
        let (heard, hearing) = AsyncStream.makeStream(of: [UInt8].self)
        let (going, goOn) = AsyncStream.makeStream(of: Void.self)
        let slow: PeerHandler = { request, responder in
            try? await responder.begin(status: request.path == "/" ? 200 : 500, headers: [])
            try? await responder.write(Array("een".utf8))
            // The rest only once the first piece was heard.
            if request.path == "/" { for await _ in going { break } }
            try? await responder.write(Array("twee".utf8))
            try? await responder.end()
        }
        try await withBeta(slow) { federation, client, endpoint in
            let beta = try federation.region("beta").oin
            func call(_ path: String) -> PeerCall {
                PeerCall(method: "GET", path: path, headers: [], answerLimit: 1_000) { piece in
                    hearing.yield(piece)
                    goOn.yield()
                }
            }
            let answer = try await client.call(
                call("/"), to: [endpoint], expecting: beta, deadline: .now + .seconds(60))
            _ = try await client.call(call("/fout"), to: [endpoint], expecting: beta, deadline: .now + .seconds(60))
            hearing.finish()
            let pieces = await heard.reduce(into: [[UInt8]]()) { $0.append($1) }
            #expect(pieces.map { String(decoding: $0, as: UTF8.self) } == ["een", "twee"])
            #expect(String(decoding: answer.body, as: UTF8.self) == "eentwee")
        }
    }

    @Test
    func refusesAnotherHost() async throws {
        try await withBeta { federation, client, endpoint in
            let other = Endpoint(host: "alfa.hallowerk.example", port: endpoint.port, address: "127.0.0.1")
            let beta = try federation.region("beta").oin
            await #expect(throws: PeerCallFailure.peerRefused(.otherHost(other.host))) {
                try await client.call(Self.get, to: [other], expecting: beta, deadline: .now + .seconds(8))
            }
        }
    }

    @Test(arguments: [(RegionStatus.suspended, Set([FederationRole.source])), (.active, Set([FederationRole.asker]))])
    func refusesARegionThatMayNotAnswer(_ status: RegionStatus, _ roles: Set<FederationRole>) async throws {
        try await withBeta { federation, client, endpoint in
            let beta = try federation.region("beta").oin
            federation.change("beta", status: status, roles: roles)
            await #expect(throws: PeerCallFailure.peerRefused(.notInRegistry(beta))) {
                try await client.call(Self.get, to: [endpoint], expecting: beta, deadline: .now + .seconds(8))
            }
        }
    }

    @Test
    func givesUpAtTheDeadline() async throws {
        try await withBeta({ _, _ in await forever() }) { federation, client, endpoint in
            let beta = try federation.region("beta").oin
            let began = ContinuousClock.now
            await #expect(throws: PeerCallFailure.timedOut) {
                try await client.call(Self.get, to: [endpoint], expecting: beta, deadline: .now + .milliseconds(400))
            }
            #expect((.milliseconds(390)...Duration.seconds(4)).contains(began.duration(to: .now)))
            await #expect(throws: PeerCallFailure.timedOut) {
                try await client.call(Self.get, to: [endpoint], expecting: beta, deadline: .now)
            }
        }
    }

    @Test
    func cancelsACall() async throws {
        let (started, starting) = AsyncStream.makeStream(of: Void.self)
        let cancelling: PeerHandler = { request, responder in
            guard request.path == "/lang" else { return await Self.ok(request, responder) }
            starting.yield()
            await forever()
        }
        try await withBeta(cancelling) { federation, client, endpoint in
            let beta = try federation.region("beta").oin
            let long = PeerCall(method: "GET", path: "/lang", headers: [], answerLimit: 1_000)
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await #expect(throws: PeerCallFailure.cancelled) {
                        try await client.call(long, to: [endpoint], expecting: beta, deadline: .now + .seconds(60))
                    }
                }
                for await _ in started { break }
                group.cancelAll()
            }
            let after = try await client.call(Self.get, to: [endpoint], expecting: beta, deadline: .now + .seconds(8))
            #expect(after.status == 200)
        }
    }

    /// The second request of a connection finds it closed.
    @Test(arguments: [true, false])
    func replacesAKeptConnectionThatWasClosed(_ repeatable: Bool) async throws {
        let asked = Mutex(0)
        let closing: PeerHandler = { request, responder in
            let number = asked.withLock { count in
                count += 1
                return count
            }
            if number == 2 { responder.abort() } else { await Self.ok(request, responder) }
        }
        try await withBeta(closing) { federation, client, endpoint in
            let beta = try federation.region("beta").oin
            let call = PeerCall(method: "GET", path: "/", headers: [], answerLimit: 1_000, repeatable: repeatable)
            _ = try await client.call(call, to: [endpoint], expecting: beta, deadline: .now + .seconds(8))
            if repeatable {
                let second = try await client.call(call, to: [endpoint], expecting: beta, deadline: .now + .seconds(8))
                #expect(second.status == 200)
            } else {
                await #expect(throws: PeerCallFailure.closed) {
                    try await client.call(call, to: [endpoint], expecting: beta, deadline: .now + .seconds(8))
                }
            }
            #expect(asked.withLock { $0 } == (repeatable ? 3 : 2))
        }
    }

    /// Only once, and not when an answer had begun: the peer may have done the work.
    @Test
    func doesNotAskAgainOnceAnAnswerHasBegun() async throws {
        let asked = Mutex(0)
        let cutting: PeerHandler = { request, responder in
            let number = asked.withLock { count in
                count += 1
                return count
            }
            guard number > 1 else { return await Self.ok(request, responder) }
            try? await responder.begin(status: 200, headers: [])
            try? await responder.write(Array("hal".utf8))
            responder.abort()
        }
        try await withBeta(cutting) { federation, client, endpoint in
            let beta = try federation.region("beta").oin
            _ = try await client.call(Self.get, to: [endpoint], expecting: beta, deadline: .now + .seconds(8))
            await #expect(throws: PeerCallFailure.malformed) {
                try await client.call(Self.get, to: [endpoint], expecting: beta, deadline: .now + .seconds(8))
            }
            #expect(asked.withLock { $0 } == 2)
        }
    }

    @Test(arguments: [true, false])
    func limitsTheAnswer(_ inPieces: Bool) async throws {
        let large: PeerHandler = { _, responder in
            guard inPieces else {
                try? await responder.send(.json(Array(repeating: 48, count: 1_001)))
                return
            }
            try? await responder.begin(status: 200, headers: [])
            for _ in 0..<11 { try? await responder.write(Array(repeating: 48, count: 100)) }
            try? await responder.end()
        }
        try await withBeta(large) { federation, client, endpoint in
            let beta = try federation.region("beta").oin
            await #expect(throws: PeerCallFailure.answerTooLarge(limit: 1_000)) {
                try await client.call(Self.get, to: [endpoint], expecting: beta, deadline: .now + .seconds(8))
            }
        }
    }

    /// A stopped process: the kernel takes the connection, and nobody ever speaks on it.
    @Test
    func callsAPeerThatTakesTheConnectionAndIsSilentLate() async throws {
        let silent = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let federation = try TestFederation()
        let port = try #require(silent.localAddress?.port)
        federation.place("beta", at: port)
        let client = PeerClient(
            tls: try federation.tls(TestFederation.gatewayName), group: MultiThreadedEventLoopGroup.singleton,
            accepting: [.source])
        let endpoint = try federation.endpoint("beta")
        let beta = try federation.region("beta").oin
        await #expect(throws: PeerCallFailure.timedOut) {
            try await client.call(Self.get, to: [endpoint], expecting: beta, deadline: .now + .milliseconds(400))
        }
        await client.shutdown()
        try await silent.close()
    }

    @Test
    func goesToTheNextEndpointWhenOneIsDown() async throws {
        try await withBeta { federation, client, endpoint in
            let beta = try federation.region("beta").oin
            let down = Endpoint(host: endpoint.host, port: 1, address: "127.0.0.1")
            let answer = try await client.call(
                Self.get, to: [down, endpoint], expecting: beta, deadline: .now + .seconds(8))
            #expect(answer.status == 200)
            await #expect(throws: PeerCallFailure.unreachable("\(down) does not answer")) {
                try await client.call(Self.get, to: [down], expecting: beta, deadline: .now + .seconds(8))
            }
        }
    }

    @Test
    func keepsConnectionsAndMakesThemAhead() async throws {
        try await withBeta { federation, client, endpoint in
            let beta = try federation.region("beta").oin
            await client.prewarm(to: [endpoint], expecting: beta, connections: 3)
            #expect(client.idleConnections(to: endpoint, expecting: beta) == 3)
            for _ in 0..<5 {
                _ = try await client.call(Self.get, to: [endpoint], expecting: beta, deadline: .now + .seconds(8))
                #expect(client.idleConnections(to: endpoint, expecting: beta) == 3)
            }
            await client.shutdown()
            #expect(client.idleConnections(to: endpoint, expecting: beta) == 0)
        }
    }
}

/// Waits until the task is cancelled.
private func forever() async {
    let (never, source) = AsyncStream.makeStream(of: Void.self)
    for await _ in never {}
    source.finish()
}
