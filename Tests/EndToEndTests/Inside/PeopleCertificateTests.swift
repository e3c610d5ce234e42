import Foundation
import Hummingbird
import Logging
import NIOPosix
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing
import Trust

@testable import hallowerk

@Suite("The people's face: its certificate is replaced without a restart; TLS 1.3, and what that leaves no room for")
struct PeopleCertificateTests {
    private static let get = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    private let federation: TestFederation
    private let settings: PeopleTLS
    private var folder: String { federation.folder + "/alfa" }

    init() throws { try self.init(allowsOlder: false) }

    private init(allowsOlder: Bool) throws {
        federation = try TestFederation()
        settings = PeopleTLS(
            certificate: federation.folder + "/alfa/tls.pem", key: federation.folder + "/alfa/tls.key",
            allowsOlder: allowsOlder)
    }

    /// Runs `body` beside a face that says hello.
    private func serving(
        _ certificate: PeopleCertificate, handshake: Duration = .seconds(10),
        _ body: (Int) async throws -> Void
    ) async throws {
        let router = Router(context: BasicRequestContext.self)
        router.get("/") { _, _ in "dag" }
        let port = await FreePorts.shared.base(count: 1)
        let address = ListenAddress(host: "127.0.0.1", port: port)
        let face = try Face.service(
            router, on: address, tls: certificate.configuration, handshake: handshake,
            logger: InsideFederation.silent)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await face.run() }
            try await InsideFederation.listening(address)
            try await body(port)
            group.cancelAll()
        }
    }

    private func ask(_ port: Int, _ arguments: [String] = []) async throws -> OpenSSLClient.Outcome {
        try await OpenSSLClient.send(
            Self.get, toPort: port, certificate: nil, anchors: folder + "/anchors.pem", arguments: arguments)
    }

    @Test
    func isReplaced() async throws {
        let certificate = try PeopleCertificate(settings, now: { .now })
        try await serving(certificate) { port in
            let before = try await ask(port)
            #expect(before.text.hasSuffix("dag") && !before.errors.contains("O = Proef"), "\(before.errors)")
            let fresh = try federation.replaceCertificate(of: "alfa")
            try certificate.take()
            #expect(certificate.inUse == CertificateInUse(serial: fresh.serial, expires: fresh.expires))
            let after = try await ask(port)
            #expect(after.text.hasSuffix("dag") && after.errors.contains("O = Proef"), "\(after.errors)")
        }
    }

    @Test("what is not good is refused by name, and the old one stays", arguments: ["tls.key", "tls.pem", "ended"])
    func keepsTheOld(_ fault: String) throws {
        let certificate = try PeopleCertificate(settings, now: { .now })
        let before = certificate.inUse
        switch fault {
        case "tls.key": try TestLeaf.put(federation.folder + "/beta/tls.key", "tls.key", .owner, in: folder)
        case "tls.pem": try Data("x".utf8).write(to: URL(filePath: folder + "/tls.pem"))
        default: try federation.replaceCertificate(of: "alfa") { $0.ends = .now.addingTimeInterval(-60) }
        }
        let refusal = #expect(throws: OperatorError.self) { try certificate.take() }
        #expect(refusal?.what.contains(fault) == true && refusal?.remedy != nil, "\(String(describing: refusal))")
        #expect(certificate.inUse == before)
    }

    @Test("TLS 1.2 only where the settings say so, and then with ephemeral keys and authenticated encryption only")
    func versions() async throws {
        let older = PeopleTLS(certificate: settings.certificate, key: settings.key, allowsOlder: true)
        let old = ["ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384", "AES128-GCM-SHA256"]
        let tried: [(settings: PeopleTLS, arguments: [String], isServed: Bool)] =
            [
                (settings, ["-tls1_2"], false), (settings, ["-tls1_3"], true), (older, ["-tls1_2"], true),
                (older, ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"], true),
                (older, ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], false),
            ] + old.map { (older, ["-tls1_2", "-cipher", $0 + ":@SECLEVEL=0"], false) }
        for row in tried {
            try await serving(try PeopleCertificate(row.settings, now: { .now })) { port in
                let isServed = try await ask(port, row.arguments).text.hasSuffix("dag")
                #expect(isServed == row.isServed, "\(row)")
            }
        }
    }

    @Test("a client that asks for new keys in the middle of TLS 1.2 is refused")
    func renegotiation() async throws {
        let older = PeopleTLS(certificate: settings.certificate, key: settings.key, allowsOlder: true)
        try await serving(try PeopleCertificate(older, now: { .now })) { port in
            // A line of "R" has s_client ask for it; what it printed is all on one of its outputs.
            let run = try await Task.detached {
                try Executable.run(
                    "/usr/bin/env",
                    ["timeout", "10", "openssl", "s_client", "-connect", "127.0.0.1:\(port)", "-tls1_2"], input: "R\n")
            }.value
            #expect((run.output + run.errors).contains("RENEGOTIATING"), "\(run)")
            // The server ends the connection; s_client, which had nothing else to do, ends with that error.
            #expect(run.code != 0 && (run.output + run.errors).contains("unexpected eof"), "\(run)")
        }
    }

    @Test("a client that never says hello is closed in time")
    func silence() async throws {
        try await serving(try PeopleCertificate(settings, now: { .now }), handshake: .milliseconds(200)) { port in
            let began = ContinuousClock.now
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port).get()
            try await channel.closeFuture.get()
            #expect(began.duration(to: .now) < .seconds(8))
            let after = try await ask(port)
            #expect(after.text.hasSuffix("dag"))
        }
    }
}
