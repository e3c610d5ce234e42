package import Domain
import ServiceLifecycle

/// Keeps connections to some peers made and alive, so that no query waits for a handshake, and none is sent to a peer
/// that is gone: one that vanished is noticed within `interval` and twice `patience`.
package struct PeerKeeper: Service {
    /// Whom to keep connections to.
    package struct Peer: Hashable, Sendable {
        let endpoints: [Endpoint]
        let oin: OIN

        package init(endpoints: [Endpoint], oin: OIN) {
            self.endpoints = endpoints
            self.oin = oin
        }
    }

    /// Between the beginnings of two rounds, unless one takes longer.
    package static let interval = Duration.seconds(2)
    /// How long a peer may take to say that it is there, and how long connections are made in one round.
    package static let patience = Duration.milliseconds(1_500)

    private let client: PeerClient
    private let connections: Int
    private let interval: Duration
    private let patience: Duration
    private let peers: @Sendable () -> [Peer]
    private let connected: @Sendable (OIN) -> Void
    private let revived: @Sendable (OIN) -> Void

    /// - Parameters:
    ///   - connections: kept to each endpoint; one of them may be away for a moment to be asked whether it is alive.
    ///   - peers: asked anew in each round: a registry changes, and so do addresses and keys.
    ///   - connected: gets a peer to an endpoint of which connections were made when there were none.
    ///   - revived: gets a peer to whom a kept connection was dead, and a new one could be made.
    package init(
        _ client: PeerClient, connections: Int, interval: Duration = Self.interval, patience: Duration = Self.patience,
        peers: @escaping @Sendable () -> [Peer], connected: @escaping @Sendable (OIN) -> Void = { _ in },
        revived: @escaping @Sendable (OIN) -> Void = { _ in }
    ) {
        self.client = client
        self.connections = connections
        self.interval = interval
        self.patience = patience
        self.peers = peers
        self.connected = connected
        self.revived = revived
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            let clock = ContinuousClock()
            while !Task.isCancelled {
                let began = clock.now
                await round()
                try? await clock.sleep(until: began + interval)
            }
        }
    }

    /// Makes connections to every peer that show `certificate`, before it is the current one, so that no query meets a
    /// handshake then; within `patience`, whoever does not answer.
    package func warm(_ certificate: String) async {
        await withTaskGroup(of: Void.self) { group in
            for peer in Set(peers()) {
                for endpoint in peer.endpoints {
                    group.addTask {
                        await client.prewarm(
                            to: [endpoint], expecting: peer.oin, connections: connections, within: patience,
                            showing: certificate)
                    }
                }
            }
        }
    }

    /// Every peer at the same time: drops what is dead, then makes what is missing.
    package func round() async {
        client.dropAged()
        client.dropReplaced()
        await withTaskGroup(of: Void.self) { group in
            for peer in Set(peers()) {
                for endpoint in peer.endpoints {
                    group.addTask {
                        client.dropSurplus(to: endpoint, expecting: peer.oin, connections: connections)
                        let wasDead = await client.dropDead(to: endpoint, expecting: peer.oin, within: patience)
                        let wasThere = client.isConnected(to: [endpoint], expecting: peer.oin)
                        await client.prewarm(
                            to: [endpoint], expecting: peer.oin, connections: connections, within: patience)
                        guard client.isConnected(to: [endpoint], expecting: peer.oin) else { return }
                        if !wasThere { connected(peer.oin) }
                        if wasDead { revived(peer.oin) }
                    }
                }
            }
        }
    }
}
