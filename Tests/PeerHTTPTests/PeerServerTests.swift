import Domain
import Foundation
import NIOCore
import NIOPosix
import PeerHTTP
import TestSupport
import Testing
import Trust

@Suite("The federation face's server: limits and form")
struct PeerServerTests {
    private static let length: PeerHandler = { request, responder in
        try? await responder.send(.json(Array("\(request.body.count)".utf8)))
    }

    @Test(arguments: [(0, 200), (16_384, 200), (16_385, 413), (900_000, 413), (4_000_000, 413)])
    func limitsTheBody(_ bytes: Int, _ status: Int) async throws {
        let answer = try await ask(
            PeerCall(
                method: "POST", path: "/", headers: [], body: Array(repeating: 32, count: bytes), answerLimit: 4_096,
                repeatable: false),
            mayBeCut: bytes > 1_000_000)
        guard let answer else { return }
        #expect(answer.status == status)
        if status == 200 {
            #expect(answer.body == Array("\(bytes)".utf8))
        } else {
            #expect(answer.contentType == "application/problem+json")
        }
    }

    @Test(arguments: [(100, 200), (15_000, 200), (16_384, 431), (40_000, 431)])
    func limitsTheHeader(_ bytes: Int, _ status: Int) async throws {
        let field = (name: "X-Proef", value: String(repeating: "a", count: bytes))
        let answer = try await ask(PeerCall(method: "GET", path: "/", headers: [field], answerLimit: 4_096))
        #expect(answer?.status == status)
        if status == 431 { #expect(answer?.contentType == "application/problem+json") }
    }

    @Test
    func refusesAQuery() async throws {
        let answer = try await ask(PeerCall(method: "GET", path: "/v1?naam=jansen", headers: [], answerLimit: 4_096))
        #expect(answer?.status == 400)
    }

    @Test(arguments: [
        "GARBAGE\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: drie\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    ])
    func refusesWhatIsNotHTTP(_ request: String) async throws {
        let federation = try TestFederation()
        let outcome = try await withPeerServer(
            tls: federation.tls(TestFederation.gatewayName), accepting: [.asker], handler: Self.length,
            body: { port in
                let alfa = federation.folder + "/alfa"
                return try await OpenSSLClient.send(
                    request, toPort: port, certificate: (alfa + "/tls.pem", alfa + "/tls.key"),
                    anchors: alfa + "/anchors.pem")
            })
        #expect(outcome.text.hasPrefix("HTTP/1.1 400 "), "\(outcome.text)")
        #expect(outcome.text.contains("application/problem+json"))
        #expect(outcome.text.ranges(of: "HTTP/1.1 ").count == 1)
    }

    @Test
    func closesAConnectionThatNeverShakesHands() async throws {
        let federation = try TestFederation()
        try await withPeerServer(
            tls: federation.tls(TestFederation.gatewayName), accepting: [.asker], handshake: .milliseconds(200),
            handler: Self.length,
            body: { port in
                let began = ContinuousClock.now
                let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .connect(host: "127.0.0.1", port: port).get()
                try await channel.closeFuture.get()
                #expect((.milliseconds(200)...Duration.seconds(8)).contains(began.duration(to: .now)))
            })
    }

    @Test
    func sendsAnAnswerInPieces() async throws {
        let answer = try await ask(PeerCall(method: "GET", path: "/", headers: [], answerLimit: 100)) { _, responder in
            try? await responder.begin(status: 203, headers: [(name: "Content-Type", value: "text/plain")])
            for piece in ["een ", "twee ", "drie"] { try? await responder.write(Array(piece.utf8)) }
            try? await responder.end()
        }
        #expect(answer?.status == 203)
        #expect(answer?.body == Array("een twee drie".utf8))
    }

    /// A handler that says nothing must not leave the peer waiting.
    @Test
    func closesWhenTheHandlerDoesNotAnswer() async throws {
        await #expect(throws: PeerCallFailure.closed) {
            try await ask(PeerCall(method: "GET", path: "/", headers: [], answerLimit: 100)) { _, _ in }
        }
    }

    @Test
    func tellsTheHandlerWhoAsks() async throws {
        let answer = try await ask(PeerCall(method: "GET", path: "/", headers: [], answerLimit: 1_000)) {
            request, responder in
            let peer = request.peer
            try? await responder.send(.json(Array("\(peer.oin) \(peer.organisation) \(peer.roles.count)".utf8)))
        }
        #expect(
            answer.map { String(decoding: $0.body, as: UTF8.self) } == "00000099100000001000 Arbeidsmarktregio Alfa 2")
    }

    /// Region alfa asks a fresh gateway.
    ///
    /// - Parameter mayBeCut: nil instead of an error when the server closed before it read all.
    private func ask(
        _ call: PeerCall, mayBeCut: Bool = false, handler: @escaping PeerHandler = length
    ) async throws -> PeerAnswer? {
        let federation = try TestFederation()
        return try await withPeerServer(
            tls: federation.tls(TestFederation.gatewayName), accepting: [.asker], handler: handler,
            body: { port in
                federation.place(TestFederation.gatewayName, at: port)
                let client = PeerClient(tls: try federation.tls("alfa"), group: MultiThreadedEventLoopGroup.singleton)
                do throws(PeerCallFailure) {
                    return try await client.call(
                        call, to: federation.registry.value.gateways[0].endpoints, expecting: federation.gatewayOIN,
                        deadline: .now + .seconds(8))
                } catch .closed where mayBeCut {
                    return nil
                }
            })
    }
}
