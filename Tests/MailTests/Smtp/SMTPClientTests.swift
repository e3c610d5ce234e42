import Foundation
import NIOPosix
import TestSupport
import Testing

@testable import Mail

@Suite("SMTP: mails are handed to a real server, and nothing in the clear")
struct SMTPClientTests {
    private static let logIn = SMTPServer.LogIn(user: "hallowerk", password: "geheim")

    private static func client(
        _ server: TestSMTPServer, _ port: Int, _ security: SMTPServer.Security = .startTLS,
        logIn: SMTPServer.LogIn? = logIn, trusted: Bool = true, replyTime: Duration = .seconds(20)
    ) throws -> SMTPClient {
        let smtp = try SMTPServer(
            host: "localhost", port: port, security: security, logIn: security == .none ? nil : logIn,
            authorities: trusted ? server.certificateFile : nil)
        return SMTPClient(smtp, group: MultiThreadedEventLoopGroup.singleton, replyTime: replyTime)
    }

    private static func mails(_ count: Int) throws -> [MailMessage] {
        try (0..<count).map { number in
            try MailMessage(
                from: MailAddress("hallowerk@regio.example"), to: MailAddress("u\(number)@gemeente.example"),
                subject: "Bericht", text: "Regel één.\n.\n..punt\n", date: .now, id: UUID())
        }
    }

    private static func sent(_ count: Int, by client: SMTPClient) async throws -> [SMTPOutcome] {
        await client.send(try mails(count))
    }

