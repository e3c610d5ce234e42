import Foundation
import Tracing

/// Spans as OTLP/HTTP takes them: the JSON of `ExportTraceServiceRequest` (opentelemetry-proto 1.x: ids as hexadecimal
/// digits, 64-bit numbers as text, enums as numbers).
enum OTLPJSON {
    private struct Request: Encodable { let resourceSpans: [Resource] }

    private struct Resource: Encodable {
        struct Named: Encodable { let attributes: [Attribute] }
        let resource: Named
        let scopeSpans: [Scope]
    }

    private struct Scope: Encodable {
        struct Named: Encodable { let name: String, version: String }
        let scope: Named
        let spans: [Span]
    }

    private struct Attribute: Encodable {
        struct Text: Encodable { let stringValue: String }
        let key: String
        let value: Text

        init(_ key: String, _ value: String) {
            self.key = key
            self.value = Text(stringValue: value)
        }
    }

    private struct Span: Encodable {
        struct Status: Encodable { let code: Int }
        let traceId, spanId: String
        let parentSpanId: String?
        let name: String
        let kind: Int
        let startTimeUnixNano, endTimeUnixNano: String
        let attributes: [Attribute]
        let status: Status
    }

    static func encode(_ spans: [EndedSpan], of process: TracedProcess) throws -> [UInt8] {
        let version = Label.version.value
        let scope = Scope(scope: .init(name: "hallowerk", version: version), spans: spans.map(span))
        let resource = Resource(
            resource: .init(attributes: [
                Attribute("service.name", process.service), Attribute("service.instance.id", process.instance),
                Attribute("service.version", version),
            ]), scopeSpans: [scope])
        return Array(try JSONEncoder().encode(Request(resourceSpans: [resource])))
    }

    private static func span(_ span: EndedSpan) -> Span {
        Span(
            traceId: span.place.traceID, spanId: span.place.spanID, parentSpanId: span.place.parentID, name: span.name,
            kind: number(of: span.kind), startTimeUnixNano: "\(span.start)", endTimeUnixNano: "\(span.end)",
            attributes: (span.labels + [.outcome(span.outcome)]).map { Attribute("hallowerk.\($0.name)", $0.value) },
            // 2 is an error: what was refused is the asker's doing, and what nobody waits for is nobody's.
            status: .init(code: span.outcome == .failed ? 2 : 0))
    }

    /// Of the enum `SpanKind` of the protocol.
    private static func number(of kind: SpanKind) -> Int {
        switch kind {
        case .server: 2
        case .client: 3
        case .producer: 4
        case .consumer: 5
        case .internal: 1
        }
    }
}
