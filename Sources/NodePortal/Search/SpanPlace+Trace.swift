import Accountability
import Telemetry

extension SpanPlace {
    /// The span that the log names too.
    init(_ trace: TraceContext) {
        self.init(traceID: trace.traceID, spanID: trace.spanID, parentID: trace.parentSpanID)
    }
}
