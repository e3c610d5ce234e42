import Synchronization
import Tracing
import Wire

/// A span that ended: what leaves for the collector.
struct EndedSpan: Sendable {
    let place: SpanPlace
    let name: String
    let kind: SpanKind
    let start: UInt64
    let end: UInt64
    let labels: [Label]
    let outcome: CallOutcome
}

/// A span under way. What it says of itself are `Label`s: attributes, events and errors of others are free text, which
/// could hold a person or a query, and do not leave.
final class OTLPSpan: Tracing.Span {
    private struct State {
        var name: String
        var labels: [Label] = []
        var outcome: CallOutcome?
        var hasEnded = false
    }

    let context: ServiceContext
    private let place: SpanPlace
    private let kind: SpanKind
    private let start: UInt64
    private let queue: SpanQueue
    private let state: Mutex<State>

    init(_ name: String, _ place: SpanPlace, _ kind: SpanKind, start: UInt64, context: ServiceContext, queue: SpanQueue)
    {
        var context = context
        context[SpanPlaceKey.self] = .under(place)
        self.context = context
        self.place = place
        self.kind = kind
        self.start = start
        self.queue = queue
        state = Mutex(State(name: name))
    }

    var isRecording: Bool { state.withLock { !$0.hasEnded } }

    var operationName: String {
        get { state.withLock { $0.name } }
        set { state.withLock { $0.name = newValue } }
    }

    func note(_ label: Label) {
        state.withLock { state in
            if case .outcome(let outcome) = label { state.outcome = outcome } else { state.labels.append(label) }
        }
    }

    /// Keeps what kind of end it was, and nothing of the error's text.
    func recordError<Instant: TracerInstant>(
        _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
    ) {
        let outcome: CallOutcome
        switch error {
        case let problem as Problem: outcome = CallOutcome(status: problem.status)
        case is CancellationError: outcome = .left
        default: outcome = .failed
        }
        state.withLock { if $0.outcome == nil { $0.outcome = outcome } }
    }

    func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        let end = instant().nanosecondsSinceEpoch
        let ended: EndedSpan? = state.withLock { state in
            guard !state.hasEnded else { return nil }
            state.hasEnded = true
            return EndedSpan(
                place: place, name: state.name, kind: kind, start: start, end: max(start, end), labels: state.labels,
                outcome: state.outcome ?? .answered)
        }
        if let ended { queue.take(ended) }
    }

    /// The outcome says it.
    func setStatus(_ status: SpanStatus) {}
    func addEvent(_ event: SpanEvent) {}
    func addLink(_ link: SpanLink) {}
    var attributes: SpanAttributes {
        get { [:] }
        set {}
    }
}
