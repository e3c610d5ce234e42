package import Accountability
import Domain
package import Foundation
package import Hummingbird
package import Logging
package import PeopleHTTP
package import Showcase
package import Telemetry
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
    private let epochs: CurrentEpochs
    private let telemetry: ProcessTelemetry

    package init(
        showcase: Showcase, epochs: CurrentEpochs, keys: CurrentKeys, registry: CurrentRegistry,
        processingLog: ProcessingLog, counters: PortalCounters, started: Date,
        now: @escaping @Sendable () -> Date, logger: Logger, telemetry: ProcessTelemetry
    ) {
        self.showcase = showcase
        self.keys = keys
        self.registry = registry
        self.processingLog = processingLog
        self.counters = counters
        self.started = started
        self.now = now
        self.logger = logger
        self.epochs = epochs
        self.telemetry = telemetry
    }

    /// The routes; for loopback only: they ask nobody who they are.
    package func router() -> Router<FaceContext> {
        let router = Router(context: FaceContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: FaceGuard(hasTLS: false, logger: logger))
        router.get("/healthz") { _, _ in health() }
        router.get("/metrics") { request, _ in
            let format = Exposition.Format(accept: request.headers[.accept])
            return Response.document(.ok, metrics(format), format.contentType)
        }
        return router
    }

    /// 200 while requests can be logged, 503 otherwise: without a log there is no answer (I-9).
    private func health() -> Response {
        let mark = processingLog.mark()
        let body = #"{"toestand":"\#(mark.rawValue)","versie":"\#(SoftwareVersion.current)"}"#
        return .document(mark == .critical ? .serviceUnavailable : .ok, Array(body.utf8), MediaType.json)
    }

    /// Nothing here says how many are hidden, or who.
    private func metrics(_ format: Exposition.Format) -> [UInt8] {
        let time = now()
        var text = Exposition(format)
        telemetry.write(to: &text, at: time)
        telemetry.writeNode(to: &text)
        let registry = registry.value
        text.add(.registrySerial, registry.serial)
        text.add(.registryExpiry, Int(registry.expires.timeIntervalSince1970))
        text.add(.certificateExpiry, Int(keys.expires.timeIntervalSince1970))
        text.add(.revocationListExpiry, keys.value.revocations.nextUpdate.map { Int($0.timeIntervalSince1970) })
        text.add(.logWritable, processingLog.mark() == .critical ? 0 : 1)
        text.add(.epoch, epochs.number)
        text.add(.visibleProfiles, showcase.count)
        for event in PortalCounters.Event.allCases { text.add(event.family, counters.count(of: event)) }
        return text.bytes
    }
}
