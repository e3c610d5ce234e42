/// The epochs that a process scores by: the two newest that it has seen, so that a search that began under the last one
/// goes on under it. A value type: whoever shares one guards it.
package struct EpochBook: Hashable, Sendable {
    /// `Epoch.none` before the first.
    package private(set) var current: Epoch
    private var previous: Epoch?

    package init() { current = .none }

    /// An epoch before this number is gone for good; 0 until two are kept.
    package var oldest: Int { previous?.number ?? 0 }

    /// The epoch with that number, if it is kept; `Epoch.none` always is.
    package func epoch(_ number: Int) -> Epoch? {
        switch number {
        case Epoch.none.number: Epoch.none
        case current.number: current
        case previous?.number: previous
        default: nil
        }
    }

    /// Whether a search that pinned that number can never be answered again.
    package func isGone(_ number: Int) -> Bool { number != Epoch.none.number && number < oldest }

    /// Takes `epoch` if it is one of the two newest and new here.
    ///
    /// - Returns: Whether it was taken.
    @discardableResult
    package mutating func take(_ epoch: Epoch) -> Bool {
        if epoch.number > current.number {
            previous = current.number == Epoch.none.number ? nil : current
            current = epoch
            return true
        }
        guard epoch.number < current.number, epoch.number > oldest else { return false }
        previous = epoch
        return true
    }
}
