import Crypto
import Domain
package import Foundation
import Synchronization

/// Remembers the verklaringen of the last minutes, so that none is used for two things.
package final class ReplayMemory: Sendable {
    /// What became of a verklaring.
    package enum Admission: Hashable, Sendable {
        case first
        /// The same bytes again: the same search asked again.
        case repeated
        /// Its id with other bytes.
        case conflicting
        /// `limit` are remembered and none has expired: nobody can be told from a replay.
        case full
    }

    private struct State {
        var seen: [String: (digest: SHA256.Digest, forget: Date)] = [:]
        var nextSweep = Date.distantPast
        /// A full memory is not swept for each call that it refuses.
        var nextSweepWhenFull = Date.distantPast
    }

    private let state = Mutex(State())
    private let limit: Int
    private let now: @Sendable () -> Date

    package init(limit: Int = Limits.rememberedVerklaringen, now: @escaping @Sendable () -> Date) {
        self.limit = limit
        self.now = now
    }

    /// Admits `verklaring`, whose token is `token`, and remembers it until nobody would accept it any more.
    package func admit(_ verklaring: Verklaring, token: String) -> Admission {
        let digest = SHA256.hash(data: Array(token.utf8))
        let present = now()
        return state.withLock { state in
            let key = verklaring.issuer.digits + verklaring.id
            if let known = state.seen[key] { return known.digest == digest ? .repeated : .conflicting }
            if present >= state.nextSweep || (state.seen.count >= limit && present >= state.nextSweepWhenFull) {
                state.seen = state.seen.filter { $0.value.forget > present }
                state.nextSweep = present.addingTimeInterval(10)
                state.nextSweepWhenFull = present.addingTimeInterval(1)
            }
            guard state.seen.count < limit else { return .full }
            let leeway = TimeInterval(2 * Limits.clockLeewaySeconds)
            state.seen[key] = (digest, verklaring.expires.addingTimeInterval(leeway))
            return .first
        }
    }
}
