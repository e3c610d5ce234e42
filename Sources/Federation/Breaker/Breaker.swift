package import Domain

/// Leaves one endpoint alone while it fails, so that a dead one costs a query nothing (I-8), and finds out when it is
/// back (design.md §6).
///
/// Events carry their time, measured from any one moment; calls and probes also say when they began, because what began
/// before the last change says nothing of what is now.
///
/// Invariants: a pause is at most `Limits.breakerLongestPause`; from every state there is a time at which a probe may
/// go out, and one probe that works closes it.
package struct Breaker: Hashable, Sendable {
    package typealias State = BreakerState

    /// What the end of a call or probe says of the endpoint.
    package enum Verdict: Hashable, Sendable {
        case works, fails
        /// It was cancelled, or had too little time to say anything.
        case saysNothing
    }

    package private(set) var state = State.closed
    /// When the state began.
    package private(set) var since = Duration.zero
    private var callsInRow = 0
    private var probesInRow = 0
    /// The last calls, the newest lowest: a bit each, set for a failure.
    private var recent: UInt32 = 0
    /// Pauses since a call worked.
    private var pauses = 0
    private var due = Duration.zero
    private var probe: Duration?
    /// When a probe last failed since it opened.
    private var probeFailed: Duration?
    /// Closed, and no call has worked since: the first failure opens it again.
    private var isOnTrial = false
    private var closedByContact = false
    /// The region made contact, calls went through, and failed: it can reach us, and we not it.
    private var contactMisled = false

    package init() {}

    /// Whether a call may go to the endpoint.
    package var admitsCalls: Bool { state == .closed }

    /// When the endpoint is tried again at the earliest; nil while calls go through.
    package var nextTry: Duration? {
        switch state {
        case .closed: nil
        case .open: max(due, placeFree)
        case .halfOpen: placeFree
        }
    }

    /// A call that began at `begun` ended.
    package mutating func callEnded(_ verdict: Verdict, begun: Duration, at time: Duration) {
        guard state == .closed, begun >= since else { return }
        switch verdict {
        case .saysNothing: return
        case .works:
            callsInRow = 0
            recent <<= 1
            pauses = 0
            isOnTrial = false
            contactMisled = false
        case .fails:
            callsInRow += 1
            recent = recent << 1 | 1
            let failures = (recent & (1 << Limits.breakerCalls - 1)).nonzeroBitCount
            guard isOnTrial || callsInRow >= Limits.breakerFailuresInRow || failures >= Limits.breakerFailures else {
                return
            }
            open(at: time)
        }
    }

    /// Leave to send a probe that begins now; one at a time, and not before the pause is over.
    package mutating func beginProbe(at time: Duration) -> Bool {
        if let probe, time - probe < Limits.probeLease { return false }
        if state == .open {
            guard time >= due else { return false }
            state = .halfOpen
            since = time
        }
        probe = time
        return true
    }

    /// The probe that began at `begun` ended.
    package mutating func probeEnded(_ verdict: Verdict, begun: Duration, at time: Duration) {
        guard probe == begun else { return }
        probe = nil
        switch (state, verdict) {
        case (.open, _): return
        case (.halfOpen, .works): close(at: time)
        case (.halfOpen, .fails):
            probeFailed = time
            open(at: time)
        case (.halfOpen, .saysNothing):
            state = .open
            since = time
            due = time
        case (.closed, .works): probesInRow = 0
        case (.closed, .saysNothing): return
        case (.closed, .fails):
            guard begun >= since else { return }
            probesInRow += 1
            if isOnTrial || probesInRow >= Limits.breakerFailuresInRow { open(at: time) }
        }
    }

    /// The region itself made contact: calls go through at once. Where that misled us before, and no call worked
    /// since, a probe may go out at once instead.
    package mutating func contact(at time: Duration) {
        guard state != .closed else { return }
        guard contactMisled else {
            close(at: time)
            closedByContact = true
            return
        }
        mayBeBack(at: time)
    }

    /// Something says that the endpoint can be reached again: a probe may go out at once, or the shortest pause after
    /// one that failed.
    package mutating func mayBeBack(at time: Duration) {
        due = min(due, max(time, probeFailed.map { $0 + Limits.breakerShortestPause } ?? time))
    }

    /// From when on no probe stands in the next one's way.
    private var placeFree: Duration { probe.map { $0 + Limits.probeLease } ?? since }

    private mutating func open(at time: Duration) {
        if isOnTrial, closedByContact { contactMisled = true }
        if state == .closed, time - since >= Limits.breakerLongestPause { pauses = 0 }
        state = .open
        since = time
        due = time + pause
        pauses += 1
    }

    private mutating func close(at time: Duration) {
        state = .closed
        since = time
        callsInRow = 0
        probesInRow = 0
        recent = 0
        isOnTrial = true
        closedByContact = false
        probe = nil
        probeFailed = nil
    }

    /// Doubles with each pause.
    private var pause: Duration {
        var pause = Limits.breakerPause
        for _ in 0..<pauses where pause < Limits.breakerLongestPause { pause *= 2 }
        return min(pause, Limits.breakerLongestPause)
    }
}
