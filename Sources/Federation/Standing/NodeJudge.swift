package import Domain
package import Foundation

/// What a gateway notices of a region beside its own reports.
package struct RegionSight: Sendable {
    /// Nil where nobody counts it.
    package let traffic: RegionTraffic?
    /// When its node last asked this gateway anything; nil: never.
    package let heard: Date?
    /// When a kept connection to it was last found dead.
    package let revived: Date?

    package init(traffic: RegionTraffic? = nil, heard: Date? = nil, revived: Date? = nil) {
        self.traffic = traffic
        self.heard = heard
        self.revived = revived
    }
}

/// Says what is wrong with a node: each silent failure by its name (design.md §9).
enum NodeJudge {
    /// From here on two clocks differ too much, in seconds.
    static let clockSkew: TimeInterval = 2
    /// A node asks every two seconds whether its gateway is there; one that has been silent for so long cannot.
    static let silence: TimeInterval = 8
    /// The same of a node that this gateway never heard, since the gateway's start.
    static let firstSilence: TimeInterval = 60
    /// How long a dead connection is told of.
    static let revivedTold: TimeInterval = 60
    /// From here on a report is late, and so is the slowest twentieth of a node's calls.
    static let slowReport = Duration.milliseconds(500)
    static let slowCalls = Duration.seconds(1)

    /// What a node's report shows, worst first.
    ///
    /// - Parameter oldestEpoch: a node that scores by an older one missed a whole round.
    static func findings(
        _ health: NodeHealth, latency: Duration, registrySerial: Int, oldestEpoch: Int, at time: Date
    ) -> [HealthFinding] {
        var findings: [HealthFinding] = []
        func find(_ condition: HealthCondition, _ mark: NodeHealth.Mark, _ sentence: String) {
            findings.append(HealthFinding(condition, mark, sentence))
        }
        if health.log == .critical { find(.logUnwritable, .critical, "Het logboek kan niet worden geschreven.") }
        findings += keys(
            certificateExpires: health.certificateExpires, revocationListExpires: health.revocationListExpires, at: time
        )
        let skew = abs(health.clock.timeIntervalSince(time))
        if skew > clockSkew {
            find(.clockSkew, .attention, "De klok loopt \(Int(skew.rounded())) seconden uit de pas.")
        }
        if health.registrySerial < registrySerial {
            find(
                .registryOutdated, .attention,
                "Het register is verouderd: nummer \(health.registrySerial), en \(registrySerial) geldt.")
        }
        if health.epoch < oldestEpoch { find(.epochOutdated, .attention, "Het tijdvak is verouderd.") }
        if major(health.version) != major(SoftwareVersion.current) {
            find(
                .softwareOutdated, .attention,
                "Versie \(health.version) wijkt af van \(SoftwareVersion.current).")
        }
        if health.visibleProfiles == 0 { find(.emptyShowcase, .attention, "Er is niemand zichtbaar: klopt dat?") }
        if let backup = health.backup, backup != .ok {
            find(
                .backupOutdated, backup,
                backup == .critical
                    ? "De laatste reservekopie is ouder dan een week." : "De laatste reservekopie is ouder dan een dag."
            )
        }
        if latency > slowReport {
            find(.slow, .attention, "Het antwoord kwam pas na \(tenths(latency)) seconden.")
        } else if let p95 = health.calls?.latency?.p95, p95 > slowCalls {
            find(.slow, .attention, "Een op de twintig oproepen duurt langer dan \(tenths(p95)) seconden.")
        }
        return findings.worstFirst
    }

