import Crypto
import Domain
import Foundation
import Mail
import NIOPosix
import NIOSSL
import Synchronization
import TestSupport
import Testing

@testable import Alerting

@Suite("Deliveries: signed, tried again, and never twice", .serialized)
struct DeliveryTests {
    private static let secret = Array("een geheim van beide kanten".utf8)

    /// A receiver's own server, over real TLS.
    private final class Receiver: Sendable {
        let requests = Mutex<[LoopbackHTTP.Request]>([])
        let answers = Mutex<[LoopbackHTTP.Answer?]>([])
        let certificate: TestSMTPServer

        init(_ answers: [LoopbackHTTP.Answer?]) throws {
            certificate = try TestSMTPServer()
            self.answers.withLock { $0 = answers }
        }

        func run(_ body: (AlertReceiver) async throws -> Void) async throws {
            let server = try await LoopbackHTTP(tls: certificate.tls) { request in
                self.requests.withLock { $0.append(request) }
                return self.answers.withLock { $0.isEmpty ? LoopbackHTTP.Answer(204) : $0.removeFirst() }
            }
            let address = try #require(URL(string: "https://localhost:\(server.port)/melding"))
            let webhook = AlertReceiver.Webhook(
                address: address, secret: DeliveryTests.secret,
                authorities: try NIOSSLCertificate.fromPEMFile(certificate.certificateFile))
            do {
                try await body(AlertReceiver(name: "beheer", mails: [], webhook: webhook))
            } catch {
                try await server.close()
                throw error
            }
            try await server.close()
        }

        var ids: [String?] { requests.withLock { $0.map { $0.headers["webhook-id"] } } }
    }

    private func outcomes(_ scene: AlertScene) async throws -> [String] {
        try await scene.desk.deliveries(limit: 10).map {
            "\($0.tries) \($0.due == nil ? "done" : "waits") \($0.outcome)"
        }
    }

