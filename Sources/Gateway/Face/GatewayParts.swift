package import Accountability
package import Domain
import Federation
package import Foundation
package import Logging
package import PeerHTTP
import Synchronization
package import Trust

/// What a gateway's faces work with; made by the executable.
package struct GatewayParts: Sendable {
    let keys: KeyFolder
    let registry: CurrentRegistry
    let checker: VerklaringChecker
    let client: PeerClient
    let processingLog: ProcessingLog
    let auditLog: AuditLog
    let board: StandingBoard
    let published: PublishedEpochs
    let started: Date
    let now: @Sendable () -> Date
    let logger: Logger

    package init(
        keys: KeyFolder, registry: CurrentRegistry, checker: VerklaringChecker, client: PeerClient,
        processingLog: ProcessingLog, auditLog: AuditLog, board: StandingBoard,
        published: PublishedEpochs, started: Date, now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.keys = keys
        self.registry = registry
        self.checker = checker
        self.client = client
        self.processingLog = processingLog
        self.auditLog = auditLog
        self.board = board
        self.published = published
        self.started = started
        self.now = now
        self.logger = logger
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
    package func standings(_ registry: Registry) -> [NodeStanding] { board.withLock { $0.standings(registry) } }

    var visible: [RegionCode: Int] { board.withLock { $0.visible } }
}
