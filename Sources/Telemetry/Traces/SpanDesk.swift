import Tracing

/// What spans are made of; a closed list, as labels are.
package enum SpanStep: String, CaseIterable, Sendable {
    case portalSearch = "portal search"
    case gatewaySearch = "gateway search"
    case regionCall = "region call"
    case nodeSearch = "node search"
    case nodeLog = "node log"

    var kind: SpanKind {
        switch self {
        case .portalSearch, .nodeLog: .internal
        case .gatewaySearch, .nodeSearch: .server
        case .regionCall: .client
        }
    }
}

/// What a step says of its span; says nothing while traces are off.
package struct SpanNote: Sendable {
    let span: OTLPSpan?

    package func note(_ label: Label) { span?.note(label) }
}

/// Where steps are timed as spans. While traces are off, or do not take this one, a step costs one branch.
package struct SpanDesk: Sendable {
    /// Where spans wait for the exporter; nil: they are off.
    package let queue: SpanQueue?

    /// No spans.
    package static let off = SpanDesk(queue: nil)

    package init(queue: SpanQueue?) { self.queue = queue }

    var handedOver: Int? { queue?.handedOver }
    var dropped: Int? { queue?.dropped }

    /// Does `body` as a span at `place`, which is its own. How it ended is read of what it throws.
    package func within<Value>(
        _ step: SpanStep, _ place: @autoclosure () -> SpanPlace, _ label: Label? = nil,
        _ body: (SpanNote) async throws -> Value
    ) async rethrows -> Value {
        guard let queue else { return try await body(SpanNote(span: nil)) }
        let place = place()
        guard queue.takes(place.traceID) else { return try await body(SpanNote(span: nil)) }
        var context = ServiceContext.topLevel
        context[SpanPlaceKey.self] = .own(place)
        return try await OTLPTracer(queue: queue).withSpan(step.rawValue, context: context, ofKind: step.kind) { span in
            if let label { span.note(label) }
            return try await body(SpanNote(span: span))
        }
    }

    /// Does `body` as a step under `parent`.
    package func under<Value>(
        _ parent: @autoclosure () -> SpanPlace, _ step: SpanStep, _ body: (SpanNote) async throws -> Value
    ) async rethrows -> Value {
        try await within(step, parent().child(), nil, body)
    }
}