    @Test("a webhook is signed over its id, its time and its body")
    func signed() async throws {
        let receiver = try Receiver([])
        try await receiver.run { beheer in
            let scene = try AlertScene([beheer])
            try await scene.tell(.opened)
            await scene.service.round()
            #expect(try await outcomes(scene) == ["1 done ok"])
            #expect(scene.incidents.tellings == ["1 beheer, per webhook"])
            let request = try #require(receiver.requests.withLock { $0.first })
            let id = try #require(request.headers["webhook-id"])
            let time = try #require(request.headers["webhook-timestamp"])
            #expect(time == "\(Int(scene.time.timeIntervalSince1970))" && request.target == "/melding")
            let signature = try #require(request.headers["webhook-signature"])
            let code = try #require(Data(base64Encoded: String(signature.dropFirst(3))))
            #expect(signature.hasPrefix("v1,"))
            #expect(
                HMAC<SHA256>.isValidAuthenticationCode(
                    code, authenticating: Data("\(id).\(time).\(request.body)".utf8),
                    using: SymmetricKey(data: Self.secret)))
            #expect(request.body.contains(#""soort":"begonnen""#) && request.body.contains(#""regio":"zeeland""#))
            await scene.service.round()
            #expect(receiver.ids.count == 1)
        }
    }

    @Test("what fails is tried again after a rest, with the same id, also over a restart")
    func triedAgain() async throws {
        let receiver = try Receiver([.init(500), .init(503, headers: [("Retry-After", "90")]), .init(204)])
        try await receiver.run { beheer in
            let scene = try AlertScene([beheer])
            try await scene.tell(.opened)
            await scene.service.round()
            #expect(try await outcomes(scene) == ["1 waits status 500"])
            await scene.service.round()
            #expect(receiver.ids.count == 1)
            scene.pass(1)
            await scene.service.round()
            #expect(try await outcomes(scene) == ["2 waits status 503"])
            scene.pass(89)
            let again = try scene.restarted([beheer])
            await again.round()
            #expect(receiver.ids.count == 2)
            scene.pass(1)
            await again.round()
            #expect(try await outcomes(scene) == ["3 done ok"])
            #expect(receiver.ids.count == 3 && Set(receiver.ids).count == 1)
        }
    }

    @Test(
        "no redirect is followed, and who wants no more, or cannot read it, is not asked again",
        arguments: [
            (302, "status 302"), (410, "410: wants no more"), (400, "status 400"), (404, "status 404"),
        ])
    func final(_ status: Int, _ outcome: String) async throws {
        let receiver = try Receiver([.init(status, headers: [("Location", "https://elders.example/")])])
        try await receiver.run { beheer in
            let scene = try AlertScene([beheer])
            try await scene.tell(.opened)
            await scene.service.round()
            #expect(try await outcomes(scene) == ["1 done \(outcome)"])
            #expect(scene.incidents.tellings.isEmpty, "nobody was told")
            try await scene.tell(.opened, 2)
            await scene.service.round()
            #expect(receiver.ids.count == (status == 410 ? 1 : 2))
        }
    }

    @Test("a server that does not answer, and one that nobody vouches for, are tried again")
    func stalls() async throws {
        let receiver = try Receiver([nil])
        try await receiver.run { beheer in
            let scene = try AlertScene([beheer])
            try await scene.tell(.opened)
            // Five seconds for the answer, and as much again to end TLS with a server that says nothing.
            let began = ContinuousClock.now
            await scene.service.round()
            #expect(ContinuousClock.now - began < .seconds(15))
            #expect(try await outcomes(scene)[0].hasPrefix("1 waits"))
            let webhook = try #require(beheer.webhook)
            let stranger = AlertReceiver(
                name: "beheer", mails: [], webhook: .init(address: webhook.address, secret: [1], authorities: nil))
            scene.pass(2)
            await (try scene.restarted([stranger])).round()
            #expect(try await outcomes(scene)[0].hasPrefix("2 waits"))
            #expect(receiver.ids.count == 1)
        }
    }

    @Test("after a day it is given up")
    func givenUp() async throws {
        let receiver = try Receiver(Array(repeating: .init(500), count: 40))
        try await receiver.run { beheer in
            let scene = try AlertScene([beheer])
            try await scene.tell(.opened)
            for _ in 0..<20 {
                await scene.service.round()
                scene.pass(21_600)
            }
            #expect(try await outcomes(scene)[0].hasSuffix("done given up: status 500"))
            #expect((5...12).contains(receiver.ids.count))
        }
    }

    @Test("mails go to each address by themselves, through a real server; a test is marked as one")
    func mails() async throws {
        let server = try TestSMTPServer()
        try await server.run { port in
            let smtp = try SMTPServer(
                host: "localhost", port: port, security: .startTLS, logIn: nil, authorities: server.certificateFile)
            let mailer = AlertMailer(
                client: SMTPClient(smtp, group: MultiThreadedEventLoopGroup.singleton),
                sender: try MailAddress("hallowerk@regio.example"))
            let beheer = AlertReceiver(
                name: "beheer", mails: [try MailAddress("a@regio.example"), try MailAddress("b@regio.example")],
                webhook: nil)
            let scene = try AlertScene([beheer], mailer: mailer)
            try await scene.tell(.opened)
            await scene.service.round()
            #expect(Set(server.mails.map(\.recipient)).count == 2)
            #expect(server.mails.allSatisfy { $0.text.contains("Subject: HalloWerk: Zeeland: onbereikbaar") })
            try await scene.desk.test(at: scene.time)
            await scene.service.round()
            #expect(server.mails.count == 4 && server.mails[3].text.contains("Subject: HalloWerk: Proefmelding"))
            server.set(.replyOnce(code: 451, to: "MAIL"))
            try await scene.tell(.closed)
            await scene.service.round()
            scene.pass(1)
            await scene.service.round()
            #expect(server.mails.count == 6)
            #expect(try await outcomes(scene).allSatisfy { $0.hasSuffix("done ok") })
        }
    }

    @Test("without a mail server mails are given up, and the page can say why")
    func noMailer() async throws {
        let beheer = AlertReceiver(name: "beheer", mails: [try MailAddress("a@regio.example")], webhook: nil)
        let scene = try AlertScene([beheer])
        try await scene.tell(.opened)
        await scene.service.round()
        #expect(try await outcomes(scene) == ["1 done setting 'mail' is missing"])
    }
}
