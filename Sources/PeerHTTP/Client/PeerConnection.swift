import Domain
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Trust

/// A connection to one peer, its handshake done and its certificate checked.
struct PeerConnection: Sendable {
    private let channel: any Channel
    private let exchange: NIOLoopBound<PeerExchange>
    private let host: String
    /// When a call last used it, or it was made, and when the peer was last heard on it.
    let lastUsed: ContinuousClock.Instant
    let lastHeard: ContinuousClock.Instant

    var isActive: Bool { channel.isActive }

    /// Connects to `endpoint`, which must be `oin`.
    ///
    /// - Parameter certificate: of ours, that it shows.
    /// - Throws: `PeerCallFailure`: `.unreachable`, `.peerRefused`, `.timedOut`.
    static func open(
        _ endpoint: Endpoint, expecting oin: OIN, accepting: Set<FederationRole>, showing certificate: String,
        tls: PeerTLS, group: any EventLoopGroup, within limit: Duration
    ) async throws -> PeerConnection {
        let loop = group.next()
        let refusal = RefusalBox()
        let ready = loop.makePromise(of: Void.self)
        let made = loop.makePromise(of: NIOLoopBound<PeerExchange>.self)
        let begun = loop.makePromise(of: (any Channel).self)
        do {
            let connecting = ClientBootstrap(group: loop)
                .connectTimeout(TimeAmount(limit))
                .channelOption(.socketOption(.tcp_nodelay), value: 1)
                .channelOptions(VanishedPeer.settings(within: PeerClient.vanished))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.addHandler(
                            tls.clientHandler(
                                host: endpoint.host, expecting: oin, accepting: accepting, showing: certificate
                            ) { refusal.set($0) })
                        try pipeline.addHTTPClientHandlers(leftOverBytesStrategy: .dropBytes)
                        let exchange = PeerExchange(ready: ready)
                        try pipeline.addHandler(exchange)
                        made.succeed(NIOLoopBound(exchange, eventLoop: channel.eventLoop))
                        begun.succeed(channel)
                    }
                }
                .connect(host: endpoint.address ?? endpoint.host, port: endpoint.port)
            let channel = try await withTaskCancellationHandler {
                try await connecting.get()
            } onCancel: {
                begun.futureResult.whenSuccess { $0.close(promise: nil) }
            }
            // A process that is stopped takes the connection and never speaks: that is late, not unreachable.
            let timer = loop.scheduleTask(in: TimeAmount(limit)) {
                ready.fail(PeerCallFailure.timedOut)
                channel.close(promise: nil)
            }
            defer { timer.cancel() }
            try await withTaskCancellationHandler {
                try await ready.futureResult.get()
            } onCancel: {
                channel.close(promise: nil)
            }
            return PeerConnection(
                channel: channel, exchange: try await made.futureResult.get(), host: endpoint.host, lastUsed: .now,
                lastHeard: .now)
        } catch {
            ready.fail(PeerCallFailure.closed)
            made.fail(PeerCallFailure.closed)
            begun.fail(PeerCallFailure.closed)
            if let refused = refusal.value { throw PeerCallFailure.peerRefused(refused) }
            switch error {
            case let failure as PeerCallFailure where failure == .timedOut: throw failure
            case ChannelError.connectTimeout: throw PeerCallFailure.timedOut
            default: throw PeerCallFailure.unreachable("\(endpoint) does not answer")
            }
        }
    }

    /// Sends `call` and waits for its answer, at most until `deadline`; cancelling closes the connection.
    ///
    /// - Returns: nil when it was closed before anything was sent.
    func send(_ call: PeerCall, until deadline: NIODeadline) async throws(PeerCallFailure) -> PeerExchange.Outcome? {
        do {
            return try await withTaskCancellationHandler {
                try await channel.eventLoop.flatSubmit { [self] in
                    exchange.value.send(call, host: host, on: channel, until: deadline)
                }.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        } catch {
            throw error as? PeerCallFailure ?? .closed
        }
    }

    /// This connection after a call.
    func used() -> PeerConnection {
        PeerConnection(channel: channel, exchange: exchange, host: host, lastUsed: .now, lastHeard: .now)
    }

    /// This connection after its peer said that it is there.
    func heard() -> PeerConnection {
        PeerConnection(channel: channel, exchange: exchange, host: host, lastUsed: lastUsed, lastHeard: .now)
    }

    func close() { channel.close(promise: nil) }

    /// Closes, and returns when that is done.
    func closed() async { try? await channel.close().get() }

    private init(
        channel: any Channel, exchange: NIOLoopBound<PeerExchange>, host: String, lastUsed: ContinuousClock.Instant,
        lastHeard: ContinuousClock.Instant
    ) {
        self.channel = channel
        self.exchange = exchange
        self.host = host
        self.lastUsed = lastUsed
        self.lastHeard = lastHeard
    }
}

/// Carries the reason of a refusal out of the TLS callback.
private final class RefusalBox: Sendable {
    private let refusal = Mutex<PeerRefusal?>(nil)
    var value: PeerRefusal? { refusal.withLock { $0 } }
    func set(_ value: PeerRefusal) { refusal.withLock { $0 = value } }
}
