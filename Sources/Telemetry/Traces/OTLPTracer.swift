import Tracing

/// Makes spans for swift-distributed-tracing, and keeps the traces that the settings' share takes: by the trace's id,
/// so that portal, gateway and node keep the same ones.
struct OTLPTracer: Tracer {
    typealias Span = OTLPSpan

    let queue: SpanQueue

    func startSpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> ServiceContext, ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
    ) -> OTLPSpan {
        let context = context()
        let place: SpanPlace
        switch context[SpanPlaceKey.self] {
        case .own(let own): place = own
        case .under(let parent): place = parent.child()
        case nil: place = .root()
        }
        return OTLPSpan(
            operationName, place, kind, start: instant().nanosecondsSinceEpoch, context: context, queue: queue)
    }

    @available(*, deprecated, message: "what the protocol asks for")
    func startAnySpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> ServiceContext, ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
    ) -> any Tracing.Span {
        startSpan(
            operationName, context: context(), ofKind: kind, at: instant(), function: function, file: fileID,
            line: line)
    }

    /// The exporter sends by itself.
    @available(*, deprecated, message: "what the protocol asks for")
    func forceFlush() {}

    func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard case .under(let place)? = context[SpanPlaceKey.self] else { return }
        injector.inject("00-\(place.traceID)-\(place.spanID)-01", forKey: "traceparent", into: &carrier)
    }

    /// Faces read `traceparent` themselves, for their logs (`TraceContext`).
    func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {}
}
