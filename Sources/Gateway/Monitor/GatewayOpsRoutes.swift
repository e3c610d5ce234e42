import Accountability
import Domain
import Foundation
import Logging
import Telemetry
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
        router.get("/metrics") { request, _ in
            let format = Exposition.Format(accept: request.headers[.accept])
            return Response.document(.ok, metrics(format), format.contentType)
        }
        // This face is of whoever runs the gateway.
        MonitorInterface(parts: monitor) { _ in .all }.add(to: router)
        return router
    }

    private func metrics(_ format: Exposition.Format) -> [UInt8] {
        var text = Exposition(format)
        let time = parts.now()
        parts.telemetry.write(to: &text, at: time)
        parts.telemetry.writeGateway(to: &text)
        let registry = parts.registry.value
        let revocations = parts.keys.value.revocations.nextUpdate
        let (traffic, leftAlone) = parts.traffic()
        let standings = parts.standings()
        text.add(.registrySerial, registry.serial)
        text.add(.registryExpiry, Int(registry.expires.timeIntervalSince1970))
        text.add(.certificateExpiry, Int(parts.keys.expires.timeIntervalSince1970))
        text.add(.revocationListExpiry, revocations.map { Int($0.timeIntervalSince1970) })
        text.add(.logWritable, parts.processingLog.mark() == .critical ? 0 : 1)
        text.add(.epoch, parts.published.current.number)
        text.add(.regions, standings.count)
        text.add(.regionsAnswering, standings.count { $0.state == .answered })
        text.add(.regionsLeftAlone, leftAlone)
        text.add(.callsActive, traffic.active)
        text.add(.callsWaiting, traffic.waiting)
        text.add(.callsRefused, traffic.refused)
        text.add(.callsRepeated, traffic.repeated)
        text.add(
            .gatewayCondition,
            parts.ownFindings().map { Sample(1, .condition($0.condition), .mark($0.mark)) })
        Self.add(standings.sorted { $0.region < $1.region }, to: &text)
        return text.bytes
    }

    /// What the monitor shows of each region, as series by region.
    private static func add(_ standings: [NodeStanding], to text: inout Exposition) {
        text.add(.regionUp, standings.map { Sample($0.state == .answered ? 1 : 0, .region($0.region)) })
        text.add(
            .regionCondition,
            standings.flatMap { standing in
                standing.findings.map { Sample(1, .region(standing.region), .condition($0.condition), .mark($0.mark)) }
            })
        text.add(
            .regionBreaker,
            standings.flatMap { standing in
                standing.traffic.map { traffic in
                    BreakerState.allCases.map {
                        Sample(traffic.breaker == $0 ? 1 : 0, .region(standing.region), .breaker($0))
                    }
                } ?? []
            })
        text.add(
            .regionProbeLatency,
            standings.compactMap { standing in
                standing.latency.map { Sample($0 / .seconds(1), .region(standing.region)) }
            })
        let reports = standings.compactMap { standing in standing.health.map { (standing.region, $0) } }
        text.add(.regionVisibleProfiles, reports.map { Sample($1.visibleProfiles, .region($0)) })
        text.add(.regionRegistrySerial, reports.map { Sample($1.registrySerial, .region($0)) })
        text.add(
            .regionCertificateExpiry,
            reports.map { Sample(Int($1.certificateExpires.timeIntervalSince1970), .region($0)) })
    }
}
