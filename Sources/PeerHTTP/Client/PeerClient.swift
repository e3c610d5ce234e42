package import Domain
package import NIOCore
package import Trust

/// Calls peers over mutual TLS, HTTP/1.1, on connections that are kept and made ahead.
///
/// One request at a time on a connection; at most `Limits.connections` calls to one peer at once; an idle connection
/// is kept for `keep`, which is shorter than the server's limit, and longer while `PeerKeeper` finds it alive. When our
/// certificate is replaced, those that show the old one finish what they do, and no new call gets one.
package final class PeerClient: Sendable {
    package static let keep = Duration.seconds(90)
    /// Idle connections kept for one endpoint.
    package static let kept = 32
    /// The longest that a connect with its handshake may take.
    package static let connect = Duration.seconds(3)
    /// After how long the kernel takes a peer for gone that confirms nothing.
    package static let vanished = Duration.seconds(5)
    /// Between the signing of a verklaring and the call that it goes with: so long those connections are kept that show
    /// the certificate before the current one.
    static let replaced = Duration.seconds(2)

    private let pools = PeerPools()
    private let tls: PeerTLS
    private let group: any EventLoopGroup
    private let accepting: Set<FederationRole>

    /// - Parameter accepting: one of these roles is needed by whoever is called.
    package init(
        tls: PeerTLS, group: any EventLoopGroup, accepting: Set<FederationRole> = FederationRole.answering
    ) {
        self.tls = tls
        self.group = group
        self.accepting = accepting
    }

    /// Sends `call` to the first of `endpoints` that can be reached, and returns its answer whole.
    ///
    /// - Parameter connecting: how long making a connection may take, at most `connect`.
    /// - Throws: the `PeerCallFailure` of the last endpoint tried; whatever the peer does, not after `deadline`.
    ///   `.timedOut` before `deadline` is of a connection that was not made: nothing was sent.
    package func call(
        _ call: PeerCall, to endpoints: [Endpoint], expecting oin: OIN, deadline: ContinuousClock.Instant,
        connecting: Duration = PeerClient.connect
    ) async throws(PeerCallFailure) -> PeerAnswer {
        var failure = PeerCallFailure.unreachable("no endpoint")
        let certificate = call.certificate ?? tls.certificate
        for endpoint in endpoints {
            do throws(PeerCallFailure) {
                let peer = PeerPools.Key(oin: oin, endpoint: endpoint, certificate: certificate)
                return try await attempt(call, peer, deadline, min(connecting, Self.connect))
            } catch {
                failure = error
                guard case .unreachable = error else { throw error }
            }
        }
        throw failure
    }

    /// Makes connections ahead, so that no query waits for a handshake; what fails is tried again by the first call.
    ///
    /// - Parameters:
    ///   - limit: how long all of it may take at each endpoint.
    ///   - certificate: that they show; nil: the current one.
    package func prewarm(
        to endpoints: [Endpoint], expecting oin: OIN, connections: Int, within limit: Duration = PeerClient.connect,
        showing certificate: String? = nil
    ) async {
        for endpoint in endpoints {
            let peer = PeerPools.Key(oin: oin, endpoint: endpoint, certificate: certificate ?? tls.certificate)
            let end = ContinuousClock.now + min(limit, Self.connect)
            for _ in 0..<max(0, connections - pools.open(peer)) {
                guard let connection = try? await open(peer, within: end - .now) else { break }
                pools.putBack(connection, peer)
            }
        }
    }

    /// Asks idle connections to `endpoint` that were silent since this began, one after another, whether they are
    /// alive, and closes the dead. When one does not answer in time, the other silent ones are not waited for.
    ///
    /// - Returns: whether one was open and did not answer in time.
    func dropDead(to endpoint: Endpoint, expecting oin: OIN, within limit: Duration) async -> Bool {
        let peer = key(endpoint, oin)
        let began = ContinuousClock.now
        var wasDead = false
        while let silent = pools.takeSilent(peer, since: began) {
            defer { pools.endWork(peer) }
            do throws(PeerCallFailure) {
                guard let outcome = try await silent.send(Ping.call, until: .now() + TimeAmount(limit)) else {
                    continue
                }
                if outcome.isFree { pools.putBack(silent.heard(), peer, asOldest: true) } else { silent.close() }
            } catch {
                silent.close()
                if error == .timedOut {
                    wasDead = true
                    pools.closeSilent(peer, since: began)
                }
            }
        }
        return wasDead
    }

    /// Closes idle connections on which nothing was heard for `keep`: of peers that no registry has any more, too.
    func dropAged() { pools.closeAged(Self.keep) }

    /// Closes idle connections that show another certificate than the current one, once no call comes for them.
    func dropReplaced() { pools.closeReplaced(by: tls.certificate, unusedFor: Self.replaced) }

    /// Closes idle connections over `connections` that no call used for `keep`.
    func dropSurplus(to endpoint: Endpoint, expecting oin: OIN, connections: Int) {
        pools.trim(key(endpoint, oin), to: connections, unusedFor: Self.keep)
    }

    /// Closes every idle connection, and every other after its answer: none is kept from now on.
    package func shutdown() async {
        for connection in pools.stop() { await connection.closed() }
    }

    /// Connections that wait for a call.
    ///
    /// - Parameter certificate: that they show; nil: the current one.
    package func idleConnections(
        to endpoint: Endpoint, expecting oin: OIN, showing certificate: String? = nil
    ) -> Int {
        pools.idle(PeerPools.Key(oin: oin, endpoint: endpoint, certificate: certificate ?? tls.certificate))
    }

    /// Whether a connection to one of `endpoints` is there, idle or at work.
    package func isConnected(to endpoints: [Endpoint], expecting oin: OIN) -> Bool {
        endpoints.contains { pools.open(key($0, oin)) > 0 }
    }

    /// Connections to a peer that show our current certificate.
    private func key(_ endpoint: Endpoint, _ oin: OIN) -> PeerPools.Key {
        PeerPools.Key(oin: oin, endpoint: endpoint, certificate: tls.certificate)
    }

    /// Handshakes that were done since the start: in the steady state it stands still.
    package var handshakes: Int { pools.made }

    private func attempt(
        _ call: PeerCall, _ peer: PeerPools.Key, _ deadline: ContinuousClock.Instant, _ connecting: Duration
    ) async throws(PeerCallFailure) -> PeerAnswer {
        guard pools.beginCall(peer) else { throw .tooManyCalls(limit: Limits.connections) }
        defer { pools.endCall(peer) }
        while let kept = pools.take(peer, within: Self.keep) {
            do throws(PeerCallFailure) {
                // Nil: it was closed before anything was sent.
                if let answer = try await exchange(call, on: kept, peer, deadline) { return answer }
            } catch .closed where call.repeatable {
                // The peer closed it while it was idle: once more on a fresh one.
                break
            } catch {
                throw error
            }
        }
        let fresh = try await open(peer, within: min(connecting, deadline - .now))
        pools.beginWork(peer)
        guard let answer = try await exchange(call, on: fresh, peer, deadline) else {
            throw .unreachable("\(peer.endpoint)")
        }
        return answer
    }

    /// - Parameter connection: at work already; no more when this returns.
    /// - Returns: nil when the connection was closed before anything was sent.
    private func exchange(
        _ call: PeerCall, on connection: PeerConnection, _ peer: PeerPools.Key, _ deadline: ContinuousClock.Instant
    ) async throws(PeerCallFailure) -> PeerAnswer? {
        defer { pools.endWork(peer) }
        let left = deadline - .now
        guard left > .zero else {
            pools.putBack(connection, peer)
            throw .timedOut
        }
        do throws(PeerCallFailure) {
            guard let outcome = try await connection.send(call, until: .now() + TimeAmount(left)) else { return nil }
            if outcome.isFree { pools.putBack(connection.used(), peer) } else { connection.close() }
            return outcome.answer
        } catch {
            connection.close()
            throw Task.isCancelled ? .cancelled : error
        }
    }

    private func open(_ peer: PeerPools.Key, within limit: Duration) async throws(PeerCallFailure) -> PeerConnection {
        guard limit > .zero else { throw .timedOut }
        do {
            let connection = try await PeerConnection.open(
                peer.endpoint, expecting: peer.oin, accepting: accepting, showing: peer.certificate, tls: tls,
                group: group, within: limit)
            pools.noteMade()
            return connection
        } catch {
            if Task.isCancelled { throw .cancelled }
            throw error as? PeerCallFailure ?? .unreachable("\(peer.endpoint)")
        }
    }
}
