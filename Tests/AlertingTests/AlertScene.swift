import Alerting
import Domain
import Foundation
import Logging
import Mail
import Synchronization
import Testing

/// What incidents there are, for a desk that asks.
final class Incidents: Sendable {
    private let all = Mutex<[Int64: Incident]>([:])

    func incident(_ number: Int64) -> Incident? { all.withLock { $0[number] } }

    /// Who was told of which, in order.
    var tellings: [String] { told.withLock(\.self) }
    private let told = Mutex<[String]>([])

    func told(_ number: Int64, _ who: String) { told.withLock { $0.append("\(number) \(who)") } }

    func set(_ incident: Incident) { all.withLock { $0[incident.number] = incident } }
}

/// A desk in a folder of one test's own, with incidents as the test says they are, and a clock that it moves.
final class AlertScene: Sendable {
    /// Noon in the Netherlands, a Tuesday in winter.
    static let noon = Date(timeIntervalSince1970: 1_801_047_600)

    let desk: AlertDesk
    let service: AlertService
    let incidents = Incidents()
    private let path = NSTemporaryDirectory() + "alerts-" + UUID().uuidString
    private let ticking = Ticking(AlertScene.noon)

    init(_ receivers: [AlertReceiver], mailer: AlertMailer? = nil) throws {
        desk = try Self.desk(path, receivers, incidents)
        service = AlertService(
            desk, mailer: mailer, now: { [ticking] in ticking.now }, logger: Logger(label: "alerts"))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The same file, as after a new start.
    func restarted(_ receivers: [AlertReceiver], mailer: AlertMailer? = nil) throws -> AlertService {
        let desk = try Self.desk(path, receivers, incidents)
        return AlertService(desk, mailer: mailer, now: { [ticking] in ticking.now }, logger: Logger(label: "alerts"))
    }

    func pass(_ seconds: TimeInterval) { ticking.pass(seconds) }

    var time: Date { ticking.now }

    private static func desk(_ path: String, _ receivers: [AlertReceiver], _ incidents: Incidents) throws -> AlertDesk {
        try AlertDesk(
            path: path + "/alerts.sqlite", receivers: receivers, monitor: "https://monitor.example",
            name: { $0.slug.capitalized }, incident: { incidents.incident($0) },
            noteTold: { number, who, _ in incidents.told(number, who) })
    }

    /// Changes an incident of `region`, and has it told.
    func tell(
        _ kind: Incident.Entry.Kind, _ number: Int64 = 1, region: String = "zeeland",
        _ condition: HealthCondition = .unreachable, mark: NodeHealth.Mark = .critical, acknowledgedBy: String? = nil
    ) async throws {
        try await desk.tell(
            [try change(kind, number, region: region, condition, mark: mark, acknowledgedBy: acknowledgedBy)], at: time)
    }

    func change(
        _ kind: Incident.Entry.Kind, _ number: Int64 = 1, region: String = "zeeland",
        _ condition: HealthCondition = .unreachable, mark: NodeHealth.Mark = .critical, acknowledgedBy: String? = nil
    ) throws -> IncidentChange {
        let incident = Incident(
            number: number, subject: .region(try RegionCode(region)), condition: condition, mark: mark, opened: time,
            closed: kind == .closed ? time : nil, acknowledgedBy: acknowledgedBy, sentence: "Zin over \(region).")
        incidents.set(incident)
        return IncidentChange(incident, kind, at: time)
    }

    /// What was written to be handed over, oldest first: kind, receiver, incidents.
    func told() async throws -> [String] {
        try await desk.deliveries(limit: 100).reversed().map { delivery in
            let numbers = delivery.incidents.map { "\($0)" }.joined(separator: ",")
            return "\(delivery.kind.rawValue) \(delivery.receiver) \(numbers)"
        }
    }
}

/// A clock that stands still until it is moved.
final class Ticking: Sendable {
    private let time: Mutex<Date>

    init(_ time: Date) { self.time = Mutex(time) }

    var now: Date { time.withLock(\.self) }

    func pass(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
}
