import NIOCore
import NIOPosix
import Synchronization

/// A TCP proxy on loopback that does to a connection what networks and broken machines do. It passes the bytes of TLS
/// and reads none: what it does to an answer, it does to its encrypted bytes.
///
/// A fault set while connections are there is theirs too, from the next bytes on. What a black hole swallowed comes out
/// once it is healed, as TCP would send it again.
package final class FaultProxy: Sendable {
    /// What it does.
    package enum Fault: Hashable, Sendable {
        case none
        /// All of an answer comes that much later.
        case delay(Duration)
        /// Nothing passes either way, and no connection ends.
        case blackHole
        /// The first byte of an answer becomes a reset of the connection (RST).
        case reset
        /// Instead of an answer its side of the connection is closed, and the other one left open.
        case halfClose
        /// So many bytes of an answer, and then the connection's end; a longer answer is not touched.
        case truncate(at: Int)
        /// So many bytes of an answer at a time, with a pause after each.
        case drip(bytes: Int, every: Duration)
        /// Other bytes, as many.
        case garbage
        /// Other bytes, without end, as long as they are read.
        case endless
    }

    package let port: Int
    /// Whom it passes on to.
    package let target: Int
    private let listener: any Channel
    private let shared: FaultState

    private init(port: Int, target: Int, listener: any Channel, shared: FaultState) {
        self.port = port
        self.target = target
        self.listener = listener
        self.shared = shared
    }

    /// Listens on a free port of 127.0.0.1 and passes on to `target`, another port there.
    package static func open(to target: Int) async throws -> FaultProxy {
        let shared = FaultState()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { front in
                front.eventLoop.makeCompletedFuture {
                    let link = FaultLink(front: front, shared: shared)
                    try front.pipeline.syncOperations.addHandler(FrontHandler(link: link))
                    link.connect(to: target)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return FaultProxy(
            port: listener.localAddress?.port ?? 0, target: target, listener: listener, shared: shared)
    }

    /// From now on it does this, and no longer what it did.
    package func set(_ fault: Fault) { shared.set(fault) }

    /// On every connection that is open nothing passes any more, and nobody is told; new ones work.
    package func freezeOpen() { shared.freezeOpen() }

    /// Bytes of the answer that was passed last, on whichever connection.
    package var lastAnswer: Int { shared.lastAnswer }
    /// Connections taken since the start.
    package var connections: Int { shared.connections }

    /// Ends the listener and every connection.
    ///
    /// - Parameter resetting: by RST instead of FIN.
    package func close(resetting: Bool = false) async {
        try? await listener.close().get()
        for channel in shared.takeChannels() {
            if resetting { try? await channel.resetting().get() }
            try? await channel.close().get()
        }
    }
}

/// What all connections of a proxy share.
final class FaultState: Sendable {
    private struct Values {
        var fault = FaultProxy.Fault.none
        var channels: [ObjectIdentifier: any Channel] = [:]
        var lastAnswer = 0
        var connections = 0
        /// Connections up to this one are frozen.
        var frozen = 0
    }

    private let values = Mutex(Values())

    var fault: FaultProxy.Fault { values.withLock { $0.fault } }
    var lastAnswer: Int { values.withLock { $0.lastAnswer } }
    var connections: Int { values.withLock { $0.connections } }

    func set(_ fault: FaultProxy.Fault) {
        let channels = values.withLock { values in
            values.fault = fault
            return Array(values.channels.values)
        }
        for channel in channels { channel.pipeline.fireUserInboundEventTriggered(FaultChanged()) }
    }

    /// Either side of a connection.
    func opened(_ channel: any Channel) { values.withLock { $0.channels[ObjectIdentifier(channel)] = channel } }
    func closed(_ channel: any Channel) { values.withLock { $0.channels[ObjectIdentifier(channel)] = nil } }
    /// - Returns: the connection's number.
    func noteConnection() -> Int {
        values.withLock { values in
            values.connections += 1
            return values.connections
        }
    }

    func freezeOpen() { values.withLock { $0.frozen = $0.connections } }
    func isFrozen(_ number: Int) -> Bool { values.withLock { number <= $0.frozen } }
    func note(answer: Int) { values.withLock { $0.lastAnswer = answer } }
    func takeChannels() -> [any Channel] { values.withLock { Array($0.channels.values) } }
}

/// Sent through the pipelines of each connection.
struct FaultChanged: Sendable {}
