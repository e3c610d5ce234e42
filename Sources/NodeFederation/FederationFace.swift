package import Accountability
package import Crypto
package import Domain
package import Foundation
package import Logging
package import PeerHTTP
package import Showcase
package import Telemetry
package import Trust
import Wire

/// What the federation can ask of a region's node: search, one profile, lists and messages, health.
///
/// - Important: It sees the showcase only. There is no way from here to a dossier (I-2), and no answer before its log
///   (I-9).
package struct FederationFace: Sendable {
    let parts: Parts

    /// What the face works with; made by the executable.
    package struct Parts: Sendable {
        let region: RegionCode
        let keys: CurrentKeys
        let registry: CurrentRegistry
        let showcase: Showcase
        let epochs: CurrentEpochs
        let statistics: @Sendable () -> TermStatistics
        let given: GivenStatistics
        let maintenance: @Sendable (OIN) -> Maintenance?
        let checker: VerklaringChecker
        let replay: ReplayMemory
        let handles: HandleSealer
        let references: ReferenceSealer
        let messages: MessageDoor
        let backup: @Sendable () -> NodeHealth.Mark?
        let seals = RegionLineSeal()
        let subjectKey: SymmetricKey
        let processingLog: ProcessingLog
        let auditLog: AuditLog
        let budgets: BudgetBook
        let enumeration: EnumerationAlarms
        let started: Date
        let now: @Sendable () -> Date
        let logger: Logger
        let telemetry: ProcessTelemetry

        /// - Parameters:
        ///   - epochs: what searches are scored by.
        ///   - statistics: what this region reports of its visible profiles; `given` remembers what was sent.
        ///   - maintenance: the pause that this region announces, for the gateway that asks.
        ///   - backup: how old the last backup is; nil where none is set.
        ///   - subjectKey: keys the pseudonyms of jobseekers in the processing log.
        ///   - started: when the process began; health counts from it.
        package init(
            region: RegionCode, keys: CurrentKeys, registry: CurrentRegistry, showcase: Showcase,
            epochs: CurrentEpochs, statistics: @escaping @Sendable () -> TermStatistics, given: GivenStatistics,
            maintenance: @escaping @Sendable (OIN) -> Maintenance?,
            checker: VerklaringChecker, replay: ReplayMemory, handles: HandleSealer,
            references: ReferenceSealer, messages: MessageDoor, backup: @escaping @Sendable () -> NodeHealth.Mark?,
            subjectKey: SymmetricKey,
            processingLog: ProcessingLog, auditLog: AuditLog, budgets: BudgetBook, started: Date,
            now: @escaping @Sendable () -> Date, logger: Logger, telemetry: ProcessTelemetry = ProcessTelemetry()
        ) {
            self.region = region
            self.keys = keys
            self.registry = registry
            self.showcase = showcase
            self.epochs = epochs
            self.statistics = statistics
            self.given = given
            self.maintenance = maintenance
            self.checker = checker
            self.replay = replay
            self.handles = handles
            self.references = references
            self.messages = messages
            self.backup = backup
            self.subjectKey = subjectKey
            self.processingLog = processingLog
            self.auditLog = auditLog
            self.budgets = budgets
            enumeration = EnumerationAlarms(auditLog)
            self.started = started
            self.now = now
            self.logger = logger
            self.telemetry = telemetry
        }
    }

    package init(_ parts: Parts) { self.parts = parts }

    /// Answers one request of the gateway, or refuses it with a problem document.
    package var handler: PeerHandler {
        { request, responder in
            let began = ContinuousClock.now
            var outcome = CallOutcome.answered
            defer {
                parts.telemetry.called(CallKind(path: request.path), outcome, after: ContinuousClock.now - began)
            }
            do {
                try await route(request, responder)
            } catch let problem as Problem {
                outcome = CallOutcome(status: problem.status)
                try? await responder.send(PeerResponse(problem))
            } catch is CancellationError {
                outcome = .left
                responder.abort()
            } catch {
                outcome = .failed
                let trace = TraceContext(traceparent: request.header(WireHeader.trace))?.traceID
                parts.logger.error(
                    "request failed",
                    metadata: ["path": "\(Self.label(of: request.path))", "trace": "\(trace ?? "none")"])
                try? await responder.send(PeerResponse(.internalError()))
            }
        }
    }

    private func route(_ request: PeerRequest, _ responder: PeerResponder) async throws {
        switch (request.method, request.path) {
        case ("POST", WirePath.search): try await search(request, responder)
        case ("GET", WirePath.health):
            if let serial = request.header(WireHeader.registry).flatMap({ Int($0) }) { parts.registry.hint(serial) }
            try await responder.send(health(for: request.peer.oin))
        case ("GET", WirePath.statistics): try await responder.send(statistics())
        case ("GET", WirePath.openAPI): try await responder.send(.json(OpenAPIDocument.node()))
        case (_, WirePath.search): throw Problem.methodNotAllowed(allow: "POST")
        case (_, WirePath.health), (_, WirePath.openAPI), (_, WirePath.statistics):
            throw Problem.methodNotAllowed(allow: "GET")
        default:
            guard let call = RegionCall(path: request.path) else { throw Problem.notFound() }
            guard call.method == request.method else { throw Problem.methodNotAllowed(allow: call.method) }
            try await answer(call, request, responder)
        }
    }

    /// What is asked of this region by itself.
    private func answer(_ call: RegionCall, _ request: PeerRequest, _ responder: PeerResponder) async throws {
        switch call {
        case .profile(let handle): try await detail(handle, request, responder)
        case .reference(let handle): try await refer(to: handle, request, responder)
        case .candidates(let region) where region == parts.region: try await candidates(request, responder)
        case .message(let handle): try await take(messageTo: handle, request, responder)
        case .messages(let region) where region == parts.region: try await standings(request, responder)
        case .messages, .candidates: throw Problem.notFound()
        }
    }

    /// A path without what it names: the handle never reaches a log.
    private static func label(of path: String) -> String {
        RegionCall(path: path)?.handle == nil ? path : WirePath.profiles + "/{handvat}"
    }

    private func health(for gateway: OIN) -> PeerResponse {
        let now = parts.now()
        return .json(
            HealthJSON.encode(
                NodeHealth(
                    region: parts.region, version: SoftwareVersion.current,
                    registrySerial: parts.registry.value.serial, epoch: parts.epochs.number, clock: now,
                    uptimeSeconds: max(0, Int(now.timeIntervalSince(parts.started))),
                    certificateExpires: parts.keys.expires, visibleProfiles: parts.showcase.count,
                    log: parts.processingLog.mark(), backup: parts.backup(),
                    revocationListExpires: parts.keys.value.revocations.nextUpdate,
                    calls: parts.telemetry.calls.figures(),
                    maintenance: parts.maintenance(gateway))))
    }
}
