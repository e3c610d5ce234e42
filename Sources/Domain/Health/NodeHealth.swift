package import Foundation

/// What a node says of itself over the federation: nothing that depends on hidden people (design.md §9, I-3).
package struct NodeHealth: Hashable, Sendable {
    /// From well to worst.
    package enum Mark: String, CaseIterable, Hashable, Comparable, Sendable {
        case ok = "goed", attention = "letOp", critical = "storing"

        /// 0 is well, 2 the worst: what stores keep.
        package var severity: Int {
            switch self {
            case .ok: 0
            case .attention: 1
            case .critical: 2
            }
        }

        /// The mark of `severity`; the nearest for what is none.
        package init(severity: Int) {
            self = severity <= 0 ? .ok : severity == 1 ? .attention : .critical
        }

        package static func < (one: Mark, other: Mark) -> Bool { one.severity < other.severity }
    }

    package let region: RegionCode
    package let version: String
    package let registrySerial: Int
    /// The number of the epoch that it scores by; 0 without statistics.
    package let epoch: Int
    /// The node's clock when it answered.
    package let clock: Date
    package let uptimeSeconds: Int
    /// When the node's own certificate ends.
    package let certificateExpires: Date
    package let visibleProfiles: Int
    /// Whether log lines can be written.
    package let log: Mark
    /// How old the last backup is, coarsely: nothing of how much is in it; nil where none is set.
    package let backup: Mark?
    /// When the first of the node's revocation lists ends; nil without lists.
    package let revocationListExpires: Date?
    /// The federation's calls of the last five minutes.
    package let calls: CallFigures?
    /// What the region announced; nil for none.
    package let maintenance: Maintenance?

    package init(
        region: RegionCode, version: String, registrySerial: Int, epoch: Int = Epoch.none.number, clock: Date,
        uptimeSeconds: Int, certificateExpires: Date, visibleProfiles: Int, log: Mark, backup: Mark? = nil,
        revocationListExpires: Date? = nil, calls: CallFigures? = nil, maintenance: Maintenance? = nil
    ) {
        self.region = region
        self.version = version
        self.registrySerial = registrySerial
        self.epoch = epoch
        self.clock = clock
        self.uptimeSeconds = uptimeSeconds
        self.certificateExpires = certificateExpires
        self.visibleProfiles = visibleProfiles
        self.log = log
        self.backup = backup
        self.revocationListExpires = revocationListExpires
        self.calls = calls
        self.maintenance = maintenance
    }
}

/// Calls over a short time: how many, how many of them failed, and how long they took.
package struct CallFigures: Hashable, Sendable {
    package let count: Int
    package let failed: Int
    /// Nil without a call.
    package let latency: LatencyFigures?

    package init(count: Int, failed: Int, latency: LatencyFigures?) {
        self.count = count
        self.failed = failed
        self.latency = latency
    }
}

/// One region as the gateway sees it: what the monitor and `hallowerk status` show.
package struct NodeStanding: Hashable, Sendable {
    package let region: RegionCode
    package let name: String
    package let oin: OIN
    package let state: RegionOutcome.State
    package let mark: NodeHealth.Mark
    /// One Dutch sentence: what is seen and what to do.
    package let sentence: String
    /// All that is found, worst first; empty when all is well.
    package let findings: [HealthFinding]
    /// Since when the state is as it is.
    package let since: Date
    /// Of the last probe that was answered.
    package let latency: Duration?
    package let health: NodeHealth?
    /// When the last probe ended.
    package let seen: Date?
    /// Nil where nobody counts it.
    package let traffic: RegionTraffic?

    package init(
        region: RegionCode, name: String, oin: OIN, state: RegionOutcome.State, mark: NodeHealth.Mark, sentence: String,
        findings: [HealthFinding] = [], since: Date, latency: Duration?, health: NodeHealth?, seen: Date?,
        traffic: RegionTraffic? = nil
    ) {
        self.region = region
        self.name = name
        self.oin = oin
        self.state = state
        self.mark = mark
        self.sentence = sentence
        self.findings = findings
        self.since = since
        self.latency = latency
        self.health = health
        self.seen = seen
        self.traffic = traffic
    }
}

extension [NodeStanding] {
    /// Whether most of those that answer have our time: what is old is removed by a clock that others share.
    package var shareOurTime: Bool {
        let answering = filter { $0.state == .answered }
        let agreeing = answering.count { standing in !standing.findings.contains { $0.condition == .clockSkew } }
        return agreeing * 2 > answering.count
    }
}
