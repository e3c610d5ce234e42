package import Accountability
import Domain
package import Foundation
package import Hummingbird
package import Logging
package import PeopleHTTP
package import Showcase
package import Trust
import Wire

/// The node's face for the machine room, on loopback: is it healthy, and numbers without people.
package struct OpsRoutes: Sendable {
    private let showcase: Showcase
    private let keys: CurrentKeys
    private let registry: CurrentRegistry
    private let processingLog: ProcessingLog
    private let counters: PortalCounters
    private let started: Date
    private let now: @Sendable () -> Date
    private let logger: Logger

    package init(
        showcase: Showcase, keys: CurrentKeys, registry: CurrentRegistry, processingLog: ProcessingLog,
        counters: PortalCounters, started: Date, now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.showcase = showcase
        self.keys = keys
        self.registry = registry
        self.processingLog = processingLog
        self.counters = counters
        self.started = started
        self.now = now
        self.logger = logger
    }

    /// The routes; for loopback only: they ask nobody who they are.
    package func router() -> Router<FaceContext> {
        let router = Router(context: FaceContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: FaceGuard(hasTLS: false, logger: logger))
        router.get("/healthz") { _, _ in health() }
        router.get("/metrics") { _, _ in
            Response.document(
                .ok, Array(metrics().utf8), "application/openmetrics-text; version=1.0.0; charset=utf-8")
        }
        return router
    }

    /// 200 while requests can be logged, 503 otherwise: without a log there is no answer (I-9).
    private func health() -> Response {
        let mark = processingLog.mark()
        let body = #"{"toestand":"\#(mark.rawValue)","versie":"\#(SoftwareVersion.current)"}"#
        return .document(mark == .critical ? .serviceUnavailable : .ok, Array(body.utf8), MediaType.json)
    }

    /// OpenMetrics 1.0, without labels.
    private func metrics() -> String {
        let time = now()
        let gauges: [(String, Int)] = [
            ("hallowerk_visible_profiles", showcase.count),
            ("hallowerk_uptime_seconds", max(0, Int(time.timeIntervalSince(started)))),
            ("hallowerk_registry_serial", registry.value.serial),
            ("hallowerk_certificate_seconds_left", Int(keys.expires.timeIntervalSince(time))),
            ("hallowerk_log_writable", processingLog.mark() == .critical ? 0 : 1),
        ]
        let lines =
            gauges.flatMap { name, value in ["# TYPE \(name) gauge", "\(name) \(value)"] }
            + PortalCounters.Event.allCases.flatMap { event in
                ["# TYPE \(event.rawValue) counter", "\(event.rawValue)_total \(counters.count(of: event))"]
            }
        return (lines + ["# EOF"]).joined(separator: "\n") + "\n"
    }
}