    /// What is wrong with certificate and lists, of a node or of the gateway itself.
    static func keys(
        certificateExpires: Date, revocationListExpires: Date?, at time: Date
    ) -> [HealthFinding] {
        var findings: [HealthFinding] = []
        let days = Int(certificateExpires.timeIntervalSince(time) / 86_400)
        switch NodeHealth.Mark(certificateExpires: certificateExpires, at: time) {
        case .ok: break
        case .critical where certificateExpires <= time:
            findings.append(
                HealthFinding(
                    .certificateExpired, .critical,
                    "Het certificaat is verlopen: \(certificateExpires.dutch(asOf: time))."))
        case .critical:
            findings.append(HealthFinding(.certificateExpiring, .critical, "Het certificaat loopt binnen een dag af."))
        case .attention:
            let when = days == 1 ? "over 1 dag" : "over \(days) dagen"
            findings.append(HealthFinding(.certificateExpiring, .attention, "Het certificaat loopt \(when) af."))
        }
        if let end = revocationListExpires, end <= time {
            let isUsed = time < end.addingTimeInterval(Limits.revocationGrace)
            findings.append(
                HealthFinding(
                    .revocationListOutdated, isUsed ? .attention : .critical,
                    isUsed
                        ? "De intrekkingslijst had al vervangen moeten zijn: \(end.dutch(asOf: time))."
                        : "De intrekkingslijst is te oud om nog te gelden."))
        }
        return findings
    }

    /// What the gateway itself notices of a node that answers.
    static func findings(_ sight: RegionSight, started: Date, at time: Date) -> [HealthFinding] {
        var findings: [HealthFinding] = []
        let silent = time.timeIntervalSince(sight.heard ?? started)
        if silent > (sight.heard == nil ? firstSilence : silence) {
            findings.append(
                HealthFinding(
                    .oneWay, .critical,
                    "De gateway bereikt het knooppunt, maar hoort er al \(Int(silent)) seconden niets van."))
        }
        if let revived = sight.revived, time.timeIntervalSince(revived) < revivedTold {
            findings.append(
                HealthFinding(
                    .deadConnection, .attention,
                    "Een verbinding was dood zonder dat iemand haar sloot; er is een nieuwe gemaakt."))
        }
        if let traffic = sight.traffic, traffic.breaker != .closed {
            findings.append(
                HealthFinding(
                    .leftAlone, .attention, "Zoekvragen mislukten hier. \(nextTry(traffic.nextTry, at: time))"))
        }
        return findings
    }

    /// What a probe that failed shows.
    static func finding(_ failure: CallFailure, of name: String, certificateExpired: Bool) -> HealthFinding {
        guard !certificateExpired else {
            return HealthFinding(
                .certificateExpired, .critical, "\(name) toont een certificaat dat verlopen is, en wordt geweigerd.")
        }
        let condition: HealthCondition =
            switch failure {
            case .timedOut, .overtaken: .notAnswering
            case .unreachable, .leftAlone: .unreachable
            case .refused, .epochGone, .overBudget: .refused
            case .incompatible: .incompatible
            case .faulty: .faultyAnswer
            }
        return HealthFinding(condition, .critical, failure.reason(name))
    }

    static func nextTry(_ nextTry: Date?, at time: Date) -> String {
        let seconds = max(0, Int((nextTry ?? time).timeIntervalSince(time).rounded(.up)))
        let when = seconds < 2 ? "zo meteen" : "over \(seconds) seconden"
        return "Zoekvragen slaan het nu over; \(when) wordt het weer geprobeerd."
    }

    private static func major(_ version: String) -> Substring? { version.split(separator: ".").first }

    /// Seconds with one decimal, rounded down: it took longer.
    private static func tenths(_ duration: Duration) -> String {
        let tenths = Int(duration / .milliseconds(100))
        return "\(tenths / 10),\(tenths % 10)"
    }
}

extension [HealthFinding] {
    /// The worst first; what is equally bad, in the order of `HealthCondition`'s cases.
    var worstFirst: [HealthFinding] {
        let order = Dictionary(uniqueKeysWithValues: HealthCondition.allCases.enumerated().map { ($1, $0) })
        return sorted {
            ($1.mark, order[$0.condition] ?? 0) < ($0.mark, order[$1.condition] ?? 0)
        }
    }
}
