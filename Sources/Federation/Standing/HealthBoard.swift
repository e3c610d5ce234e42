package import Domain
package import Foundation

/// What a gateway knows of each region's node: probes in, standings out. Each silent failure has a name (design.md §9).
package struct HealthBoard: Sendable {
    /// What a probe found.
    package enum Probe: Sendable {
        case healthy(NodeHealth, latency: Duration)
        case failed(CallFailure, certificateExpired: Bool = false)
    }

    private struct Entry: Sendable {
        var state: RegionOutcome.State
        var findings: [HealthFinding]
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
        var entry = entries[code] ?? Self.unasked(since: time)
        let before = (entry.state, entry.findings.mark)
        entry.seen = time
        switch probe {
        case .failed(let failure, let certificateExpired):
            entry.state = failure.state
            entry.findings = [
                NodeJudge.finding(failure, of: member.region.name, certificateExpired: certificateExpired)
            ]
        case .healthy(let health, let latency):
            entry.state = .answered
            entry.latency = latency
            entry.health = health
            entry.findings = NodeJudge.findings(
                health, latency: latency, registrySerial: registrySerial, oldestEpoch: oldestEpoch, at: time)
        }
        if before != (entry.state, entry.findings.mark) { entry.since = time }
        entries[code] = entry
    }

    /// Every region of `registry` once, worst first, then by name.
    ///
    /// - Parameter sight: what the gateway notices of each region by itself.
    package func standings(
        _ registry: Registry, at time: Date, sight: (Region) -> RegionSight = { _ in RegionSight() }
    ) -> [NodeStanding] {
        registry.members.map { member in
            standing(member.region, sight(member.region), at: time)
        }
        .sorted { ($1.mark, $0.name) < ($0.mark, $1.name) }
    }

    private func standing(_ region: Region, _ sight: RegionSight, at time: Date) -> NodeStanding {
        let entry = entries[region.code] ?? Self.unasked(since: started)
        func standing(_ state: RegionOutcome.State, _ findings: [HealthFinding], _ sentence: String) -> NodeStanding {
            NodeStanding(
                region: region.code, name: region.name, oin: region.oin, state: state, mark: findings.mark,
                sentence: sentence, findings: findings, since: entry.since, latency: entry.latency,
                health: entry.health, seen: entry.seen, traffic: sight.traffic)
        }
        if let maintenance = entry.maintenance(at: time) {
            let sentence = maintenance.sentence(region.name, asOf: time)
            return standing(.skipped, [HealthFinding(.maintenance, .attention, sentence)], sentence)
        }
        var findings = entry.findings
        if entry.state == .answered {
            // A region without the role asks nothing, and is not missed.
            let isMissed = region.roles.contains(.asker)
            findings += NodeJudge.findings(sight, started: started, at: time)
                .filter { isMissed || $0.condition != .oneWay }
            findings = findings.worstFirst
        }
        guard let worst = findings.first else { return standing(entry.state, [], "Alles werkt.") }
        let isLeftAlone = sight.traffic.map { $0.breaker != .closed } ?? false
        let sentence = [
            worst.sentence, worst.condition == .notAsked ? nil : worst.condition.remedy,
            isLeftAlone && worst.condition != .leftAlone ? NodeJudge.nextTry(sight.traffic?.nextTry, at: time) : nil,
        ]
        return standing(entry.state, findings, sentence.compactMap(\.self).joined(separator: " "))
    }

    /// Visible profiles of each region by its last report; weighs `dekking`.
    package var visible: [RegionCode: Int] { entries.compactMapValues { $0.health?.visibleProfiles } }

    /// The pauses that regions announced and that are not over.
    package func maintenance(at time: Date) -> [RegionCode: Maintenance] {
        entries.compactMapValues { $0.maintenance(at: time) }
    }

    /// What a gateway finds of itself, worst first.
    ///
    /// - Parameters:
    ///   - log: whether its log lines can be written.
    ///   - registryExpires: when the registry in use ends.
    package static func gateway(
        log: NodeHealth.Mark, certificateExpires: Date, revocationListExpires: Date?, registryExpires: Date,
        at time: Date
    ) -> [HealthFinding] {
        var findings = NodeJudge.keys(
            certificateExpires: certificateExpires, revocationListExpires: revocationListExpires, at: time)
        if log == .critical {
            findings.append(HealthFinding(.logUnwritable, .critical, "Het logboek kan niet worden geschreven."))
        }
        if registryExpires <= time.addingTimeInterval(Self.registrySoon) {
            findings.append(
                HealthFinding(
                    .registryOutdated, registryExpires <= time ? .critical : .attention,
                    "Het register geldt tot \(registryExpires.dutch(asOf: time)), en er is nog geen nieuw."))
        }
        return findings.worstFirst
    }

    /// So long before its end a registry should have been followed by another.
    private static let registrySoon: TimeInterval = 2 * 86_400

    private static func unasked(since: Date) -> Entry {
        Entry(
            state: .notAsked, findings: [HealthFinding(.notAsked, .attention, "Nog niet gevraagd.")], since: since)
    }
}

extension [HealthFinding] {
    /// The worst of them.
    package var mark: NodeHealth.Mark { map(\.mark).max() ?? .ok }
}
