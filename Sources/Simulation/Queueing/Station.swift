/// Processors that are alike and serve one queue, first come first served.
///
/// Since service times are known on arrival, the end of each job is known then too: whoever arrives gets the processor
/// that is free first. No queue is kept.
package struct Station: Sendable {
    /// When each processor is free.
    private var free: [Duration]
    /// Time that processors have worked, or will have for the jobs that are in.
    package private(set) var worked = Duration.zero

    /// - Parameter processors: 1 or more.
    package init(processors: Int) {
        precondition(processors > 0, "a station without a processor serves nobody")
        free = [Duration](repeating: .zero, count: processors)
    }

    package var processors: Int { free.count }

    /// A job arrives; times of arrival never go back.
    ///
    /// - Returns: When it is done.
    package mutating func serve(_ service: Duration, at time: Duration) -> Duration {
        var first = 0
        for place in free.indices.dropFirst() where free[place] < free[first] { first = place }
        let end = max(time, free[first]) + service
        free[first] = end
        worked += service
        return end
    }
}
