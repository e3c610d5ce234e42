/// The epochs that a process scores by: the current one and the one before it, so that a search that began under the
/// last goes on under it. A value type: whoever shares one guards it.
package struct EpochBook: Hashable, Sendable {
    package private(set) var current: Epoch
    private var previous: Epoch?

    /// Without statistics: `Epoch.none` is the current one.
    package init() { current = .none }

    /// The epoch with that number, if it is kept; `Epoch.none` always is.
    package func epoch(_ number: Int) -> Epoch? {
        switch number {
        case Epoch.none.number: Epoch.none
        case current.number: current
        case previous?.number: previous
        default: nil
        }
    }

    /// Takes `epoch` for the current one, unless that is as new.
    ///
    /// - Returns: Whether it was taken.
    @discardableResult
    package mutating func take(_ epoch: Epoch) -> Bool {
        guard epoch.number > current.number else { return false }
        previous = current
        current = epoch
        return true
    }
}
