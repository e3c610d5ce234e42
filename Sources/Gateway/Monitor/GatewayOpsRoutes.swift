import Accountability
import Domain
import Foundation
import Logging
import Trust
package import Hummingbird
package import PeopleHTTP
import Wire

/// The gateway's face for the machine room, on loopback: healthy or not, figures without people, the regions'
/// standings.
package struct GatewayOpsRoutes: Sendable {
    private let parts: GatewayParts
    private let monitor: MonitorParts

    package init(_ monitor: MonitorParts) {
        self.monitor = monitor
        parts = monitor.gateway
    }

    package func router() -> Router<FaceContext> {
        let router = Router(context: FaceContext.self)
        router.add(middleware: FaceGuard(hasTLS: false, logger: parts.logger))
        router.get("/healthz") { _, _ in
            let mark = parts.processingLog.mark()
            let body = Array(#"{"toestand":"\#(mark.rawValue)","versie":"\#(SoftwareVersion.current)"}"#.utf8)
            return Response.document(mark == .critical ? .serviceUnavailable : .ok, body, MediaType.json)
        }
        router.get("/metrics") { _, _ in
            Response.document(.ok, metrics(), "application/openmetrics-text; version=1.0.0; charset=utf-8")
        }
        // This face is of whoever runs the gateway.
        MonitorInterface(parts: monitor) { _ in .all }.add(to: router)
        return router
    }

    private func metrics() -> [UInt8] {
        let standings = parts.standings()
        let (traffic, leftAlone) = parts.traffic()
        let figures = [
            ("hallowerk_regions", standings.count),
            ("hallowerk_regions_answering", standings.count { $0.state == .answered }),
            ("hallowerk_registry_serial", parts.registry.value.serial),
            ("hallowerk_certificate_seconds_left", Int(parts.keys.expires.timeIntervalSince(parts.now()))),
            ("hallowerk_uptime_seconds", max(0, Int(parts.now().timeIntervalSince(parts.started)))),
            ("hallowerk_regions_left_alone", leftAlone),
            ("hallowerk_calls_active", traffic.active),
            ("hallowerk_calls_waiting", traffic.waiting),
        ]
        let counts = [
            ("hallowerk_calls_refused", traffic.refused), ("hallowerk_calls_repeated", traffic.repeated),
        ]
        let lines =
            figures.flatMap { ["# TYPE \($0.0) gauge", "\($0.0) \($0.1)"] }
            + counts.flatMap { ["# TYPE \($0.0) counter", "\($0.0)_total \($0.1)"] } + ["# EOF", ""]
        return Array(lines.joined(separator: "\n").utf8)
    }
}