    @Test("taken, under TLS, with the log-in, in one session", arguments: [SMTPServer.Security.startTLS, .direct])
    func sends(_ security: SMTPServer.Security) async throws {
        let server = try TestSMTPServer()
        try await server.run(direct: security == .direct) { port in
            let mails = try Self.mails(3)
            let outcomes = try await Self.client(server, port, security).send(mails)
            #expect(outcomes == [.taken, .taken, .taken])
            #expect(
                server.sessions == 1 && server.mails.allSatisfy { $0.isProtected && $0.logIn == "hallowerk:geheim" })
            #expect(server.mails.map(\.recipient) == (0..<3).map { "RCPT TO:<u\($0)@gemeente.example>" })
            #expect(server.mails.map(\.text) == mails.map(\.rendered))
        }
    }

    @Test("without TLS on loopback, and nowhere else, and never with a password")
    func plain() async throws {
        let server = try TestSMTPServer(.noTLS)
        try await server.run { port in
            let outcome1 = try await Self.sent(1, by: Self.client(server, port, .none))
            #expect(outcome1 == [.taken])
            #expect(server.mails.map(\.isProtected) == [false])
        }
        #expect(throws: SMTPServer.Invalid.plainBeyondLoopback) {
            try SMTPServer(host: "mail.example", port: 25, security: .none, logIn: nil, authorities: nil)
        }
        #expect(throws: SMTPServer.Invalid.logInWithoutTLS) {
            try SMTPServer(host: "localhost", port: 25, security: .none, logIn: Self.logIn, authorities: nil)
        }
        #expect(throws: SMTPServer.Invalid.unreadableAuthorities) {
            try SMTPServer(host: "localhost", port: 25, security: .direct, logIn: nil, authorities: "/nergens.pem")
        }
    }

    @Test(
        "what ends a session leaves every mail for later, and none was sent",
        arguments: [
            (TestSMTPServer.Fault.noTLS, SMTPFailure.noTLS), (.wordsBehindStartTLS, .noTLS),
            (.otherProtocol, .notSMTP), (.cutOff(at: "greeting"), .cutOff), (.cutOff(at: "EHLO"), .cutOff),
            (.cutOff(at: "."), .cutOff), (.reply(code: 554, to: "greeting"), .reply(code: 554, to: "greeting")),
            (.reply(code: 421, to: "MAIL"), .reply(code: 421, to: "MAIL")),
            (.reply(code: 454, to: "AUTH"), .logIn(code: 454)), (.reply(code: 502, to: "STARTTLS"), .noTLS),
        ])
    func ends(_ fault: TestSMTPServer.Fault, _ failure: SMTPFailure) async throws {
        let server = try TestSMTPServer(fault)
        try await server.run { port in
            let outcome2 = try await Self.sent(2, by: Self.client(server, port))
            #expect(outcome2 == [.later(failure), .later(failure)])
            #expect(server.mails.isEmpty)
        }
    }

    @Test("a server that does not answer is waited for so long, and no longer")
    func silent() async throws {
        let server = try TestSMTPServer(.silent(at: "RCPT"))
        try await server.run { port in
            let client = try Self.client(server, port, replyTime: .milliseconds(200))
            let outcome3 = try await Self.sent(1, by: client)
            #expect(outcome3 == [.later(.cutOff)])
        }
    }

    @Test("one mail that is refused takes no other with it", arguments: [("RCPT", 550), ("MAIL", 552), (".", 554)])
    func refused(_ command: String, _ code: Int) async throws {
        let server = try TestSMTPServer(.replyOnce(code: code, to: command))
        try await server.run { port in
            let outcomes = try await Self.sent(2, by: Self.client(server, port))
            let named = command == "." ? "the mail" : command
            #expect(outcomes == [.refused(.reply(code: code, to: named)), .taken])
            #expect(server.mails.count == 1)
            #expect("\(outcomes)".contains("gemeente") == false, "the server's words repeat the address")
        }
    }

    @Test func refusedForNow() async throws {
        let server = try TestSMTPServer(.replyOnce(code: 450, to: "RCPT"))
        try await server.run { port in
            let outcomes = try await Self.sent(2, by: Self.client(server, port))
            #expect(outcomes == [.later(.reply(code: 450, to: "RCPT")), .taken])
        }
    }

    @Test("a certificate that is not trusted, or of another name, gets nothing")
    func strangers() async throws {
        for (name, trusted) in [("localhost", false), ("elders.example", true)] {
            let server = try TestSMTPServer(name: name)
            try await server.run { port in
                let outcomes = try await Self.sent(1, by: Self.client(server, port, trusted: trusted))
                #expect(outcomes == [.later(.handshake)] || outcomes == [.later(.cutOff)], "\(outcomes)")
                #expect(server.mails.isEmpty)
            }
        }
    }

    @Test func wrongPassword() async throws {
        let server = try TestSMTPServer()
        try await server.run { port in
            let client = try Self.client(server, port, logIn: .init(user: "hallowerk", password: "fout"))
            let outcome4 = try await Self.sent(1, by: client)
            #expect(outcome4 == [.later(.logIn(code: 535))])
            #expect(await client.probe() == .logIn(code: 535))
            let outcome5 = try await Self.client(server, port).probe()
            #expect(outcome5 == nil)
        }
        let shy = try TestSMTPServer(offersAuth: false)
        try await shy.run { port in
            let outcome6 = try await Self.sent(1, by: Self.client(shy, port))
            #expect(outcome6 == [.later(.logIn(code: nil))])
        }
    }

    @Test("nobody there, and more than goes over one connection")
    func edges() async throws {
        let server = try TestSMTPServer()
        let outcome7 = try await Self.sent(1, by: Self.client(server, 1))
        #expect(outcome7 == [.later(.unreachable)])
        let outcome8 = try await Self.sent(0, by: Self.client(server, 1))
        #expect(outcome8 == [])
        try await server.run { port in
            let outcomes = try await Self.sent(SMTPClient.mailsAtOnce + 1, by: Self.client(server, port))
            #expect(outcomes.dropLast().allSatisfy { $0 == .taken } && outcomes.last == .later(.cutOff))
        }
    }
    /// `HALLOWERK_SMTP=port:certificate` of a server of another make on `localhost`, with STARTTLS and the log-in.
    @Test(
        "taken by a mail server that others wrote",
        .enabled(if: ProcessInfo.processInfo.environment["HALLOWERK_SMTP"] != nil))
    func secondOpinion() async throws {
        let parts = ProcessInfo.processInfo.environment["HALLOWERK_SMTP"]?.split(separator: ":") ?? []
        let smtp = try SMTPServer(
            host: "localhost", port: try #require(parts.first.flatMap { Int($0) }), security: .startTLS,
            logIn: Self.logIn, authorities: parts.last.map(String.init))
        let client = SMTPClient(smtp, group: MultiThreadedEventLoopGroup.singleton)
        let outcome9 = try await Self.sent(3, by: client)
        #expect(outcome9 == [.taken, .taken, .taken])
    }
}
