/// Where a call stands in its trace: W3C Trace Context, version 00.
package struct TraceContext: Hashable, Sendable {
    /// 32 lower-case hexadecimal digits.
    package let traceID: String
    /// 16 lower-case hexadecimal digits.
    package let spanID: String
    package let parentSpanID: String?

    /// The caller's context as its `traceparent` states it; nil when that is malformed or all zeros.
    package init?(traceparent: String) {
        let parts = traceparent.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, parts[0] == "00", parts[3].utf8.count == 2, Self.isID(parts[1], digits: 32),
            Self.isID(parts[2], digits: 16)
        else { return nil }
        self.init(traceID: parts[1], spanID: parts[2], parentSpanID: nil)
    }

    private init(traceID: String, spanID: String, parentSpanID: String?) {
        self.traceID = traceID
        self.spanID = spanID
        self.parentSpanID = parentSpanID
    }

    /// A new trace.
    package static func start() -> TraceContext {
        TraceContext(traceID: random() + random(), spanID: random(), parentSpanID: nil)
    }

    /// A step within this trace.
    package func child() -> TraceContext {
        TraceContext(traceID: traceID, spanID: Self.random(), parentSpanID: spanID)
    }

    /// The header's value: always recorded, never sampled away.
    package var traceparent: String { "00-\(traceID)-\(spanID)-01" }

    private static func random() -> String {
        let digits = String(UInt64.random(in: 1 ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func isID(_ text: String, digits: Int) -> Bool {
        text.utf8.count == digits && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
            && text.contains { $0 != "0" }
    }
}
