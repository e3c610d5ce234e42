package import Domain
package import Foundation
import Synchronization

/// What one process counts and times; made by the executable, handed to every part that has something to count.
package final class ProcessTelemetry: Sendable {
    /// A region's probes, by how they ended.
    private struct Probes {
        var answered = 0
        var failed = 0
    }

    private struct State {
        var calls: [CallKind: [CallOutcome: Histogram]] = [:]
        var requests: [RouteClass: [StatusClass: Int]] = [:]
        var durations: [RouteClass: Histogram] = [:]
        var mails: [MailEnding: Int] = [:]
        var imports: [ImportEnding: Int] = [:]
        var probes: [RegionCode: Probes] = [:]
        var incidents: [HealthCondition: Int]?
        var storeFailures = 0
        var logFailures = 0
    }

    /// Calls of the federation that somebody waited for, of the last five minutes.
    package let calls = CallMeter()
    /// Spans of what the process does; off unless the settings say where they go.
    package let spans: SpanDesk
    private let started: Date
    private let state = Mutex(State())

    package init(started: Date = Date(), spans: SpanDesk = .off) {
        self.started = started
        self.spans = spans
    }

    /// A call of the federation to this process ended.
    package func called(_ kind: CallKind, _ outcome: CallOutcome, after duration: Duration) {
        state.withLock { $0.calls[kind, default: [:]][outcome, default: Histogram()].note(duration) }
        if kind.isAsked { calls.note(duration, failed: outcome == .failed) }
    }

    /// A request to the face for people was answered.
    ///
    /// - Parameter route: as the code writes it, such as `/vacatures/:id`; nil for none.
    package func requested(_ route: String?, status: Int, after duration: Duration) {
        let route = RouteClass(route: route)
        state.withLock {
            $0.requests[route, default: [:]][StatusClass(status: status), default: 0] += 1
            $0.durations[route, default: Histogram()].note(duration)
        }
    }

    package func mailed(_ ending: MailEnding) { state.withLock { $0.mails[ending, default: 0] += 1 } }
    package func imported(_ ending: ImportEnding) { state.withLock { $0.imports[ending, default: 0] += 1 } }
    package func storeFailed() { state.withLock { $0.storeFailures += 1 } }
    package func logFailed() { state.withLock { $0.logFailures += 1 } }

    /// A region of the registry was probed.
    package func probed(_ region: RegionCode, answered: Bool) {
        state.withLock {
            $0.probes[region, default: Probes()].answered += answered ? 1 : 0
            $0.probes[region, default: Probes()].failed += answered ? 0 : 1
        }
    }

    /// Forgets regions that the registry does not have.
    package func keep(_ registry: Registry) {
        state.withLock { state in state.probes = state.probes.filter { registry.member($0.key) != nil } }
    }

    /// How many incidents are open, by condition; those that are not in `open` have none.
    package func incidents(_ open: [HealthCondition: Int]) { state.withLock { $0.incidents = open } }

    /// Writes what was counted, and what the kernel says of the process.
    package func write(to text: inout Exposition, at time: Date) {
        let state = state.withLock { $0 }
        text.add(.build, [Sample(1, .version)])
        text.add(.uptime, max(0, Int(time.timeIntervalSince(started))))
        text.add(
            .callDuration,
            CallKind.allCases.flatMap { kind in
                CallOutcome.allCases.compactMap { outcome in
                    state.calls[kind]?[outcome].map { ([.call(kind), .outcome(outcome)], $0) }
                }
            })
        text.add(
            .requests,
            RouteClass.allCases.flatMap { route in
                StatusClass.allCases.compactMap { status in
                    state.requests[route]?[status].map { Sample($0, .route(route), .status(status)) }
                }
            })
        text.add(
            .requestDuration,
            RouteClass.allCases.compactMap { route in state.durations[route].map { ([.route(route)], $0) } })
        text.add(.storeFailures, state.storeFailures)
        text.add(.logFailures, state.logFailures)
        text.add(.spans, spans.handedOver)
        text.add(.spansDropped, spans.dropped)
        ProcessFigures.own.write(to: &text, started: started)
    }

    /// What only a node counts.
    package func writeNode(to text: inout Exposition) {
        let state = state.withLock { $0 }
        text.add(.mails, MailEnding.allCases.map { Sample(state.mails[$0] ?? 0, .mail($0)) })
        text.add(.imports, ImportEnding.allCases.map { Sample(state.imports[$0] ?? 0, .imported($0)) })
    }

    /// What only a gateway counts.
    package func writeGateway(to text: inout Exposition) {
        let state = state.withLock { $0 }
        text.add(
            .regionProbes,
            state.probes.sorted { $0.key < $1.key }.flatMap { region, probes in
                [
                    Sample(probes.answered, .region(region), .outcome(.answered)),
                    Sample(probes.failed, .region(region), .outcome(.failed)),
                ]
            })
        if let open = state.incidents {
            text.add(.incidentsOpen, HealthCondition.allCases.map { Sample(open[$0] ?? 0, .condition($0)) })
        }
    }
}
