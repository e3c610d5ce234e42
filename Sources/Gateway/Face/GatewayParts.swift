package import Accountability
package import Domain
package import Federation
package import Foundation
package import Logging
package import PeerHTTP
import Synchronization
package import Telemetry
package import Trust

/// What a gateway's faces work with; made by the executable.
package struct GatewayParts: Sendable {
    let keys: CurrentKeys
    let registry: CurrentRegistry
    let checker: VerklaringChecker
    let client: PeerClient
    let processingLog: ProcessingLog
    let auditLog: AuditLog
    let board: StandingBoard
    let published: PublishedEpochs
    let calls: RegionCalls
    let contacts = ContactBook()
    let admission: AdmissionDesk
    let started: Date
    let now: @Sendable () -> Date
    let logger: Logger
    let telemetry: ProcessTelemetry

    /// - Parameter admission: how much is taken on at once, and from whom.
    package init(
        keys: CurrentKeys, registry: CurrentRegistry, checker: VerklaringChecker, client: PeerClient,
        processingLog: ProcessingLog, auditLog: AuditLog, board: StandingBoard,
        published: PublishedEpochs, admission: AdmissionLimits = AdmissionLimits(), started: Date,
        now: @escaping @Sendable () -> Date, logger: Logger, telemetry: ProcessTelemetry = ProcessTelemetry()
    ) {
        self.keys = keys
        self.registry = registry
        self.checker = checker
        self.client = client
        self.processingLog = processingLog
        self.auditLog = auditLog
        self.board = board
        self.published = published
        calls = RegionCalls(client: client, logger: logger)
        self.admission = AdmissionDesk(admission)
        self.started = started
        self.now = now
        self.logger = logger
        self.telemetry = telemetry
    }
}

extension GatewayParts {
    /// Every region once, worst first, with what goes on between it and this gateway.
    func standings() -> [NodeStanding] {
        let time = now()
        return board.standings(registry.value, at: time) { region in
            let moments = contacts.moments(of: region.oin)
            return RegionSight(
                traffic: traffic(with: region, at: time), heard: moments.heard, revived: moments.revived)
        }
    }

    /// Whose health the processor with `oin` may see now.
    func regions(of oin: OIN) -> Set<RegionCode> {
        registry.value.processor(oin: oin)?.regions(at: now(), allowing: .health) ?? []
    }

    /// What this gateway finds of itself, worst first.
    func ownFindings() -> [HealthFinding] {
        HealthBoard.gateway(
            log: processingLog.mark(), certificateExpires: keys.expires,
            revocationListExpires: keys.value.revocations.nextUpdate, registryExpires: registry.value.expires, at: now()
        )
    }

    /// What somebody's node is called.
    package func name(of subject: HealthSubject) -> String {
        switch subject {
        case .region(let code): registry.value.member(code)?.region.name ?? code.slug
        case .gateway: "De gateway"
        }
    }

    /// A connection to the region with `oin` was made where there was none.
    package func connected(_ oin: OIN) {
        if let member = registry.value.member(oin: oin) { calls.connected(member.region) }
    }

    /// The party with `oin` asked whether this gateway is there.
    package func heard(_ oin: OIN) { contacts.heard(oin, at: now()) }

    /// A kept connection to the party with `oin` was dead, and a new one was made.
    package func revived(_ oin: OIN) {
        contacts.revived(oin, at: now())
        logger.notice("a connection was dead and has been replaced", metadata: ["oin": "\(oin)"])
    }

    /// What goes on with all regions together, and how many of them are left alone.
    func traffic() -> (traffic: RegionTraffic, leftAlone: Int) {
        let standings = registry.value.members.map { calls.standing($0.region) }
        let figures = admission.figures(of: nil)
        let traffic = RegionTraffic(
            breaker: .closed, nextTry: nil, active: figures.active, waiting: figures.waiting, refused: figures.refused,
            repeated: standings.reduce(0) { $0 + $1.repeated })
        return (traffic, standings.count { $0.breaker != .closed })
    }

    private func traffic(with region: Region, at time: Date) -> RegionTraffic {
        let standing = calls.standing(region)
        let figures = admission.figures(of: region.code)
        let wait = standing.nextTry.map { max(.zero, $0 - calls.now) / .seconds(1) }
        return RegionTraffic(
            breaker: standing.breaker, nextTry: wait.map(time.addingTimeInterval), active: figures.active,
            waiting: figures.waiting, refused: figures.refused, repeated: standing.repeated)
    }
}

/// The health board of one gateway, shared by prober, queries and pages.
package final class StandingBoard: Sendable {
    private let board: Mutex<HealthBoard>

    package init(started: Date) { board = Mutex(HealthBoard(started: started)) }

    func note(
        _ probe: HealthBoard.Probe, of member: Registry.Member, registrySerial: Int, oldestEpoch: Int, at time: Date
    ) {
        board.withLock {
            $0.note(probe, of: member, registrySerial: registrySerial, oldestEpoch: oldestEpoch, at: time)
        }
    }

    /// Every region once, worst first.
    func standings(
        _ registry: Registry, at time: Date, sight: (Region) -> RegionSight
    ) -> [NodeStanding] { board.withLock { $0.standings(registry, at: time, sight: sight) } }

    var visible: [RegionCode: Int] { board.withLock { $0.visible } }

    /// The pauses that regions announced and that are not over.
    func maintenance(at time: Date) -> [RegionCode: Maintenance] { board.withLock { $0.maintenance(at: time) } }
}
