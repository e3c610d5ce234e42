import Dossiers
import Synchronization
import Wire

/// Wakes whoever applies imports, and tells those who wait how theirs ended.
///
/// What is to be done stands in the store, so one signal is enough however many decisions it is for.
final class ImportSignal: Sendable {
    /// How an import ended: with all of it applied, or with a refusal after which it is tried again.
    typealias Outcome = Result<ImportRun, Problem>

    private struct State {
        /// At most one import a municipality is unfinished, so there are no more of them than municipalities.
        var waiting: [Int: (id: String, end: AsyncStream<Outcome>.Continuation)] = [:]
        var last = 0
        var isClosed = false
    }

    /// One element for every time that there may be something to do.
    let wakes: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation
    private let state = Mutex(State())

    init() { (wakes, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    /// There is something to do.
    func wake() { wakeUp.yield() }

    /// Gives how the import `id` ended, once; nothing when the process stops before. Ask before it is decided.
    func end(of id: String) -> AsyncStream<Outcome> {
        let (stream, end) = AsyncStream.makeStream(of: Outcome.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state -> Int? in
            guard !state.isClosed else { return nil }
            state.last += 1
            state.waiting[state.last] = (id, end)
            return state.last
        }
        guard let number else {
            end.finish()
            return stream
        }
        end.onTermination = { [self] _ in state.withLock { _ = $0.waiting.removeValue(forKey: number) } }
        return stream
    }

    /// The import `id` ended.
    func ended(_ id: String, _ outcome: Outcome) {
        for waiting in state.withLock({ $0.waiting.values.filter { $0.id == id } }) {
            waiting.end.yield(outcome)
            waiting.end.finish()
        }
    }

    /// Nothing ends any more: the process stops.
    func close() {
        let all = state.withLock { state in
            state.isClosed = true
            return state.waiting.values.map(\.end)
        }
        for end in all { end.finish() }
    }
}
