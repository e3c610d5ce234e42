package import Domain
import Synchronization

/// The epochs that a process scores by: read by every search, added to when a newer one has been verified.
///
/// Who needs one that is not there asks for it here and waits; one fetcher brings it, however many wait.
package final class CurrentEpochs: Sendable {
    private struct State {
        var book = EpochBook()
        var waiting: [Int: Waiter] = [:]
        var nextWaiter = 0
    }

    private struct Waiter {
        let number: Int
        let done: AsyncStream<Void>.Continuation
    }

    /// Says that somebody waits for an epoch: what one fetcher listens to.
    package let wanted: AsyncStream<Void>
    private let want: AsyncStream<Void>.Continuation
    private let state = Mutex(State())

    package init() { (wanted, want) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    package var book: EpochBook { state.withLock { $0.book } }

    /// The number of the current one; 0 without statistics.
    package var number: Int { book.current.number }

    /// The numbers that somebody waits for, each once.
    package var missing: Set<Int> { state.withLock { Set($0.waiting.values.map(\.number)) } }

    /// Takes an epoch that was verified, if it is one of the two newest.
    ///
    /// - Returns: Whether it was taken.
    @discardableResult
    package func take(_ epoch: Epoch) -> Bool { state.withLock { $0.book.take(epoch) } }

    /// The epoch with that number; one that is neither here nor gone is asked for and waited for.
    ///
    /// - Parameter limit: the longest wait; a search has more to do.
    package func epoch(
        _ number: Int, within limit: Duration, clock: any Clock<Duration> = ContinuousClock()
    ) async -> Epoch? {
        let (stream, done) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let key: Int? = state.withLock { state in
            guard state.book.epoch(number) == nil, !state.book.isGone(number) else { return nil }
            state.nextWaiter += 1
            state.waiting[state.nextWaiter] = Waiter(number: number, done: done)
            return state.nextWaiter
        }
        guard let key else { return book.epoch(number) }
        want.yield()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in stream { return } }
            group.addTask { try? await clock.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
        state.withLock { _ = $0.waiting.removeValue(forKey: key) }
        return book.epoch(number)
    }

    /// Says that the fetch of `number` has ended, whether or not it brought anything.
    package func fetched(_ number: Int) {
        let waiters = state.withLock { state in state.waiting.values.filter { $0.number == number } }
        for waiter in waiters { waiter.done.yield() }
    }
}
