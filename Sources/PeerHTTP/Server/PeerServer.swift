package import Domain
package import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
package import Trust

/// Answers one request of a verified peer.
package typealias PeerHandler = @Sendable (PeerRequest, PeerResponder) async -> Void

/// The federation face's server: HTTP/1.1 over mutual TLS (design.md §5).
///
/// Every connection has a handshake deadline, an idle limit and one task; beyond `Limits.connections`, more wait in the
/// kernel's queue. It writes on the channel itself, so that an answer's end is known to be with the kernel (I-5).
package struct PeerServer: Service {
    /// An idle connection is closed after this long.
    package static let idle = Duration.seconds(120)
    /// After how long the kernel takes a peer for gone that confirms nothing: no answer may last longer.
    static let vanished = Limits.longestDeadline

    /// Far enough over `Limits.headerBytes` that `PeerConversation` is the one that counts.
    private static let decoderLimits: NIOHTTPDecoderLimitConfiguration = {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = 2 * Limits.headerBytes
        limits.maxHeaderListSize = 2 * Limits.headerBytes
        return limits
    }()

    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    private let host: String
    private let port: Int
    private let tls: PeerTLS
    private let accepting: Set<FederationRole>
    private let bodyLimit: Int
    private let handshake: Duration
    private let logger: Logger
    private let onBound: @Sendable (Int) async -> Void
    private let asked: @Sendable (OIN) -> Void
    private let handler: PeerHandler

    /// - Parameters:
    ///   - accepting: a peer needs one of these roles.
    ///   - onBound: told the port once the server listens.
    ///   - asked: told of whoever asks whether this server is there.
    package init(
        host: String, port: Int, tls: PeerTLS, accepting: Set<FederationRole>, bodyLimit: Int = Limits.requestBytes,
        handshake: Duration = Limits.handshake, logger: Logger,
        onBound: @escaping @Sendable (Int) async -> Void = { _ in },
        asked: @escaping @Sendable (OIN) -> Void = { _ in },
        handler: @escaping PeerHandler
    ) {
        self.host = host
        self.port = port
        self.tls = tls
        self.accepting = accepting
        self.bodyLimit = bodyLimit
        self.handshake = handshake
        self.logger = logger
        self.onBound = onBound
        self.asked = asked
        self.handler = handler
    }

    /// Serves until a graceful shutdown, which lets requests that are under way finish.
    package func run() async throws {
        let connections = OpenConnections()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOptions(VanishedPeer.settings(within: Self.vanished))
            // Nothing is read before the connection is served: then somebody is there to take it.
            .childChannelOption(.autoRead, value: false)
            .bind(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try configure(channel)
                    connections.opened(channel)
                    channel.closeFuture.whenComplete { _ in connections.closed(channel) }
                    return channel
                }
            }
        await onBound(listener.channel.localAddress?.port ?? port)
        try await withGracefulShutdownHandler {
            try await serve(listener, connections)
        } onGracefulShutdown: {
            listener.channel.close(promise: nil)
            connections.stop()
        }
    }

    private func serve(
        _ listener: NIOAsyncChannel<any Channel, Never>, _ connections: OpenConnections
    ) async throws {
        // Those that came in while nobody took them any more.
        defer { connections.end() }
        try await listener.executeThenClose { inbound in
            try await withThrowingTaskGroup(of: Void.self) { group in
                var started = 0
                for try await channel in inbound {
                    if started >= Limits.connections {
                        try await group.next()
                        started -= 1
                    }
                    started += 1
                    group.addTask { await serve(channel, connections) }
                }
                try await group.waitForAll()
            }
        }
    }

    private func configure(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(
            try tls.serverHandler(accepting: accepting) { [logger] refusal in
                logger.notice("peer refused", metadata: ["reason": "\(refusal)"])
            })
        try pipeline.addHandler(HandshakeDeadline(limit: handshake))
        try pipeline.addHandler(IdleStateHandler(allTimeout: TimeAmount(Self.idle)))
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: false, withEncoderConfiguration: .init(),
            withDecoderLimitConfiguration: Self.decoderLimits
        )
        try pipeline.addHandler(RequestDeadline())
    }

    /// Serves one connection until it ends. Nobody reads an answer once it has: whatever handler is at work then is
    /// cancelled.
    private func serve(_ channel: any Channel, _ connections: OpenConnections) async {
        let (open, closing) = AsyncStream.makeStream(of: Never.self)
        channel.closeFuture.whenComplete { _ in closing.finish() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await converse(channel, connections) }
            group.addTask { for await _ in open {} }
            await group.next()
            group.cancelAll()
        }
    }

    private func converse(_ channel: any Channel, _ connections: OpenConnections) async {
        do {
            let connection = try await channel.eventLoop.submit {
                try Connection(wrappingChannelSynchronously: channel)
            }.get()
            try await connection.executeThenClose { inbound, _ in
                try await channel.setOption(.autoRead, value: true).get()
                var conversation = PeerConversation(
                    channel: channel, tls: tls, accepting: accepting, bodyLimit: bodyLimit, connections: connections,
                    asked: asked, handler: handler)
                do {
                    for try await part in inbound {
                        guard try await conversation.take(part) else { break }
                    }
                } catch let error as HTTPParserError {
                    try await conversation.refuse(error)
                }
            }
        } catch let refusal as PeerRefusal {
            logger.notice("peer refused", metadata: ["reason": "\(refusal)"])
        } catch {
            logger.debug("connection ended", metadata: ["reason": "\(type(of: error))"])
        }
    }
}
