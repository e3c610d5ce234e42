import Domain
import Federation
import Foundation
import Logging
import PeerHTTP
import Synchronization

/// Calls to regions: past endpoints that are left alone, on to the next within the same time, repeated where that is
/// safe. One of a gateway, shared by queries, profiles and the prober.
final class RegionCalls: Sendable {
    /// One attempt, whose end is yet to be noted.
    struct Attempt: Sendable {
        let region: RegionCode
        let endpoint: Endpoint
        let begun: Duration
    }

    /// What an answer is read as.
    enum Reading<Value: Sendable>: Sendable {
        case value(Value)
        /// And whether another attempt could change it.
        case failed(CallFailure, CallCourse.Failure)
    }

    /// How a call ended.
    enum Ending<Value: Sendable>: Sendable {
        case answered(Value)
        case failed(CallFailure)
        /// Nobody waits for it any more; what that says of the endpoint, only who cancelled it knows.
        case cancelled(Attempt)
    }

    private struct State {
        var breakers = BreakerBoard()
        var budgets: [RegionCode: RetryBudget] = [:]
    }

    private let state = Mutex(State())
    private let client: PeerClient
    private let logger: Logger
    private let origin = ContinuousClock.now
    /// Regions that are left alone and may be back: to be probed at once. For one reader, the prober.
    let returning: AsyncStream<RegionCode>
    private let returned: AsyncStream<RegionCode>.Continuation

    init(client: PeerClient, logger: Logger) {
        self.client = client
        self.logger = logger
        (returning, returned) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Limits.missedRegions))
    }

    /// The moment that breakers, budgets and admission count by.
    var now: Duration { origin.duration(to: .now) }

    func instant(_ time: Duration) -> ContinuousClock.Instant { origin + time }

    /// Whether `region` is not called now: no endpoint of it takes calls.
    func isLeftAlone(_ region: Region) -> Bool { state.withLock { $0.breakers.usable(region).isEmpty } }

    /// `region` itself made contact: it is called again at once.
    func contact(_ region: Region) {
        let time = now
        let (before, after) = state.withLock { state in
            let before = state.breakers.standing(region).state
            state.breakers.contact(region, at: time)
            return (before, state.breakers.standing(region))
        }
        if before != .closed, after.state == .closed {
            logger.notice("a region made contact and is called again", metadata: ["region": "\(region.code)"])
        }
        probe(region, after.nextTry, at: time)
    }

    /// A connection to `region` was made where there was none: when it is left alone, it is probed at once.
    func connected(_ region: Region) {
        let time = now
        let nextTry = state.withLock { state in
            state.breakers.mayBeBack(region, at: time)
            return state.breakers.standing(region).nextTry
        }
        probe(region, nextTry, at: time)
    }

    /// Has `region` probed when it may be: so nothing is asked for while a probe is under way.
    private func probe(_ region: Region, _ nextTry: Duration?, at time: Duration) {
        if let nextTry, nextTry <= time { returned.yield(region.code) }
    }

    /// Calls `region`.
    ///
    /// - Parameters:
    ///   - isSafe: whether doing it twice is as good as once.
    ///   - late: the time that its reason names when it is late.
    ///   - make: the call, with the time that it has.
    ///   - read: what its answer is.
    func call<Value: Sendable>(
        _ region: Region, isSafe: Bool, until deadline: Duration, late: Duration,
        make: (Duration) -> PeerCall, read: (PeerAnswer) -> Reading<Value>
    ) async -> Ending<Value> {
        let endpoints = state.withLock { $0.breakers.usable(region) }
        guard !endpoints.isEmpty else { return .failed(.leftAlone) }
        var course = CallCourse(endpoints: endpoints, isSafe: isSafe, deadline: deadline)
        var step = state.withLock { course.begin(&$0.budgets[region.code, default: RetryBudget()], at: now) }
        var failure = CallFailure.unreachable
        // An answer that is wrong says more than a repeat that got none.
        var isFaulty = false
        while case .attempt(let endpoint, let until) = step {
            let attempt = Attempt(region: region.code, endpoint: endpoint, begun: now)
            let kind: CallCourse.Failure
            do throws(PeerCallFailure) {
                let answer = try await client.call(
                    make(max(.zero, until - attempt.begun)), to: [endpoint], expecting: region.oin,
                    deadline: instant(until))
                switch read(answer) {
                case .value(let value):
                    note(nil, of: attempt)
                    return .answered(value)
                case .failed(let faulty, let how): (failure, kind) = (faulty, how)
                }
                note(failure, of: attempt)
            } catch {
                guard !Task.isCancelled else { return .cancelled(attempt) }
                logger.notice(
                    "a region did not answer",
                    metadata: ["region": "\(region.code)", "endpoint": "\(endpoint)", "failure": "\(error)"])
                (failure, kind) = Self.meaning(of: error, late: late, isEarly: now < until)
                if failure == .faulty { alarm(region.code, "\(error)") }
                note(failure, of: attempt, verdict: error.verdict)
            }
            isFaulty = isFaulty || failure == .faulty
            step = state.withLock {
                course.failed(kind, &$0.budgets[region.code, default: RetryBudget()], at: now)
            }
        }
        return .failed(isFaulty ? .faulty : failure)
    }

    /// Notes how an attempt ended; nil: it was answered.
    ///
    /// - Parameter verdict: what that says of the endpoint, when `failure` alone does not say it.
    func note(_ failure: CallFailure?, of attempt: Attempt, verdict: Breaker.Verdict? = nil) {
        let time = now
        let opened = state.withLock { state in
            let before = state.breakers.takesCalls(attempt.endpoint, of: attempt.region)
            let verdict = verdict ?? Breaker.Verdict(failure, after: time - attempt.begun)
            state.breakers.callEnded(
                verdict, at: attempt.endpoint, of: attempt.region, begun: attempt.begun, at: time)
            return before && !state.breakers.takesCalls(attempt.endpoint, of: attempt.region)
        }
        guard opened else { return }
        logger.warning(
            "an endpoint is left alone",
            metadata: ["region": "\(attempt.region)", "endpoint": "\(attempt.endpoint)"])
    }

    /// Tells operators that a region answers what cannot be used.
    func alarm(_ region: RegionCode, _ fault: String) {
        logger.error("a region's answer is not used", metadata: ["region": "\(region)", "fault": "\(fault)"])
    }

    /// - Parameter isEarly: the attempt had time left: then nothing was sent (`PeerClient.call`).
    private static func meaning(
        of failure: PeerCallFailure, late: Duration, isEarly: Bool
    ) -> (CallFailure, CallCourse.Failure) {
        switch failure {
        case .timedOut where isEarly: (.timedOut(after: late), .notSent)
        case .timedOut, .cancelled: (.timedOut(after: late), .timedOut)
        case .peerRefused: (.refused, .notSent)
        case .answerTooLarge: (.faulty, .final)
        case .malformed: (.faulty, .broken)
        case .closed: (.unreachable, .broken)
        case .unreachable, .tooManyCalls: (.unreachable, .notSent)
        }
    }
}

