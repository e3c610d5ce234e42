package import Domain
package import Foundation
import Synchronization

/// The registry that a process works with now: read by every connection, replaced when a newer one has been verified.
///
/// Whoever meets a higher serial than this one's says so with `hint`; one keeper listens and fetches.
package final class CurrentRegistry: Sendable {
    private struct State {
        var registry: Registry
        /// As the authority signed it.
        var signed: [UInt8]?
    }

    /// Serials that somebody has and this process has not. For one reader, the keeper.
    package let hints: AsyncStream<Int>
    private let hinted: AsyncStream<Int>.Continuation
    private let state: Mutex<State>

    /// - Parameter signed: the authority's bytes, for others to have; nil where nobody asks for them.
    package init(_ registry: Registry, signed: [UInt8]? = nil) {
        state = Mutex(State(registry: registry, signed: signed))
        (hints, hinted) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package var value: Registry { state.withLock { $0.registry } }

    /// The registry in use with the authority's signature, and its serial.
    package var signed: (serial: Int, jws: [UInt8])? {
        state.withLock { state in state.signed.map { (state.registry.serial, $0) } }
    }

    /// Somebody works with the registry of that serial: one that is newer than ours is fetched.
    package func hint(_ serial: Int) {
        if serial > value.serial { hinted.yield(serial) }
    }

    /// Takes `registry` unless the one held is newer: a registry never goes back.
    ///
    /// - Returns: Whether it was taken.
    @discardableResult
    package func replace(with registry: Registry, signed: [UInt8]? = nil) -> Bool {
        state.withLock { state in
            guard registry.serial >= state.registry.serial else { return false }
            state = State(registry: registry, signed: signed)
            return true
        }
    }

    /// Verifies `jws` and takes it when it is newer than the one held.
    ///
    /// - Returns: Whether it is newer.
    /// - Throws: `RegistryRefusal`, also for an older one.
    package func take(_ jws: [UInt8], by keys: CurrentKeys, now: Date) async throws(RegistryRefusal) -> Bool {
        let held = value.serial
        let registry = try await SignedRegistry.verify(
            jws, authority: keys.registryAuthority, now: now, notOlderThan: held)
        guard registry.serial > held else { return false }
        return replace(with: registry, signed: jws)
    }
}
