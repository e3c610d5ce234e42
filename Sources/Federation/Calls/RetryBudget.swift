import Domain

/// How many calls may be repeated: one for every `Limits.callsPerRepeat` first calls, so that repeats never add more
/// than a tenth to what a region that is in trouble gets.
package struct RetryBudget: Hashable, Sendable {
    /// First calls not yet spent on a repeat.
    private var saved = 0
    /// First calls, repeats, and repeats that the budget did not allow.
    package private(set) var calls = 0
    package private(set) var repeats = 0
    package private(set) var refusals = 0

    package init() {}

    /// A call is made for the first time.
    package mutating func called() {
        calls += 1
        saved = min(saved + 1, Limits.callsPerRepeat * Limits.repeatsSaved)
    }

    /// Leave to repeat a call; who gets it repeats it.
    ///
    /// - Parameter left: of the call's time.
    package mutating func spend(left: Duration) -> Bool {
        guard left >= Limits.repeatTime else { return false }
        guard saved >= Limits.callsPerRepeat else {
            refusals += 1
            return false
        }
        saved -= Limits.callsPerRepeat
        repeats += 1
        return true
    }
}
