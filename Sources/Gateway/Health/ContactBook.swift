import Domain
import Foundation
import Synchronization

/// When each region's node last asked this gateway anything, and when a kept connection to it was last found dead. A
/// region that left the registry keeps its two moments; there are never more than regions that ever were.
final class ContactBook: Sendable {
    private struct Moments {
        var heard: Date?
        var revived: Date?
    }

    private let moments = Mutex<[OIN: Moments]>([:])

    func heard(_ oin: OIN, at time: Date) { moments.withLock { $0[oin, default: Moments()].heard = time } }

    func revived(_ oin: OIN, at time: Date) { moments.withLock { $0[oin, default: Moments()].revived = time } }

    func moments(of oin: OIN) -> (heard: Date?, revived: Date?) {
        moments.withLock { ($0[oin]?.heard, $0[oin]?.revived) }
    }
}
