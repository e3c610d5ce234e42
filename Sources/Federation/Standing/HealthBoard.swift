package import Domain
package import Foundation

/// What a gateway knows of each region's node: probes in, standings out. Each silent failure has a name (design.md §9).
package struct HealthBoard: Sendable {
    /// What a probe found.
    package enum Probe: Sendable {
        case healthy(NodeHealth, latency: Duration)
        case failed(CallFailure)
    }

    /// From here on two clocks differ too much, in seconds.
    package static let clockSkew: TimeInterval = 2

    private struct Entry: Sendable {
        var state: RegionOutcome.State
        var sentence: String
        var mark: NodeHealth.Mark
        var since: Date
        var latency: Duration?
        var health: NodeHealth?
        var seen: Date?

        /// Also of a node that no longer answers: that is what a pause is for.
        func maintenance(at time: Date) -> Maintenance? {
            health?.maintenance.flatMap { $0.holds(at: time) ? $0 : nil }
        }
    }

    private var entries: [RegionCode: Entry] = [:]
    private let started: Date

    package init(started: Date) { self.started = started }

    /// Notes what a probe of `member`'s node found at `time`.
    ///
    /// - Parameter oldestEpoch: a node that scores by an older one missed a whole round.
    package mutating func note(
        _ probe: Probe, of member: Registry.Member, registrySerial: Int, oldestEpoch: Int = Epoch.none.number,
        at time: Date
    ) {
        let code = member.region.code
        var entry = entries[code] ?? Entry(state: .notAsked, sentence: "", mark: .attention, since: time)
        let before = (entry.state, entry.mark)
        entry.seen = time
        switch probe {
        case .failed(let failure):
            entry.state = failure.state
            entry.mark = .critical
            entry.sentence = failure.reason(member.region.name) + " " + Self.remedy(failure)
        case .healthy(let health, let latency):
            entry.state = .answered
            entry.latency = latency
            entry.health = health
            (entry.mark, entry.sentence) = Self.judge(
                health, registrySerial: registrySerial, oldestEpoch: oldestEpoch, at: time)
        }
        if before != (entry.state, entry.mark) { entry.since = time }
        entries[code] = entry
    }

    /// Every region of `registry` once, worst first, then by name.
    ///
    /// - Parameter traffic: of each region; where calls do not go through, the sentence says so.
    package func standings(
        _ registry: Registry, at time: Date, traffic: (Region) -> RegionTraffic? = { _ in nil }
    ) -> [NodeStanding] {
        registry.members.map { member in
            let entry =
                entries[member.region.code]
                ?? Entry(state: .notAsked, sentence: "Nog niet gevraagd.", mark: .attention, since: started)
            let traffic = traffic(member.region)
            if let maintenance = entry.maintenance(at: time) {
                return NodeStanding(
                    region: member.region.code, name: member.region.name, oin: member.region.oin, state: .skipped,
                    mark: .attention, sentence: maintenance.sentence(member.region.name, asOf: time),
                    since: entry.since, latency: entry.latency, health: entry.health, seen: entry.seen,
                    traffic: traffic)
            }
            let isLeftAlone = traffic.map { $0.breaker != .closed } ?? false
            let nextTry = isLeftAlone ? " " + Self.nextTry(traffic?.nextTry, at: time) : ""
            let sentence = isLeftAlone && entry.mark == .ok ? "Zoekvragen mislukten hier." : entry.sentence
            return NodeStanding(
                region: member.region.code, name: member.region.name, oin: member.region.oin, state: entry.state,
                mark: isLeftAlone && entry.mark == .ok ? .attention : entry.mark, sentence: sentence + nextTry,
                since: entry.since, latency: entry.latency, health: entry.health, seen: entry.seen, traffic: traffic)
        }
        .sorted { ($0.mark.order, $0.name) < ($1.mark.order, $1.name) }
    }

    /// Visible profiles of each region by its last report; weighs `dekking`.
    package var visible: [RegionCode: Int] { entries.compactMapValues { $0.health?.visibleProfiles } }

    /// The pauses that regions announced and that are not over.
    package func maintenance(at time: Date) -> [RegionCode: Maintenance] {
        entries.compactMapValues { $0.maintenance(at: time) }
    }

    private static func judge(
        _ health: NodeHealth, registrySerial: Int, oldestEpoch: Int, at time: Date
    ) -> (NodeHealth.Mark, String) {
        let days = Int(health.certificateExpires.timeIntervalSince(time) / 86_400)
        let certificate = NodeHealth.Mark(certificateExpires: health.certificateExpires, at: time)
        let skew = abs(health.clock.timeIntervalSince(time))
        let findings: [(Bool, NodeHealth.Mark, String)] = [
            (health.log == .critical, .critical, "Het logboek kan niet worden geschreven: maak ruimte op de schijf."),
            (certificate == .critical, .critical, "Het certificaat loopt binnen een dag af: vervang het nu."),
            (skew > clockSkew, .attention, "De klok loopt \(Int(skew.rounded())) seconden uit de pas: zet hem gelijk."),
            (
                certificate == .attention, .attention,
                "Het certificaat loopt over \(days) dagen af: vraag een nieuw aan."
            ),
            (health.registrySerial < registrySerial, .attention, "Het register is verouderd: haal het nieuwe op."),
            (
                health.epoch < oldestEpoch, .attention,
                "Het tijdvak is verouderd: kijk of het knooppunt de gateway bereikt."
            ),
            (
                health.version.split(separator: ".").first != SoftwareVersion.current.split(separator: ".").first,
                .attention,
                "Versie \(health.version) wijkt af van \(SoftwareVersion.current): werk bij."
            ),
            (health.visibleProfiles == 0, .attention, "Er is niemand zichtbaar: klopt dat?"),
        ]
        return findings.first { $0.0 }.map { ($0.1, $0.2) } ?? (.ok, "Alles werkt.")
    }

    private static func nextTry(_ nextTry: Date?, at time: Date) -> String {
        let seconds = max(0, Int((nextTry ?? time).timeIntervalSince(time).rounded(.up)))
        let when = seconds < 2 ? "zo meteen" : "over \(seconds) seconden"
        return "Zoekvragen slaan het nu over; \(when) wordt het weer geprobeerd."
    }

    private static func remedy(_ failure: CallFailure) -> String {
        switch failure {
        case .timedOut, .overtaken: "Kijk of het knooppunt overbelast of bevroren is."
        case .unreachable, .leftAlone: "Kijk of het knooppunt draait en of het netwerk open is."
        case .refused, .epochGone: "Vergelijk het register van beide kanten."
        case .overBudget: "Kijk in het auditlogboek van het knooppunt wiens budget op is."
        case .incompatible: "Werk de oudste versie bij."
        case .faulty: "Kijk in het logboek van het knooppunt."
        }
    }
}

extension NodeHealth.Mark {
    fileprivate var order: Int { self == .critical ? 0 : self == .attention ? 1 : 2 }
}
