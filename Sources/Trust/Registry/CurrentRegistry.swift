package import Domain
import Synchronization

/// The registry that a process works with now: read by every connection, replaced when a newer one has been verified.
package final class CurrentRegistry: Sendable {
    private let held: Mutex<Registry>

    package init(_ registry: Registry) { held = Mutex(registry) }

    package var value: Registry { held.withLock { $0 } }

    /// Takes `registry` unless the one held is newer: a registry never goes back.
    ///
    /// - Returns: Whether it was taken.
    @discardableResult
    package func replace(with registry: Registry) -> Bool {
        held.withLock { held in
            guard registry.serial >= held.serial else { return false }
            held = registry
            return true
        }
    }
}