extension RegionCalls {
    /// Leave to probe: the endpoints of `region` whose turn it is.
    func beginProbes(_ region: Region) -> [Attempt] {
        let time = now
        return state.withLock { $0.breakers.beginProbes(region, at: time) }
            .map { Attempt(region: region.code, endpoint: $0, begun: time) }
    }

    /// Notes how a probe ended; nil: well.
    func probeEnded(_ probe: Attempt, _ failure: CallFailure?) {
        let verdict = Task.isCancelled ? Breaker.Verdict.saysNothing : failure == nil ? .works : .fails
        let time = now
        state.withLock {
            $0.breakers.probeEnded(verdict, at: probe.endpoint, of: probe.region, begun: probe.begun, at: time)
        }
    }

    /// Forgets what `registry` does not have.
    func keep(_ registry: Registry) {
        state.withLock { state in
            state.breakers.keep(registry)
            state.budgets = state.budgets.filter { registry.member($0.key) != nil }
        }
    }

    /// How calls to `region` stand: its breaker, when it is tried again, and how many calls were repeated.
    func standing(_ region: Region) -> (breaker: BreakerState, nextTry: Duration?, repeated: Int) {
        state.withLock { state in
            let standing = state.breakers.standing(region)
            return (standing.state, standing.nextTry, state.budgets[region.code]?.repeats ?? 0)
        }
    }
}

extension PeerCallFailure {
    /// What it says of the endpoint, where how it is told to the asker does not.
    fileprivate var verdict: Breaker.Verdict? {
        switch self {
        // Of this gateway, not of the other side.
        case .tooManyCalls: .saysNothing
        // Told as a refusal, and yet nobody who belongs there is.
        case .peerRefused: .fails
        default: nil
        }
    }
}
