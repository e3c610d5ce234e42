import Domain
import Foundation

/// When an incident begins and ends. Times in seconds; a look is every five.
enum IncidentRules {
    /// How long an incident's condition stays away before the incident is over.
    static let away: TimeInterval = 15
    /// What comes back within this is the same incident.
    static let flapping: TimeInterval = 600
    /// Entries of one incident; from there on only its end is written.
    static let entries = 200

    /// How long a condition is seen before an incident begins; nil: it never does.
    static func patience(_ condition: HealthCondition) -> TimeInterval? {
        switch condition {
        case .maintenance, .notAsked: nil
        // Ends by itself within the minute: what is told is that it was.
        case .deadConnection: 0
        // Searches come and go past a region, and one report may be late.
        case .leftAlone, .slow: 60
        // Two looks in a row.
        default: 4
        }
    }

    /// Of a node that does not answer: what else is wrong with it is not known.
    static let blinding: Set<HealthCondition> = [
        .unreachable, .notAnswering, .refused, .faultyAnswer, .incompatible, .notAsked,
    ]
}

/// Follows what is found of everybody, and says what begins and ends. A value: looks in, steps out.
struct IncidentWatch: Sendable {
    struct Key: Hashable, Sendable {
        let subject: HealthSubject
        let condition: HealthCondition
    }

    /// One that goes on, or was over a short while ago.
    struct Followed: Sendable {
        var incident: Incident
        /// Since when its condition is away; nil while it is there.
        var away: Date?
        /// Whether its pause has been written down.
        var isPaused = false
    }

    /// What is to be written.
    enum Step: Hashable, Sendable {
        case begin(HealthSubject, HealthFinding, at: Date)
        case reopen(Incident, HealthFinding, at: Date)
        case change(Incident, Incident.Entry.Kind, mark: NodeHealth.Mark, sentence: String, at: Date)
        case close(Incident, at: Date)
        case pause(Incident, String, at: Date)
    }

    /// When everybody was looked at last.
    private var last: Date?
    /// When a condition was first seen, of what is no incident yet.
    private(set) var waiting: [Key: Date] = [:]
    var followed: [Key: Followed] = [:]

    /// - Parameter findings: of every subject that there is; one that is not in it has left.
    mutating func observe(_ findings: [HealthSubject: [HealthFinding]], at time: Date) -> [Step] {
        let passed = last.map { time.timeIntervalSince($0) } ?? 0
        last = time
        // A clock that was set back: what has been waited for has been.
        if passed < 0 { shift(by: passed) { _ in true } }
        var steps: [Step] = []
        for (subject, found) in findings.sorted(by: { $0.key.slug < $1.key.slug }) {
            if let pause = found.first(where: { $0.condition == .maintenance }) {
                waiting = waiting.filter { $0.key.subject != subject }
                steps += paused(subject, pause, at: time)
            } else {
                steps += observe(subject, found, at: time, passed: passed)
            }
        }
        steps += followed.values.filter { findings[$0.incident.subject] == nil && $0.incident.closed == nil }
            .map { .close($0.incident, at: time) }
        waiting = waiting.filter { findings[$0.key.subject] != nil }
        followed = followed.filter { _, one in
            one.incident.closed.map { time.timeIntervalSince($0) < IncidentRules.flapping } ?? true
        }
        return steps.sorted { $0.order < $1.order }
    }

    private mutating func observe(
        _ subject: HealthSubject, _ found: [HealthFinding], at time: Date, passed: TimeInterval
    ) -> [Step] {
        var steps: [Step] = []
        let isBlind = found.contains { IncidentRules.blinding.contains($0.condition) }
        if isBlind, passed > 0 {
            // Time in which nothing is known counts for nothing.
            shift(by: passed) { $0.subject == subject && !IncidentRules.blinding.contains($0.condition) }
        }
        let seen = Dictionary(found.map { ($0.condition, $0) }, uniquingKeysWith: { first, _ in first })
        for finding in seen.values {
            let key = Key(subject: subject, condition: finding.condition)
            guard let patience = IncidentRules.patience(finding.condition) else { continue }
            if var one = followed[key], one.incident.closed == nil {
                one.away = nil
                one.isPaused = false
                followed[key] = one
                let before = one.incident
                if before.mark != finding.mark {
                    let kind: Incident.Entry.Kind = finding.mark > before.mark ? .worsened : .eased
                    steps.append(
                        .change(before, kind, mark: finding.mark, sentence: finding.sentence, at: time))
                }
            } else {
                let first = waiting[key] ?? time
                waiting[key] = first
                guard time.timeIntervalSince(first) >= patience else { continue }
                waiting[key] = nil
                steps.append(
                    followed[key].map { .reopen($0.incident, finding, at: time) } ?? .begin(subject, finding, at: time))
            }
        }
        for condition in HealthCondition.allCases where seen[condition] == nil {
            let key = Key(subject: subject, condition: condition)
            // Of a node that does not answer, only what it does not answer with is known.
            if isBlind, !IncidentRules.blinding.contains(condition) { continue }
            waiting[key] = nil
            guard var one = followed[key], one.incident.closed == nil else { continue }
            let since = one.away ?? time
            one.away = since
            followed[key] = one
            if time.timeIntervalSince(since) >= IncidentRules.away { steps.append(.close(one.incident, at: time)) }
        }
        return steps
    }

    private mutating func paused(_ subject: HealthSubject, _ pause: HealthFinding, at time: Date) -> [Step] {
        followed.filter { $0.key.subject == subject && $0.value.incident.closed == nil && !$0.value.isPaused }
            .map { key, one in
                followed[key]?.isPaused = true
                return .pause(one.incident, pause.sentence, at: time)
            }
    }

    private mutating func shift(by seconds: TimeInterval, _ isMeant: (Key) -> Bool) {
        for key in waiting.keys where isMeant(key) { waiting[key]?.addTimeInterval(seconds) }
        for key in followed.keys where isMeant(key) { followed[key]?.away?.addTimeInterval(seconds) }
    }

    /// Takes back what `later` decided and could not be written; what people did meanwhile stays.
    mutating func takeBack(_ later: IncidentWatch) {
        for (key, one) in later.followed where followed[key]?.incident.number == one.incident.number {
            followed[key]?.incident = one.incident
        }
    }

    /// Follows `incident` as it now is.
    mutating func follow(_ incident: Incident) {
        let key = Key(subject: incident.subject, condition: incident.condition)
        let before = followed[key]
        followed[key] = Followed(incident: incident, away: nil, isPaused: before?.isPaused ?? false)
    }
}

extension IncidentWatch.Step {
    /// What begins comes before what ends; then by whom it is about.
    fileprivate var order: String {
        switch self {
        case .begin(let subject, let finding, _): "0 \(subject.slug) \(finding.condition.rawValue)"
        case .reopen(let incident, _, _): "1 \(incident.subject.slug) \(incident.condition.rawValue)"
        case .change(let incident, _, _, _, _): "2 \(incident.subject.slug) \(incident.condition.rawValue)"
        case .close(let incident, _): "3 \(incident.subject.slug) \(incident.condition.rawValue)"
        case .pause(let incident, _, _): "4 \(incident.subject.slug) \(incident.condition.rawValue)"
        }
    }
}
