package import Domain

/// The course of one call to a region: which of its endpoints is tried, how long, and whether it is tried again.
///
/// An endpoint that cannot be reached is left for the next within the same call and time. What was sent may have been
/// done: it is repeated only where that is safe, once, and within the `RetryBudget`.
package struct CallCourse: Hashable, Sendable {
    /// What to do next.
    package enum Step: Hashable, Sendable {
        /// Send it to this endpoint, and wait until then at most.
        case attempt(Endpoint, until: Duration)
        /// The call has failed.
        case giveUp
    }

    /// How an attempt failed.
    package enum Failure: Hashable, Sendable {
        /// Nothing was sent: no connection, or to somebody else.
        case notSent
        /// It may have been done, but the answer broke off or says that something went wrong.
        case broken
        /// Nothing came in the time of the attempt.
        case timedOut
        /// An answer that another attempt would not change.
        case final
    }

    private let endpoints: [Endpoint]
    private let isSafe: Bool
    private let deadline: Duration
    /// Of the endpoint that is tried.
    private var place = 0
    /// Endpoints not tried yet, the one that is tried not counted.
    private var untried: Int
    private var isRepeated = false

    /// - Parameters:
    ///   - endpoints: where it may go, in order.
    ///   - isSafe: whether doing it twice is as good as once.
    ///   - deadline: when the answer must be here.
    package init(endpoints: [Endpoint], isSafe: Bool, deadline: Duration) {
        self.endpoints = endpoints
        self.isSafe = isSafe
        self.deadline = deadline
        untried = max(0, endpoints.count - 1)
    }

    /// The first attempt, which counts for `budget`.
    package mutating func begin(_ budget: inout RetryBudget, at time: Duration) -> Step {
        guard !endpoints.isEmpty else { return .giveUp }
        budget.called()
        return attempt(at: time)
    }

    /// What to do after an attempt that failed.
    package mutating func failed(_ failure: Failure, _ budget: inout RetryBudget, at time: Duration) -> Step {
        let left = deadline - time
        guard left > .zero else { return .giveUp }
        switch failure {
        case .final: return .giveUp
        case .notSent where untried > 0: return next(at: time)
        case .timedOut where untried == 0: return .giveUp
        case .notSent, .broken, .timedOut:
            guard isSafe, !isRepeated, budget.spend(left: left) else { return .giveUp }
            isRepeated = true
            return next(at: time)
        }
    }

    private mutating func next(at time: Duration) -> Step {
        place = (place + 1) % endpoints.count
        untried = max(0, untried - 1)
        return attempt(at: time)
    }

    /// An endpoint gets an even share of what is left, so that a silent one leaves time for those after it.
    private func attempt(at time: Duration) -> Step {
        let left = max(.zero, deadline - time)
        let mayGoOn = untried > 0 && !isRepeated
        return .attempt(endpoints[place], until: time + (mayGoOn ? left / (untried + 1) : left))
    }
}
