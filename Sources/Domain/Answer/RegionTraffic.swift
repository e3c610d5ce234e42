package import Foundation

/// Whether calls go through to an endpoint, as a breaker has it. The raw values are the wire's.
package enum BreakerState: String, CaseIterable, Hashable, Sendable {
    /// Calls go through.
    case closed = "gesloten"
    /// Nothing goes through before the pause is over.
    case open = "open"
    /// A probe is under way; calls wait for what it finds.
    case halfOpen = "halfOpen"
}

/// What goes on between a gateway and one region, or all: whether it is called, and what its own calls are let in.
package struct RegionTraffic: Hashable, Sendable {
    package let breaker: BreakerState
    /// When the region is tried again at the earliest; nil while calls go through.
    package let nextTry: Date?
    /// Its own calls that are under way and that wait for their turn.
    package let active: Int
    package let waiting: Int
    /// Its own calls that were refused, and calls to it that were repeated, since the gateway started.
    package let refused: Int
    package let repeated: Int

    package init(breaker: BreakerState, nextTry: Date?, active: Int, waiting: Int, refused: Int, repeated: Int) {
        self.breaker = breaker
        self.nextTry = nextTry
        self.active = active
        self.waiting = waiting
        self.refused = refused
        self.repeated = repeated
    }
}
