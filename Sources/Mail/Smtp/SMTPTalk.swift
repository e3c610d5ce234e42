import Foundation
import NIOCore
import NIOSSL

/// One session with a mail server: greeting, TLS, log-in, mails (RFC 5321 §3).
struct SMTPTalk {
    private let server: SMTPServer
    private let channel: any Channel
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private let replyTime: TimeAmount
    private var reader = SMTPReplyReader()
    /// Came, and not looked at yet.
    private var pending = ByteBuffer()

    init(
        _ server: SMTPServer, _ channel: any Channel, _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, replyTime: Duration
    ) {
        self.server = server
        self.channel = channel
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
        self.replyTime = .nanoseconds(Int64(replyTime / .nanoseconds(1)))
    }

    /// - Throws: `SMTPFault` when nothing may be sent over this connection.
    mutating func begin() async throws {
        try Self.require(try await reply(), "greeting")
        var extensions = try await hello()
        if server.security == .startTLS {
            guard extensions.contains(["STARTTLS"]) else { throw SMTPFault(failure: .noTLS) }
            guard try await ask("STARTTLS").code == 220 else { throw SMTPFault(failure: .noTLS) }
            // What somebody on the way put behind the answer would be read as said under TLS (CVE-2011-0411).
            guard pending.readableBytes == 0, reader.isEmpty else { throw SMTPFault(failure: .noTLS) }
            try await protect()
            extensions = try await hello()
        }
        if let logIn = server.logIn { try await enter(logIn, extensions) }
    }

    /// - Throws: `SMTPFault` when the connection is of no more use.
    mutating func send(_ mail: MailMessage) async throws -> SMTPOutcome {
        for command in ["MAIL FROM:<\(mail.sender)>", "RCPT TO:<\(mail.recipient)>"] {
            let reply = try await ask(command)
            guard reply.isPositive else { return try await refused(reply, to: String(command.prefix(4))) }
        }
        let ready = try await ask("DATA")
        guard ready.code == 354 else { return try await refused(ready, to: "DATA") }
        let taken = try await ask(Self.stuffed(mail.rendered) + ".")
        return taken.isPositive ? .taken : try await refused(taken, to: "the mail")
    }

    mutating func end() async throws { _ = try await ask("QUIT") }

    static func handler(_ server: SMTPServer) throws -> NIOSSLClientHandler? {
        guard let tls = server.tls else { return nil }
        let isAddress = (try? SocketAddress(ipAddress: server.host, port: 0)) != nil
        return try NIOSSLClientHandler(context: tls, serverHostname: isAddress ? nil : server.host)
    }

    /// A line that begins with a full stop gets another (RFC 5321 §4.5.2).
    static func stuffed(_ text: String) -> String {
        text.split(separator: "\r\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(".") ? "." + $0 : String($0) }.joined(separator: "\r\n")
    }

    private mutating func hello() async throws -> [[String]] {
        let reply = try await ask("EHLO [127.0.0.1]")
        try Self.require(reply, "EHLO")
        return reply.extensions
    }

    private func protect() async throws {
        let (channel, server) = (channel, server)
        try await channel.eventLoop.submit {
            if let handler = try Self.handler(server) {
                try channel.pipeline.syncOperations.addHandler(handler, position: .first)
            }
        }.get()
    }

    private mutating func enter(_ logIn: SMTPServer.LogIn, _ extensions: [[String]]) async throws {
        guard extensions.contains(where: { $0.first == "AUTH" && $0.contains("PLAIN") }) else {
            throw SMTPFault(failure: .logIn(code: nil))
        }
        let secret = Data([0] + Array(logIn.user.utf8) + [0] + Array(logIn.password.utf8)).base64EncodedString()
        let reply = try await ask("AUTH PLAIN \(secret)")
        guard reply.code == 235 else { throw SMTPFault(failure: .logIn(code: reply.code)) }
    }

    /// Makes the session ready for the next mail.
    private mutating func refused(_ reply: SMTPReply, to command: String) async throws -> SMTPOutcome {
        // 421: the server goes away (RFC 5321 §3.8).
        guard reply.code != 421 else { throw SMTPFault(failure: .reply(code: 421, to: command)) }
        let failure = SMTPFailure.reply(code: reply.code, to: command)
        try Self.require(try await ask("RSET"), "RSET")
        return reply.isTransient ? .later(failure) : .refused(failure)
    }

    private static func require(_ reply: SMTPReply, _ command: String) throws {
        guard reply.isPositive else { throw SMTPFault(failure: .reply(code: reply.code, to: command)) }
    }

    private mutating func ask(_ command: String) async throws -> SMTPReply {
        guard pending.readableBytes == 0 else { throw SMTPFault(failure: .notSMTP) }
        try await outbound.write(ByteBuffer(string: command + "\r\n"))
        return try await reply()
    }

    /// The next reply; the connection is closed when it does not come in time.
    private mutating func reply() async throws -> SMTPReply {
        let alarm = channel.eventLoop.scheduleTask(in: replyTime) { [channel] in channel.close(promise: nil) }
        defer { alarm.cancel() }
        while true {
            while let byte: UInt8 = pending.readInteger() {
                do throws(SMTPReplyReader.Invalid) {
                    if let reply = try reader.take(byte) { return reply }
                } catch {
                    throw SMTPFault(failure: .notSMTP)
                }
            }
            guard let more = try await inbound.next() else { throw SMTPFault(failure: .cutOff) }
            pending = more
        }
    }
}
