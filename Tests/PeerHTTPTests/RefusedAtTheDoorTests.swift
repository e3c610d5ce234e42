import Domain
import Foundation
import PeerHTTP
import Synchronization
import TestSupport
import Testing
import Trust

private let request = "GET /v1/gezondheid HTTP/1.1\r\nHost: gateway.hallowerk.example\r\nConnection: close\r\n\r\n"
private let answering: PeerHandler = { request, responder in
    try? await responder.send(.json(Array("\"\(request.peer.oin)\"".utf8)))
}

/// The gateway's face, tried with OpenSSL's client.
@Suite("A peer that may not ask gets no byte of HTTP")
struct RefusedAtTheDoorTests {
    /// One way to be nobody.
    struct Intruder: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var arguments: [String] = []
        var change: @Sendable (TestFederation) -> Void = { _ in }
        let certificate: @Sendable (TestFederation) throws -> (certificate: String, key: String)?

        static let all: [Intruder] = [
            Intruder(testDescription: "no certificate") { _ in nil },
            Intruder(testDescription: "another authority's certificate") { _ in
                let other = try TestFederation()
                let copy = NSTemporaryDirectory() + "hallowerk-other-" + UUID().uuidString
                try FileManager.default.copyItem(atPath: other.folder, toPath: copy)
                return (copy + "/alfa/tls.pem", copy + "/alfa/tls.key")
            },
            Intruder(testDescription: "an expired certificate") { federation in
                var leaf = TestLeaf()
                leaf.ends = Date.now.addingTimeInterval(-60)
                return try leaf.write(in: federation.folder)
            },
            Intruder(testDescription: "a certificate for servers only") { federation in
                var leaf = TestLeaf()
                leaf.usages = TestLeaf.serverOnly
                return try leaf.write(in: federation.folder)
            },
            Intruder(testDescription: "a certificate with an IP address") { federation in
                var leaf = TestLeaf()
                leaf.names.append(TestLeaf.loopback)
                return try leaf.write(in: federation.folder)
            },
            Intruder(testDescription: "a key that is too weak") { federation in
                var leaf = TestLeaf()
                leaf.weakKey = true
                return try leaf.write(in: federation.folder)
            },
            Intruder(testDescription: "an OIN that the registry has not") { federation in
                var leaf = TestLeaf()
                leaf.oin = "00000099100000999000"
                return try leaf.write(in: federation.folder)
            },
            Intruder(
                testDescription: "a suspended region", change: { $0.change("alfa", status: .suspended) },
                certificate: alfa),
            Intruder(
                testDescription: "a region without the role", change: { $0.change("alfa", roles: [.source]) },
                certificate: alfa),
            Intruder(testDescription: "a gateway where askers are served") { federation in
                let folder = federation.folder + "/" + TestFederation.gatewayName
                return (folder + "/tls.pem", folder + "/tls.key")
            },
            Intruder(testDescription: "TLS 1.2", arguments: ["-tls1_2"], certificate: alfa),
        ]
    }

    @Test(arguments: Intruder.all)
    func refuses(_ intruder: Intruder) async throws {
        let federation = try TestFederation()
        intruder.change(federation)
        let certificate = try intruder.certificate(federation)
        let asked = Mutex(0)
        let outcome = try await withPeerServer(
            tls: federation.tls(TestFederation.gatewayName), accepting: [.asker],
            handler: { request, responder in
                asked.withLock { $0 += 1 }
                await answering(request, responder)
            },
            body: { port in
                try await OpenSSLClient.send(
                    request, toPort: port, certificate: certificate, anchors: federation.anchors,
                    arguments: intruder.arguments)
            })
        #expect(outcome.answer.isEmpty, "\(outcome.text)")
        #expect(asked.withLock { $0 } == 0)
    }

    /// Without it the table above could pass because nobody at all is served.
    @Test
    func servesARegion() async throws {
        let federation = try TestFederation()
        let outcome = try await withPeerServer(
            tls: federation.tls(TestFederation.gatewayName), accepting: [.asker], handler: answering,
            body: { port in
                try await OpenSSLClient.send(
                    request, toPort: port, certificate: alfa(federation), anchors: federation.anchors)
            })
        #expect(outcome.text.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(outcome.text.hasSuffix("\"00000099100000001000\""))
        for field in ["API-Version: 1.0.0", "Cache-Control: no-store", "X-Frame-Options: DENY", "Connection: close"] {
            #expect(outcome.text.contains("\r\n" + field + "\r\n"))
        }
    }

    /// What is asked on a resumed session, for which no verification callback runs. The certificate is not shown
    /// again, so an answer can only come by way of the ticket.
    @Test(arguments: [request, "GARBAGE\r\n\r\n"])
    func verifiesAResumedSessionAgain(_ asking: String) async throws {
        let federation = try TestFederation()
        try await withPeerServer(
            tls: federation.tls(TestFederation.gatewayName), accepting: [.asker], handler: answering,
            body: { port in
                let session = federation.folder + "/session.pem"
                let first = try await OpenSSLClient.send(
                    request, toPort: port, certificate: alfa(federation), anchors: federation.anchors,
                    arguments: ["-sess_out", session])
                #expect(first.text.hasPrefix("HTTP/1.1 200"))
                let resumed = try await OpenSSLClient.send(
                    asking, toPort: port, certificate: nil, anchors: federation.anchors,
                    arguments: ["-sess_in", session])
                #expect(
                    resumed.text.hasPrefix(asking == request ? "HTTP/1.1 200" : "HTTP/1.1 400"), "\(resumed.errors)")
                federation.change("alfa", removed: true)
                let dropped = try await OpenSSLClient.send(
                    asking, toPort: port, certificate: nil, anchors: federation.anchors,
                    arguments: ["-sess_in", session])
                #expect(dropped.answer.isEmpty, "\(dropped.text)")
            })
    }

    /// An open connection is worth nothing once the registry says otherwise.
    @Test
    func stopsServingASuspendedRegionOnAnOpenConnection() async throws {
        let federation = try TestFederation()
        let two = "GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
        let outcome = try await withPeerServer(
            tls: federation.tls(TestFederation.gatewayName), accepting: [.asker],
            handler: { request, responder in
                federation.change("alfa", status: .suspended)
                try? await responder.send(.json(Array(request.path.utf8)))
            },
            body: { port in
                try await OpenSSLClient.send(
                    two, toPort: port, certificate: alfa(federation), anchors: federation.anchors)
            })
        #expect(outcome.text.hasSuffix("/1"), "\(outcome.text)")
    }
}

@Sendable private func alfa(_ federation: TestFederation) -> (certificate: String, key: String)? {
    (federation.folder + "/alfa/tls.pem", federation.folder + "/alfa/tls.key")
}

extension TestFederation {
    fileprivate var anchors: String { folder + "/alfa/anchors.pem" }
}
