import Synchronization

/// Spans that ended and wait for the exporter: never more than `limit`, for a request never waits for a collector.
package final class SpanQueue: Sendable {
    /// The most that wait; what comes on top is dropped, and counted.
    package static let limit = 2_048
    /// The most that leave at once; when so many wait, the exporter does not wait for its clock.
    package static let batch = 512

    private struct State {
        var waiting: [EndedSpan] = []
        var handedOver = 0
        var dropped = 0
    }

    private let state = Mutex(State())
    private let share: Double
    /// A batch is full. For one reader, the exporter.
    let full: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    /// - Parameter share: of all traces, 0 to 1.
    package init(share: Double) {
        self.share = share
        (full, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Spans that the collector took, and that were lost.
    var handedOver: Int { state.withLock { $0.handedOver } }
    var dropped: Int { state.withLock { $0.dropped } }

    /// Whether the share has the trace: by the random half of its id, so that every process decides alike.
    func takes(_ traceID: String) -> Bool {
        guard share < 1 else { return true }
        guard let random = UInt64(traceID.suffix(16), radix: 16) else { return false }
        return Double(random) < share * Double(UInt64.max)
    }

    func take(_ span: EndedSpan) {
        let isFull = state.withLock { state in
            guard state.waiting.count < Self.limit else {
                state.dropped += 1
                return false
            }
            state.waiting.append(span)
            return state.waiting.count % Self.batch == 0
        }
        if isFull { signal.yield() }
    }

    /// The oldest, at most a batch.
    func next() -> [EndedSpan] {
        state.withLock { state in
            let spans = Array(state.waiting.prefix(Self.batch))
            state.waiting.removeFirst(spans.count)
            return spans
        }
    }

    func sent(_ count: Int, taken: Bool) {
        state.withLock { if taken { $0.handedOver += count } else { $0.dropped += count } }
    }
}
