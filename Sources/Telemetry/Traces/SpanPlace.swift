import Tracing

/// Where a span stands in its trace, as W3C Trace Context names it: the ids that the logs have too, so that a line of
/// theirs and a span find each other.
package struct SpanPlace: Hashable, Sendable {
    /// 32 and 16 lower-case hexadecimal digits.
    package let traceID: String
    package let spanID: String
    package let parentID: String?

    package init(traceID: String, spanID: String, parentID: String?) {
        self.traceID = traceID
        self.spanID = spanID
        self.parentID = parentID
    }

    /// A step under this one, with an id of its own.
    func child() -> SpanPlace { SpanPlace(traceID: traceID, spanID: Self.id(words: 1), parentID: spanID) }

    static func root() -> SpanPlace { SpanPlace(traceID: id(words: 2), spanID: id(words: 1), parentID: nil) }

    /// Never all zero: the last word is at least 1.
    private static func id(words: Int) -> String {
        (1...words).map { word in
            let digits = String(UInt64.random(in: (word == words ? 1 : 0)...UInt64.max), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

/// How a span is handed to the tracer: with the place that is made for it, or under the span that goes on.
struct SpanPlaceKey: ServiceContextKey {
    enum Value: Sendable {
        case own(SpanPlace)
        case under(SpanPlace)
    }
}
