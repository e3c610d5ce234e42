import Domain
import Federation
import Foundation
import Testing

@Suite("Every silent failure has a name, and each alone is found")
struct HealthBoardTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    /// One report, with one thing of it changed.
    struct Report: Sendable, CustomTestStringConvertible {
        var testDescription: String { name }
        let name: String
        var version = SoftwareVersion.current
        var serial = 7
        var epoch = 40
        var skew: TimeInterval = 0
        var certificateDays = 200.0
        var listDays: Double? = 5
        var visible = 12
        var log = NodeHealth.Mark.ok
        var backup: NodeHealth.Mark? = .ok
        var slowestTwentieth = Duration.milliseconds(300)
        var latency = Duration.milliseconds(20)

        fileprivate func findings() throws -> [HealthFinding] {
            let registry = try Members.registry()
            let health = NodeHealth(
                region: registry.members[0].region.code, version: version, registrySerial: serial, epoch: epoch,
                clock: now.addingTimeInterval(skew), uptimeSeconds: 100,
                certificateExpires: now.addingTimeInterval(certificateDays * 86_400), visibleProfiles: visible,
                log: log, backup: backup,
                revocationListExpires: listDays.map { now.addingTimeInterval($0 * 86_400) },
                calls: CallFigures(
                    count: 100, failed: 0,
                    latency: LatencyFigures(
                        p50: .milliseconds(10), p95: slowestTwentieth, p99: slowestTwentieth)))
            var board = HealthBoard(started: now)
            board.note(
                .healthy(health, latency: latency), of: registry.members[0], registrySerial: 7, oldestEpoch: 40,
                at: now)
            let standing = board.standings(registry, at: now) { _ in RegionSight(heard: now) }
                .first { $0.region == health.region }
            return try #require(standing).findings
        }
    }

    @Test(
        "of a report",
        arguments: [
            (Report(name: "well"), nil), (Report(name: "a clock just within", skew: 2), nil),
            (Report(name: "a clock", skew: 2.5), (HealthCondition.clockSkew, NodeHealth.Mark.attention)),
            (Report(name: "a clock behind", skew: -3), (.clockSkew, .attention)),
            (Report(name: "a registry", serial: 6), (.registryOutdated, .attention)),
            (Report(name: "a registry that is newer", serial: 8), nil),
            (Report(name: "an epoch", epoch: 39), (.epochOutdated, .attention)),
            (Report(name: "another major version", version: "99.1"), (.softwareOutdated, .attention)),
            (Report(name: "a certificate's month", certificateDays: 29), (.certificateExpiring, .attention)),
            (Report(name: "a certificate's last day", certificateDays: 0.5), (.certificateExpiring, .critical)),
            (Report(name: "a certificate's end", certificateDays: -0.1), (.certificateExpired, .critical)),
            (Report(name: "a list that is late", listDays: -0.5), (.revocationListOutdated, .attention)),
            (Report(name: "a list that is too old", listDays: -1.5), (.revocationListOutdated, .critical)),
            (Report(name: "no list", listDays: nil), nil),
            (Report(name: "nobody visible", visible: 0), (.emptyShowcase, .attention)),
            (Report(name: "a log", log: .critical), (.logUnwritable, .critical)),
            (Report(name: "a backup of days ago", backup: .attention), (.backupOutdated, .attention)),
            (Report(name: "no backup", backup: .critical), (.backupOutdated, .critical)),
            (Report(name: "backups not set", backup: nil), nil),
            (Report(name: "a slow report", latency: .milliseconds(501)), (.slow, .attention)),
            (Report(name: "slow calls", slowestTwentieth: .milliseconds(1_001)), (.slow, .attention)),
        ] as [(Report, (HealthCondition, NodeHealth.Mark)?)])
    func report(_ report: Report, _ expected: (HealthCondition, NodeHealth.Mark)?) throws {
        let findings = try report.findings()
        #expect(findings.map(\.condition) == [expected?.0].compactMap(\.self))
        #expect(findings.map(\.mark) == [expected?.1].compactMap(\.self))
        #expect(findings.allSatisfy { $0.sentence.hasSuffix(".") || $0.sentence.hasSuffix("?") })
    }

    @Test("several at once come worst first, each once")
    func several() throws {
        let findings = try Report(name: "ill", skew: 9, certificateDays: 20, visible: 0, log: .critical).findings()
        #expect(findings.map(\.condition) == [.logUnwritable, .certificateExpiring, .clockSkew, .emptyShowcase])
    }

    @Test(
        "of a probe that failed",
        arguments: [
            (CallFailure.timedOut(after: .seconds(2)), false, HealthCondition.notAnswering),
            (.unreachable, false, .unreachable), (.refused, false, .refused), (.refused, true, .certificateExpired),
            (.incompatible(theirs: "2.0.0", ours: "1.0.0"), false, .incompatible), (.faulty, false, .faultyAnswer),
        ])
    func failure(_ failure: CallFailure, _ certificateExpired: Bool, _ condition: HealthCondition) throws {
        let registry = try Members.registry()
        var board = HealthBoard(started: Self.now)
        board.note(
            .failed(failure, certificateExpired: certificateExpired), of: registry.members[0], registrySerial: 1,
            at: Self.now)
        let standing = try #require(board.standings(registry, at: Self.now).first)
        #expect(standing.findings.map(\.condition) == [condition] && standing.mark == .critical)
        #expect(standing.sentence.hasPrefix(standing.findings[0].sentence))
        #expect(standing.sentence.contains(condition.remedy))
    }

    @Test(
        "of what the gateway itself notices: silence of one who was heard, of one who never was, a dead connection",
        arguments: [
            (8.0, nil, nil), (8.5, nil, HealthCondition.oneWay), (1, 59.0, .deadConnection), (1, 61, nil),
        ] as [(Double, Double?, HealthCondition?)])
    func sight(_ silence: Double, _ revived: Double?, _ condition: HealthCondition?) throws {
        let sight = RegionSight(
            heard: Self.now.addingTimeInterval(-silence), revived: revived.map { Self.now.addingTimeInterval(-$0) })
        #expect(try found(sight, startedAgo: 10_000) == [condition].compactMap(\.self))
    }

    @Test("a node that was never heard is waited for a minute", arguments: [(59.0, true), (61, false)])
    func neverHeard(_ since: Double, _ isWaitedFor: Bool) throws {
        #expect(try found(RegionSight(), startedAgo: since) == (isWaitedFor ? [] : [.oneWay]))
    }

    @Test("a region that asks nothing of gateways is not missed")
    func asksNothing() throws {
        #expect(try found(RegionSight(), startedAgo: 100, roles: [.source]).isEmpty)
    }

    private func found(
        _ sight: RegionSight, startedAgo: TimeInterval, roles: Set<FederationRole> = [.source, .asker]
    ) throws -> [HealthCondition] {
        let registry = try Members.registry(roles: roles)
        let member = registry.members[0]
        var board = HealthBoard(started: Self.now.addingTimeInterval(-startedAgo))
        let health = NodeHealth(
            region: member.region.code, version: SoftwareVersion.current, registrySerial: 1, clock: Self.now,
            uptimeSeconds: 1, certificateExpires: Self.now.addingTimeInterval(86_400 * 60), visibleProfiles: 3, log: .ok
        )
        board.note(.healthy(health, latency: .zero), of: member, registrySerial: 1, at: Self.now)
        let standings = board.standings(registry, at: Self.now) { _ in sight }
        return try #require(standings.first { $0.region == member.region.code }).findings.map(\.condition)
    }

    @Test("of the gateway itself")
    func gateway() {
        func findings(_ log: NodeHealth.Mark = .ok, certificate: Double = 90, list: Double = 5, registry: Double = 5)
            -> [HealthCondition]
        {
            HealthBoard.gateway(
                log: log, certificateExpires: Self.now.addingTimeInterval(certificate * 86_400),
                revocationListExpires: Self.now.addingTimeInterval(list * 86_400),
                registryExpires: Self.now.addingTimeInterval(registry * 86_400), at: Self.now
            ).map(\.condition)
        }
        #expect(findings().isEmpty)
        #expect(findings(.critical) == [.logUnwritable])
        #expect(findings(certificate: 3) == [.certificateExpiring])
        #expect(findings(list: -2) == [.revocationListOutdated])
        #expect(findings(registry: 1) == [.registryOutdated])
    }
}
