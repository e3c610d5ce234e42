import Synchronization

/// Tells open pages of the monitor that everybody was looked at anew.
package final class LookSignals: Sendable {
    /// Pages that are told at once; of more, each asks by itself.
    static let limit = 200

    private struct State {
        var next = 0
        var pages: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// One element after each look; nil for more than `limit`. It is over when nobody reads it any more.
    func looks() -> AsyncStream<Void>? {
        let (stream, page) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state -> Int? in
            guard state.pages.count < Self.limit else { return nil }
            state.next += 1
            state.pages[state.next] = page
            return state.next
        }
        guard let number else { return nil }
        page.onTermination = { [weak self] _ in self?.leave(number) }
        return stream
    }

    func tell() {
        for page in state.withLock({ Array($0.pages.values) }) { page.yield() }
    }

    private func leave(_ number: Int) { state.withLock { _ = $0.pages.removeValue(forKey: number) } }
}
