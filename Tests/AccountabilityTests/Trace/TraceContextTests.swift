import Testing

@testable import Accountability

@Suite("Trace context: W3C, and a new trace for anything else")
struct TraceContextTests {
    private static let trace = "0af7651916cd43dd8448eb211c80319c"
    private static let span = "b7ad6b7169203331"

    @Test(arguments: [
        "00-\(trace)-\(span)-01", "00-\(trace)-\(span)-00", "01-\(trace)-\(span)-01-later", "cc-\(trace)-\(span)-ff",
    ])
    func reads(_ header: String) throws {
        let context = try #require(TraceContext(traceparent: header))
        #expect(context.traceID == Self.trace && context.spanID == Self.span && context.parentSpanID == nil)
        let child = context.child()
        #expect(child.traceID == Self.trace && child.parentSpanID == Self.span && child.spanID != Self.span)
        #expect(child.traceparent == "00-\(Self.trace)-\(child.spanID)-01")
        #expect(TraceContext(traceparent: child.traceparent)?.spanID == child.spanID)
    }

    @Test(arguments: [
        nil, "", "00", "00-\(trace)-\(span)", "00-\(trace)-\(span)-01-more", "ff-\(trace)-\(span)-01",
        "00-\(trace.uppercased())-\(span)-01", "00-\(trace)0-\(span)-01", "00-\(trace)-\(span)-1",
        "00-00000000000000000000000000000000-\(span)-01", "00-\(trace)-0000000000000000-01", "0g-\(trace)-\(span)-01",
        "00-\(trace)-\(span.dropLast())é-01", String(repeating: "0", count: 300),
    ])
    func refuses(_ header: String?) {
        #expect(TraceContext(traceparent: header) == nil)
    }

    @Test func startsAnew() {
        let traces = (0..<100).map { _ in TraceContext.start() }
        #expect(Set(traces.map(\.traceID)).count == 100)
        #expect(traces.allSatisfy { TraceContext(traceparent: $0.traceparent) != nil && $0.parentSpanID == nil })
    }
}
