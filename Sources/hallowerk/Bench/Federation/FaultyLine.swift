import NIOCore
import NIOPosix
import Synchronization

/// A way from a gateway to a region's node that can be made long or cut: TCP in, TCP out, nothing read.
///
/// What comes while it is cut is held and passed on afterwards, as TCP's repeats would; nobody is told.
final class FaultyLine: Sendable {
    private struct Condition {
        var delay = Duration.zero
        var isCut = false
    }

    /// Pieces on their way in one direction; a connection with more is closed.
    private static let pieces = 4_096
    /// How often a cut line looks whether it is whole again.
    private static let look = Duration.milliseconds(2)

    private let from: ListenAddress
    private let to: ListenAddress
    private let condition = Mutex(Condition())

    init(from: ListenAddress, to: ListenAddress) {
        self.from = from
        self.to = to
    }

    /// How much later than it was sent an answer arrives.
    func setDelay(_ delay: Duration) { condition.withLock { $0.delay = delay } }
    func cut() { condition.withLock { $0.isCut = true } }
    func mend() { condition.withLock { $0.isCut = false } }

    /// Carries what comes until it is cancelled.
    ///
    /// - Throws: what NIO says of an address that it cannot listen on.
    func run() async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: from.host, port: from.port) { Self.wrapped($0) }
        try await withThrowingDiscardingTaskGroup { group in
            try await server.executeThenClose { clients in
                for try await client in clients { group.addTask { try? await self.carry(client) } }
            }
        }
    }

    private static func wrapped(
        _ channel: any Channel
    ) -> EventLoopFuture<NIOAsyncChannel<ByteBuffer, ByteBuffer>> {
        channel.eventLoop.makeCompletedFuture {
            _ = channel.setOption(.socketOption(.tcp_nodelay), value: 1)
            return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
    }

    private func carry(_ client: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async throws {
        try await client.executeThenClose { asked, answered in
            let node = try await ClientBootstrap(group: client.channel.eventLoop)
                .connect(host: to.host, port: to.port) { Self.wrapped($0) }
            try await node.executeThenClose { answers, asks in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await self.pass(asked, to: asks, isDelayed: false) }
                    group.addTask { try await self.pass(answers, to: answered, isDelayed: true) }
                    try await group.next()
                    group.cancelAll()
                }
            }
        }
    }

    private func pass(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, to outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        isDelayed: Bool
    ) async throws {
        let (pieces, feed) = AsyncStream.makeStream(
            of: (ContinuousClock.Instant, ByteBuffer).self, bufferingPolicy: .bufferingOldest(Self.pieces))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { feed.finish() }
                for try await piece in inbound { guard case .enqueued = feed.yield((.now, piece)) else { return } }
            }
            group.addTask {
                for await (came, piece) in pieces {
                    try await self.hold(since: came, isDelayed: isDelayed)
                    try await outbound.write(piece)
                }
            }
            try await group.waitForAll()
        }
    }

    private func hold(since came: ContinuousClock.Instant, isDelayed: Bool) async throws {
        while condition.withLock({ $0.isCut }) { try await Task.sleep(for: Self.look) }
        let due = came + (isDelayed ? condition.withLock { $0.delay } : .zero)
        if due > .now { try await Task.sleep(until: due, tolerance: .zero, clock: .continuous) }
    }
}
