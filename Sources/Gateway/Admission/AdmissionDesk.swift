import Domain
import Federation
import Synchronization
import Wire

/// Where calls of regions come in: lets them through, has them wait for their turn, or refuses them with 429.
final class AdmissionDesk: Sendable {
    /// What somebody who waits is told.
    private enum Word: Sendable {
        case admitted
        case refused(Admission.Refusal)
        /// They went away.
        case gone
    }

    private enum Waiting {
        /// Does not listen yet.
        case arriving
        case listening(CheckedContinuation<Word, Never>)
        /// Told before they listened.
        case told(Word)
    }

    private struct State {
        var admission: Admission
        /// As many as wait in `admission`, and those that have not heard yet.
        var waiting: [Admission.Ticket: Waiting] = [:]

        /// What `ticket` is told; who listens is to be resumed outside the lock.
        mutating func tell(_ ticket: Admission.Ticket, _ word: Word) -> CheckedContinuation<Word, Never>? {
            switch waiting[ticket] {
            case .listening(let continuation):
                waiting[ticket] = nil
                return continuation
            case .arriving:
                waiting[ticket] = .told(word)
                return nil
            case .told, nil: return nil
            }
        }
    }

    private let state: Mutex<State>
    private let origin = ContinuousClock.now

    init(_ limits: AdmissionLimits) { state = Mutex(State(admission: Admission(limits))) }

    private var now: Duration { origin.duration(to: .now) }

    /// Refuses a call of a region that is over its rate, before anything is spent on it.
    ///
    /// - Throws: `Problem` 429.
    func refuseEarly(_ region: RegionCode) throws {
        let time = now
        if let refusal = state.withLock({ $0.admission.refusal(of: region, at: time) }) { throw refusal.problem }
    }

    /// Waits for `asker`'s turn; `leave` with what it returns.
    ///
    /// - Parameter left: of the call's time.
    /// - Throws: `Problem` 429 when there is none; `CancellationError` when the asker went away.
    func enter(_ asker: Admission.Asker, left: Duration) async throws -> Admission.Ticket {
        let time = now
        let decision = state.withLock { state in
            let decision = state.admission.ask(asker, left: left, at: time)
            if case .waits(let ticket, _) = decision { state.waiting[ticket] = .arriving }
            return decision
        }
        switch decision {
        case .admitted(let ticket): return ticket
        case .refused(let refusal): throw refusal.problem
        case .waits(let ticket, let until):
            switch await turn(of: ticket, until: until) {
            case .admitted: return ticket
            case .refused(let refusal): throw refusal.problem
            case .gone: throw CancellationError()
            }
        }
    }

    /// The call has ended; who waits may go on.
    func leave(_ ticket: Admission.Ticket) {
        let time = now
        let next = state.withLock { state in
            state.admission.leave(ticket, at: time).compactMap { state.tell($0, .admitted) }
        }
        for continuation in next { continuation.resume(returning: .admitted) }
    }

    /// Calls of `region` under way, waiting and refused; of all regions for nil.
    func figures(of region: RegionCode?) -> Admission.Figures {
        state.withLock { state in region.map { state.admission.figures(of: $0) } ?? state.admission.figures }
    }

    private func turn(of ticket: Admission.Ticket, until: Duration) async -> Word {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                try? await ContinuousClock().sleep(until: origin + until)
                expire()
            }
            defer { group.cancelAll() }
            return await withTaskCancellationHandler {
                await withCheckedContinuation { listen(ticket, $0) }
            } onCancel: {
                giveUp(ticket)
            }
        }
    }

    private func listen(_ ticket: Admission.Ticket, _ continuation: CheckedContinuation<Word, Never>) {
        let word = state.withLock { state -> Word? in
            guard case .told(let word) = state.waiting[ticket] else {
                state.waiting[ticket] = .listening(continuation)
                return nil
            }
            state.waiting[ticket] = nil
            return word
        }
        if let word { continuation.resume(returning: word) }
    }

    /// Whoever holds `ticket` waits no more; one that was let in already leaves as everybody does.
    private func giveUp(_ ticket: Admission.Ticket) {
        let time = now
        let continuation = state.withLock { state -> CheckedContinuation<Word, Never>? in
            switch state.waiting[ticket] {
            case .told, nil: return nil
            case .arriving, .listening:
                _ = state.admission.leave(ticket, at: time)
                return state.tell(ticket, .gone)
            }
        }
        continuation?.resume(returning: .gone)
    }

    private func expire() {
        let time = now
        let expired = state.withLock { state in
            state.admission.expire(at: time).compactMap { ticket, refusal in
                state.tell(ticket, .refused(refusal)).map { ($0, refusal) }
            }
        }
        for (continuation, refusal) in expired { continuation.resume(returning: .refused(refusal)) }
    }
}

extension Admission.Refusal {
    /// 429, with whole seconds to wait.
    fileprivate var problem: Problem {
        let seconds = max(1, Int((retryAfter / .seconds(1)).rounded(.up)))
        return .tooManyRequests(retryAfterSeconds: seconds, reason: sentence)
    }

    private var sentence: String {
        switch reason {
        case .regionRate, .regionQueue, .tooManyPeople: "Uw regio stelt nu te veel vragen tegelijk."
        case .personRate, .personQueue: "U stelt nu te veel vragen tegelijk."
        case .waitedTooLong: "Het is nu te druk."
        }
    }
}
