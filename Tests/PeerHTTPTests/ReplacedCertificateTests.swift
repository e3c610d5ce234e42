import Domain
import Foundation
import NIOPosix
import PeerHTTP
import TestSupport
import Testing
import Trust

/// The gateway calls region beta, each with keys that can be replaced; beta answers with the thumbprint of who asks.
@Suite("A certificate is replaced: open connections go on, new ones show the new one", .serialized)
struct ReplacedCertificateTests {
    private struct Scene: Sendable {
        let federation: TestFederation
        let client: PeerClient
        let endpoint: Endpoint
        let port: Int
        let gateway: (keys: CurrentKeys, tls: PeerTLS)
        let beta: (keys: CurrentKeys, tls: PeerTLS)

        /// Whom beta saw.
        func ask(showing certificate: String? = nil) async throws -> String {
            let call = PeerCall(
                method: "GET", path: "/", headers: [], answerLimit: 1_000, certificate: certificate)
            let answer = try await client.call(
                call, to: [endpoint], expecting: beta.keys.oin, deadline: .now + .seconds(40))
            return String(decoding: answer.body, as: UTF8.self)
        }
    }

    private func run(_ body: @escaping @Sendable (Scene) async throws -> Void) async throws {
        let federation = try TestFederation()
        func party(_ name: String) throws -> (CurrentKeys, PeerTLS) {
            let keys = CurrentKeys(try federation.keys(name))
            return (keys, try PeerTLS(keys: keys, registry: federation.registry, now: { .now }))
        }
        let (gateway, beta) = (try party(TestFederation.gatewayName), try party("beta"))
        try await withPeerServer(
            tls: beta.1, accepting: [.gateway, .asker],
            handler: { request, responder in
                try? await responder.send(.json(Array(request.peer.thumbprint.utf8)))
            },
            body: { port in
                federation.place("beta", at: port)
                let client = PeerClient(
                    tls: gateway.1, group: MultiThreadedEventLoopGroup.singleton, accepting: [.source])
                try await body(
                    Scene(
                        federation: federation, client: client, endpoint: federation.endpoint("beta"), port: port,
                        gateway: gateway, beta: beta))
                await client.shutdown()
            })
    }

    @Test("our own: a call goes over a connection that shows the certificate that it was signed for, to the letter")
    func ofTheClient() async throws {
        try await run { scene in
            let old = scene.gateway.tls.certificate
            #expect(try await scene.ask() == old)
            let fresh = try scene.federation.replaceCertificate(of: TestFederation.gatewayName)
            try await scene.gateway.tls.prepare(fresh)
            #expect(scene.gateway.keys.replace(with: fresh))
            #expect(fresh.thumbprint != old && scene.gateway.tls.certificate == fresh.thumbprint)
            // Signed just before: over the open connection, and when that is taken, over a new one of its kind.
            #expect(try await scene.ask(showing: old) == old)
            #expect(scene.client.handshakes == 1)
            let seen = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<4 { group.addTask { try await scene.ask(showing: old) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(seen == Array(repeating: old, count: 4))
            #expect(try await scene.ask() == fresh.thumbprint)
            #expect(try await scene.ask(showing: fresh.thumbprint) == fresh.thumbprint)
        }
    }

    @Test("the keeper makes the new connections before they are needed, and ends the old ones when no call comes")
    func ofTheKeeper() async throws {
        try await run { scene in
            let old = scene.gateway.tls.certificate
            let keeper = PeerKeeper(scene.client, connections: 3, patience: .seconds(40)) {
                [PeerKeeper.Peer(endpoints: [scene.endpoint], oin: scene.beta.keys.oin)]
            }
            await keeper.round()
            func idle(_ certificate: String) -> Int {
                scene.client.idleConnections(
                    to: scene.endpoint, expecting: scene.beta.keys.oin, showing: certificate)
            }
            #expect(idle(old) == 3)
            let fresh = try scene.federation.replaceCertificate(of: TestFederation.gatewayName)
            try await scene.gateway.tls.prepare(fresh)
            await keeper.warm(fresh.thumbprint)
            #expect(idle(fresh.thumbprint) == 3 && idle(old) == 3)
            let before = scene.client.handshakes
            scene.gateway.keys.replace(with: fresh)
            #expect(try await scene.ask() == fresh.thumbprint)
            #expect(try await scene.ask(showing: old) == old)
            #expect(scene.client.handshakes == before)
            let end = ContinuousClock.now + .seconds(60)
            while idle(old) > 0 {
                try #require(ContinuousClock.now < end)
                await keeper.round()
                await Task.yield()
            }
            #expect(idle(fresh.thumbprint) == 3)
            #expect(try await scene.ask() == fresh.thumbprint)
        }
    }

    @Test("the other side's: the open connection goes on; OpenSSL sees the new certificate")
    func ofTheServer() async throws {
        try await run { scene in
            _ = try await scene.ask()
            let fresh = try scene.federation.replaceCertificate(of: "beta")
            try await scene.beta.tls.prepare(fresh)
            scene.beta.keys.replace(with: fresh)
            _ = try await scene.ask()
            #expect(scene.client.handshakes == 1)
            let seen = try await Self.get(scene)
            #expect(seen.text.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(seen.errors.contains("O = \(TestLeaf.replacedOrganisation)"), "\(seen.errors)")
        }
    }

    @Test("a session of before is shaken hands anew, so that whoever may not ask any more does not get in by it")
    func resumed() async throws {
        try await run { scene in
            let session = scene.federation.folder + "/session.pem"
            let first = try await Self.get(scene, ["-sess_out", session])
            #expect(first.text.hasPrefix("HTTP/1.1 200 OK\r\n"))
            let fresh = try scene.federation.replaceCertificate(of: "beta")
            try await scene.beta.tls.prepare(fresh)
            scene.beta.keys.replace(with: fresh)
            let again = try await Self.get(scene, ["-sess_in", session])
            #expect(again.text.hasPrefix("HTTP/1.1 200 OK\r\n"))
            // In full: the new certificate was shown.
            #expect(again.errors.contains("O = \(TestLeaf.replacedOrganisation)"), "\(again.errors)")
            scene.federation.change("alfa", status: .suspended)
            let suspended = try await Self.get(scene, ["-sess_in", session])
            #expect(suspended.answer.isEmpty, "\(suspended.text)")
        }
    }

    private static func get(_ scene: Scene, _ arguments: [String] = []) async throws -> OpenSSLClient.Outcome {
        let alfa = scene.federation.folder + "/alfa"
        return try await OpenSSLClient.send(
            "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", toPort: scene.port,
            certificate: (alfa + "/tls.pem", alfa + "/tls.key"), anchors: alfa + "/anchors.pem", arguments: arguments)
    }
}
