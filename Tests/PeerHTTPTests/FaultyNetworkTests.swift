import Domain
import NIOCore
import NIOPosix
import PeerHTTP
import Synchronization
import TestSupport
import Testing
import Trust

/// The gateway calls region beta through a proxy that has a fault; beta answers with `answer`.
func withProxiedBeta(
    handler: @escaping PeerHandler,
    body: @escaping @Sendable (TestFederation, PeerClient, Endpoint, FaultProxy) async throws -> Void
) async throws {
    let federation = try TestFederation()
    try await withPeerServer(
        tls: federation.tls("beta"), accepting: [.gateway], handler: handler,
        body: { port in
            let proxy = try await FaultProxy.open(to: port)
            federation.place("beta", at: proxy.port)
            let client = PeerClient(
                tls: try federation.tls(TestFederation.gatewayName), group: MultiThreadedEventLoopGroup.singleton,
                accepting: [.source])
            do {
                try await body(federation, client, try federation.endpoint("beta"), proxy)
            } catch {
                await client.shutdown()
                await proxy.close()
                throw error
            }
            await client.shutdown()
            await proxy.close()
        })
}

@Suite(
    "What a network does to a call ends it in time and by its name, and the next call is as if nothing had been",
    .serialized)
struct FaultyNetworkTests {
    /// A fault, and how the call on a kept connection ends: nil for an answer.
    struct Row: Sendable, CustomTestStringConvertible {
        let fault: FaultProxy.Fault
        let ends: PeerCallFailure?
        var testDescription: String { "\(fault)" }

        static let all = [
            Row(fault: .none, ends: nil),
            Row(fault: .delay(.milliseconds(100)), ends: nil),
            Row(fault: .drip(bytes: 200, every: .milliseconds(1)), ends: nil),
            Row(fault: .delay(.seconds(30)), ends: .timedOut),
            Row(fault: .drip(bytes: 1, every: .milliseconds(20)), ends: .timedOut),
            Row(fault: .blackHole, ends: .timedOut),
            // The kept connection ends before an answer, so that another is made, and that ends in its handshake.
            Row(fault: .reset, ends: .unreachable("")),
            Row(fault: .halfClose, ends: .unreachable("")),
            Row(fault: .truncate(at: 0), ends: .unreachable("")),
            Row(fault: .garbage, ends: .unreachable("")),
            // An answer that has begun is not asked for again.
            Row(fault: .truncate(at: 1_500), ends: .malformed),
            Row(fault: .endless, ends: .unreachable("")),
        ]
    }

    /// For a call that ends by itself: a busy machine is not what is tested.
    private static let ample = Duration.seconds(40)
    private static let call = PeerCall(method: "GET", path: "/", headers: [], answerLimit: 100_000)
    /// Two TLS records or more: the head comes in the first.
    private static let answer = [UInt8](repeating: UInt8(ascii: "a"), count: 40_000)
    private static let answering: PeerHandler = { _, responder in
        try? await responder.begin(status: 200, headers: [])
        for piece in stride(from: 0, to: answer.count, by: 1_000) {
            try? await responder.write(Array(answer[piece..<piece + 1_000]))
        }
        try? await responder.end()
    }

    @Test(arguments: Row.all)
    func ends(_ row: Row) async throws {
        try await withProxiedBeta(handler: Self.answering) { federation, client, endpoint, proxy in
            let beta = try federation.region("beta").oin
            func call(within time: Duration) async throws(PeerCallFailure) -> PeerAnswer {
                try await client.call(Self.call, to: [endpoint], expecting: beta, deadline: .now + time)
            }
            #expect(try await call(within: Self.ample).body == Self.answer)
            proxy.set(row.fault)
            let began = ContinuousClock.now
            var ended: PeerCallFailure?
            let time = row.ends == .timedOut ? .seconds(1) : Self.ample
            do throws(PeerCallFailure) {
                #expect(try await call(within: time).body == Self.answer)
            } catch {
                ended = error
            }
            // Where it could not be reached is the proxy's address.
            if case .unreachable? = ended { ended = .unreachable("") }
            #expect(ended == row.ends)
            #expect(began.duration(to: .now) < time + .seconds(10))
            proxy.set(.none)
            #expect(try await call(within: Self.ample).body == Self.answer)
        }
    }

    @Test("a kept connection that ends while its call is on the way is not taken for an answer, wherever it is cut")
    func cuts() async throws {
        let small: PeerHandler = { _, responder in try? await responder.send(.json(Array("\"ja\"".utf8))) }
        try await withProxiedBeta(handler: small) { federation, client, endpoint, proxy in
            let beta = try federation.region("beta").oin
            let call = PeerCall(method: "GET", path: "/", headers: [], answerLimit: 100_000, repeatable: false)
            func ask() async throws(PeerCallFailure) -> PeerAnswer {
                try await client.call(call, to: [endpoint], expecting: beta, deadline: .now + Self.ample)
            }
            _ = try await ask()
            _ = try await ask()
            let whole = proxy.lastAnswer
            #expect(whole > 100)
            var random = SeededRandom(seed: 11)
            for length in (0..<whole).shuffled(using: &random).prefix(FullRun.cases(whole)) {
                proxy.set(.none)
                _ = try await ask()
                proxy.set(.truncate(at: length))
                var ended: PeerCallFailure?
                do throws(PeerCallFailure) { _ = try await ask() } catch { ended = error }
                // The head may have come in a TLS record of its own.
                #expect(ended == .closed || ended == .malformed, "cut after \(length) of \(whole)")
            }
        }
    }
}
