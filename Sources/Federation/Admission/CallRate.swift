/// Calls of one asker over time: at most `limit` in any minute, a quarter of them at once and the rest evenly.
///
/// The generic cell rate algorithm (ITU-T I.371): one moment is all that it keeps.
package struct CallRate: Hashable, Sendable {
    private static let minute = Duration.seconds(60)

    private let interval: Duration
    private let tolerance: Duration
    /// When the asker would be idle again.
    private var idle = Duration.zero

    /// - Parameter limit: calls in a minute; 2 or more.
    package init(perMinute limit: Int) {
        precondition(limit >= 2, "a rate allows one call at once and one later")
        let burst = max(1, limit / 4)
        interval = Self.minute / (limit - burst)
        tolerance = interval * (burst - 1)
    }

    /// How long until a call is within the rate; zero when it is now.
    package func wait(at time: Duration) -> Duration { max(.zero, idle - tolerance - time) }

    /// Whether nothing of the past counts any more.
    package func isIdle(at time: Duration) -> Bool { idle <= time }

    /// Counts a call.
    package mutating func count(at time: Duration) { idle = max(idle, time) + interval }
}
