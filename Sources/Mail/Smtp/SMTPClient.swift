package import NIOCore
import NIOPosix
import NIOSSL

/// Hands mails to one server, one after another over one connection (RFC 5321).
///
/// Whatever goes wrong is an outcome of each mail that it concerns; none is tried twice here.
package struct SMTPClient: Sendable {
    /// How long a connection may take to be made, and the server to answer one command.
    package static let connectTime = Duration.seconds(10)
    package static let replyTime = Duration.seconds(30)
    /// Mails over one connection.
    package static let mailsAtOnce = 50

    private let server: SMTPServer
    private let group: any EventLoopGroup
    private let replyTime: Duration

    /// - Parameter replyTime: shorter in tests.
    package init(_ server: SMTPServer, group: any EventLoopGroup, replyTime: Duration = SMTPClient.replyTime) {
        self.server = server
        self.group = group
        self.replyTime = replyTime
    }

    /// What became of each of `mails`, in their order; of those over `mailsAtOnce`: later.
    package func send(_ mails: [MailMessage]) async -> [SMTPOutcome] {
        guard !mails.isEmpty else { return [] }
        var outcomes: [SMTPOutcome] = []
        do {
            let channel = try await connect()
            try await channel.executeThenClose { inbound, outbound in
                var talk = SMTPTalk(server, channel.channel, inbound, outbound, replyTime: replyTime)
                try await talk.begin()
                for mail in mails.prefix(Self.mailsAtOnce) { outcomes.append(try await talk.send(mail)) }
                // It has them all; what it says to this changes nothing.
                try? await talk.end()
            }
        } catch let fault as SMTPFault {
            return Self.filled(outcomes, mails.count, .later(fault.failure))
        } catch {
            return Self.filled(outcomes, mails.count, .later(error is NIOSSLError ? .handshake : .cutOff))
        }
        return Self.filled(outcomes, mails.count, .later(.cutOff))
    }

    /// Connects and begins a session, without a mail: whether mail could go out. Nil when it could.
    package func probe() async -> SMTPFailure? {
        do {
            let channel = try await connect()
            try await channel.executeThenClose { inbound, outbound in
                var talk = SMTPTalk(server, channel.channel, inbound, outbound, replyTime: replyTime)
                try await talk.begin()
                try? await talk.end()
            }
            return nil
        } catch let fault as SMTPFault {
            return fault.failure
        } catch {
            return error is NIOSSLError ? .handshake : .cutOff
        }
    }

    private static func filled(_ outcomes: [SMTPOutcome], _ count: Int, _ rest: SMTPOutcome) -> [SMTPOutcome] {
        outcomes + Array(repeating: rest, count: max(0, count - outcomes.count))
    }

    private func connect() async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(.nanoseconds(Int64(Self.connectTime / .nanoseconds(1))))
        do {
            return try await bootstrap.connect(host: server.host, port: server.port) { [server] channel in
                channel.eventLoop.makeCompletedFuture {
                    if server.security == .direct, let handler = try SMTPTalk.handler(server) {
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        } catch {
            throw SMTPFault(failure: .unreachable)
        }
    }
}

/// What ends a session.
struct SMTPFault: Error, Hashable {
    let failure: SMTPFailure
}
