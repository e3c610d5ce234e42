package import Domain
package import NIOCore
import Synchronization
package import Trust

/// Calls peers over mutual TLS, HTTP/1.1, on connections that are kept and made ahead.
///
/// One request at a time on a connection; at most `Limits.connections` calls to one peer at once; an idle connection
/// is kept for `keep`, which is shorter than the server's limit.
package final class PeerClient: Sendable {
    package static let keep = Duration.seconds(90)
    /// Idle connections kept for one endpoint.
    package static let kept = 32
    /// The longest that a connect with its handshake may take.
    package static let connect = Duration.seconds(3)

    private struct Key: Hashable {
        let oin: OIN
        let endpoint: Endpoint
    }

    private struct Pool {
        var idle: [PeerConnection] = []
        var calls = 0
    }

    private struct State {
        var pools: [Key: Pool] = [:]
        var stopped = false
    }

    private let state = Mutex(State())
    private let tls: PeerTLS
    private let group: any EventLoopGroup
    private let accepting: Set<FederationRole>

    /// - Parameter accepting: one of these roles is needed by whoever is called.
    package init(
        tls: PeerTLS, group: any EventLoopGroup, accepting: Set<FederationRole> = Set(FederationRole.allCases)
    ) {
        self.tls = tls
        self.group = group
        self.accepting = accepting
    }

    /// Sends `call` to the first of `endpoints` that can be reached, and returns its answer whole.
    ///
    /// - Throws: the `PeerCallFailure` of the last endpoint tried; whatever the peer does, not after `deadline`.
    package func call(
        _ call: PeerCall, to endpoints: [Endpoint], expecting oin: OIN, deadline: ContinuousClock.Instant
    ) async throws(PeerCallFailure) -> PeerAnswer {
        var failure = PeerCallFailure.unreachable("no endpoint")
        for endpoint in endpoints {
            do throws(PeerCallFailure) {
                return try await attempt(call, Key(oin: oin, endpoint: endpoint), deadline)
            } catch {
                failure = error
                guard case .unreachable = error else { throw error }
            }
        }
        throw failure
    }

    /// Makes connections ahead, so that no query waits for a handshake; what fails is tried again by the first call.
    package func prewarm(to endpoints: [Endpoint], expecting oin: OIN, connections: Int) async {
        for endpoint in endpoints {
            let key = Key(oin: oin, endpoint: endpoint)
            let missing = state.withLock { connections - ($0.pools[key]?.idle.count ?? 0) }
            for _ in 0..<max(0, missing) {
                guard let connection = try? await open(key, within: Self.connect) else { break }
                putBack(connection, key)
            }
        }
    }

    /// Closes every idle connection, and every other after its answer: none is kept from now on.
    package func shutdown() async {
        let idle = state.withLock { state in
            defer { state.pools = state.pools.mapValues { Pool(idle: [], calls: $0.calls) } }
            state.stopped = true
            return state.pools.values.flatMap(\.idle)
        }
        for connection in idle { await connection.closed() }
    }

    /// Connections that wait for a call.
    package func idleConnections(to endpoint: Endpoint, expecting oin: OIN) -> Int {
        state.withLock { $0.pools[Key(oin: oin, endpoint: endpoint)]?.idle.count ?? 0 }
    }

    private func attempt(
        _ call: PeerCall, _ key: Key, _ deadline: ContinuousClock.Instant
    ) async throws(PeerCallFailure) -> PeerAnswer {
        let admitted = state.withLock { state in
            guard state.pools[key, default: Pool()].calls < Limits.connections else { return false }
            state.pools[key, default: Pool()].calls += 1
            return true
        }
        guard admitted else { throw .tooManyCalls(limit: Limits.connections) }
        defer { state.withLock { $0.pools[key]?.calls -= 1 } }
        if let kept = takeKept(key) {
            do throws(PeerCallFailure) {
                return try await exchange(call, on: kept, key, deadline)
            } catch .closed where call.repeatable {
                // The peer closed it while it was idle: once more on a fresh one.
            } catch {
                throw error
            }
        }
        let fresh = try await open(key, within: min(Self.connect, deadline - .now))
        return try await exchange(call, on: fresh, key, deadline)
    }

    private func exchange(
        _ call: PeerCall, on connection: PeerConnection, _ key: Key, _ deadline: ContinuousClock.Instant
    ) async throws(PeerCallFailure) -> PeerAnswer {
        let left = deadline - .now
        guard left > .zero else {
            putBack(connection, key)
            throw .timedOut
        }
        do {
            let outcome = try await connection.send(call, until: .now() + TimeAmount(left))
            if outcome.isFree { putBack(connection.rested(), key) } else { connection.close() }
            return outcome.answer
        } catch {
            connection.close()
            if Task.isCancelled { throw .cancelled }
            throw error as? PeerCallFailure ?? .closed
        }
    }

    private func open(_ key: Key, within limit: Duration) async throws(PeerCallFailure) -> PeerConnection {
        guard limit > .zero else { throw .timedOut }
        do {
            return try await PeerConnection.open(
                key.endpoint, expecting: key.oin, accepting: accepting, tls: tls, group: group, within: limit)
        } catch {
            if Task.isCancelled { throw .cancelled }
            throw error as? PeerCallFailure ?? .unreachable("\(key.endpoint)")
        }
    }

    private func takeKept(_ key: Key) -> PeerConnection? {
        state.withLock { state in
            while let connection = state.pools[key]?.idle.popLast() {
                if connection.isActive, connection.lastUsed.duration(to: .now) < Self.keep { return connection }
                connection.close()
            }
            return nil
        }
    }

    private func putBack(_ connection: PeerConnection, _ key: Key) {
        let kept = state.withLock { state in
            guard !state.stopped, state.pools[key, default: Pool()].idle.count < Self.kept else { return false }
            state.pools[key, default: Pool()].idle.append(connection)
            return true
        }
        if !kept { connection.close() }
    }
}
