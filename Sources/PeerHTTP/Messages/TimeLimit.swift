import Wire

/// What is left of a query's time, as it travels with each call (design.md §6).
package enum TimeLimit {
    /// The header field that says so; at least a millisecond.
    package static func header(_ left: Duration) -> (name: String, value: String) {
        (name: WireHeader.timeLimit, value: String(max(1, Int(left / .milliseconds(1)))))
    }
}

extension PeerRequest {
    /// How long the asker still waits, as it says itself; nil when it does not.
    package var timeLimit: Duration? { header(WireHeader.timeLimit).flatMap(Int.init).map { .milliseconds($0) } }
}
