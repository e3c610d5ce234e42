/// Where a call stands in its trace (W3C Trace Context).
package struct TraceContext: Hashable, Sendable {
    /// 32 lower-case hexadecimal digits.
    package let traceID: String
    /// 16 lower-case hexadecimal digits.
    package let spanID: String
    package let parentSpanID: String?

    /// The caller's place, as its `traceparent` states it; our own is its `child()`.
    ///
    /// Nil when there is none, or it is not what W3C Trace Context §3.2 asks: then a trace starts here. Of a
    /// version to come the fields that this one knows are read.
    package init?(traceparent: String?) {
        guard let traceparent, traceparent.utf8.count <= 256 else { return nil }
        let fields = traceparent.split(separator: "-", omittingEmptySubsequences: false)
        guard fields.count >= 4, Self.isByte(fields[0]), fields[0] != "ff", fields.count == 4 || fields[0] != "00",
            HexDigits.isID(fields[1], digits: 32), HexDigits.isID(fields[2], digits: 16), Self.isByte(fields[3])
        else { return nil }
        self.init(traceID: String(fields[1]), spanID: String(fields[2]), parentSpanID: nil)
    }

    private init(traceID: String, spanID: String, parentSpanID: String?) {
        self.traceID = traceID
        self.spanID = spanID
        self.parentSpanID = parentSpanID
    }

    /// A new trace with its first span.
    package static func start() -> TraceContext {
        TraceContext(traceID: random(bytes: 16), spanID: random(bytes: 8), parentSpanID: nil)
    }

    /// A step within this trace, under this span.
    package func child() -> TraceContext {
        TraceContext(traceID: traceID, spanID: Self.random(bytes: 8), parentSpanID: spanID)
    }

    /// The header to send on. Always flagged as recorded: the log samples nothing.
    package var traceparent: String { "00-\(traceID)-\(spanID)-01" }

    /// Random digits of an id: never all zero, because the last byte is at least 1.
    private static func random(bytes: Int) -> String {
        HexDigits.text(of: (0..<bytes).map { UInt8.random(in: ($0 == bytes - 1 ? 1 : 0)...255) })
    }

    private static func isByte(_ text: Substring) -> Bool {
        text.utf8.count == 2 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}
