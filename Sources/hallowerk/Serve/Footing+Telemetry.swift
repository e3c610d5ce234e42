import ServiceLifecycle
import Telemetry

extension Footing {
    /// What the process counts, and its spans where the settings say where they go.
    func telemetry() -> ProcessTelemetry {
        let queue = settings.tracing.map { SpanQueue(share: $0.share) }
        return ProcessTelemetry(started: started, spans: SpanDesk(queue: queue))
    }

    /// What hands `telemetry`'s spans to the collector; nothing without one. To be started last: it
    /// stops first, while there is time.
    func exporters(of telemetry: ProcessTelemetry, _ process: TracedProcess) -> [any Service] {
        guard let tracing = settings.tracing, let queue = telemetry.spans.queue else { return [] }
        return [
            SpanExporter(
                queue: queue, collector: tracing.collector, process: process, client: tracing.client, logger: logger)
        ]
    }
}
