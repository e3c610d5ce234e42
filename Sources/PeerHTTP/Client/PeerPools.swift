import Domain
import Synchronization

/// The connections of one client that wait for a call, by peer, endpoint and our certificate that they show; the one
/// used last is taken first, so that those beyond what is needed grow old.
final class PeerPools: Sendable {
    struct Key: Hashable {
        let oin: OIN
        let endpoint: Endpoint
        /// Thumbprint: a verklaring that names one certificate never goes over a connection that shows another.
        let certificate: String
    }

    private struct Pool {
        /// The one used last stands last.
        var idle: [PeerConnection] = []
        var calls = 0
        /// Connections that calls hold.
        var working = 0
    }

    private struct State {
        var pools: [Key: Pool] = [:]
        var made = 0
        var isStopped = false
    }

    private let state = Mutex(State())

    var made: Int { state.withLock { $0.made } }
    func noteMade() { state.withLock { $0.made += 1 } }

    func idle(_ key: Key) -> Int { state.withLock { $0.pools[key]?.idle.count ?? 0 } }

    /// Idle or at work.
    func open(_ key: Key) -> Int { state.withLock { $0.pools[key].map { $0.idle.count + $0.working } ?? 0 } }

    /// False when too many calls to this peer are under way.
    func beginCall(_ key: Key) -> Bool {
        state.withLock { state in
            guard state.pools[key, default: Pool()].calls < Limits.connections else { return false }
            state.pools[key, default: Pool()].calls += 1
            return true
        }
    }

    func endCall(_ key: Key) { state.withLock { $0.pools[key]?.calls -= 1 } }
    func beginWork(_ key: Key) { state.withLock { $0.pools[key, default: Pool()].working += 1 } }
    func endWork(_ key: Key) { state.withLock { $0.pools[key]?.working -= 1 } }

    /// The connection that was used last, if it is open and something was heard on it within `limit`; at work from now
    /// on, so that at no moment it is missed.
    func take(_ key: Key, within limit: Duration) -> PeerConnection? {
        state.withLock { state in
            while let connection = state.pools[key]?.idle.popLast() {
                if connection.isActive, connection.lastHeard.duration(to: .now) < limit {
                    state.pools[key]?.working += 1
                    return connection
                }
                connection.close()
            }
            return nil
        }
    }

    /// The oldest on which nothing was heard since `instant`; at work from now on.
    func takeSilent(_ key: Key, since instant: ContinuousClock.Instant) -> PeerConnection? {
        state.withLock { state in
            guard let place = state.pools[key]?.idle.firstIndex(where: { $0.lastHeard < instant }) else { return nil }
            state.pools[key]?.working += 1
            return state.pools[key]?.idle.remove(at: place)
        }
    }

    func closeSilent(_ key: Key, since instant: ContinuousClock.Instant) {
        close { key == $0 && $1.lastHeard < instant }
    }

    /// Closes those on which nothing was heard within `limit`, whosever they are.
    func closeAged(_ limit: Duration) {
        let oldest = ContinuousClock.now - limit
        close { $1.lastHeard < oldest || !$1.isActive }
        state.withLock { state in
            state.pools = state.pools.filter { !$0.value.idle.isEmpty || $0.value.calls > 0 || $0.value.working > 0 }
        }
    }

    /// Closes those that show another certificate than `current`, as far as no call used them within `limit`.
    func closeReplaced(by current: String, unusedFor limit: Duration) {
        let oldest = ContinuousClock.now - limit
        close { $0.certificate != current && $1.lastUsed < oldest }
    }

    /// Closes what is more than `count`, as far as no call used it within `limit`.
    func trim(_ key: Key, to count: Int, unusedFor limit: Duration) {
        let surplus = state.withLock { state in
            guard let pool = state.pools[key] else { return [PeerConnection]() }
            let oldest = ContinuousClock.now - limit
            let most = max(0, pool.idle.count + pool.working - count)
            let surplus = pool.idle.prefix(most).prefix { $0.lastUsed < oldest }
            state.pools[key]?.idle.removeFirst(surplus.count)
            return Array(surplus)
        }
        for connection in surplus { connection.close() }
    }

    func putBack(_ connection: PeerConnection, _ key: Key, asOldest: Bool = false) {
        let isKept = state.withLock { state in
            guard !state.isStopped, state.pools[key, default: Pool()].idle.count < PeerClient.kept else { return false }
            let place = asOldest ? 0 : state.pools[key]?.idle.endIndex ?? 0
            state.pools[key, default: Pool()].idle.insert(connection, at: place)
            return true
        }
        if !isKept { connection.close() }
    }

    /// Keeps nothing from now on.
    ///
    /// - Returns: What was idle.
    func stop() -> [PeerConnection] {
        state.withLock { state in
            let idle = state.pools.values.flatMap(\.idle)
            for key in state.pools.keys { state.pools[key]?.idle = [] }
            state.isStopped = true
            return idle
        }
    }

    private func close(where isDone: (Key, PeerConnection) -> Bool) {
        let done = state.withLock { state in
            var done: [PeerConnection] = []
            for key in state.pools.keys {
                done += state.pools[key]?.idle.filter { isDone(key, $0) } ?? []
                state.pools[key]?.idle.removeAll { isDone(key, $0) }
            }
            return done
        }
        for connection in done { connection.close() }
    }
}
