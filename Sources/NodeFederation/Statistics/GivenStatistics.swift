import Domain
import Synchronization

/// The reports that this region gave out last: what an epoch that claims to hold one is measured by.
///
/// - Important: Of visible profiles only, as `Showcase.statistics` is; it goes with the process.
package final class GivenStatistics: Sendable {
    /// The one that a gateway last used may be older than the one it last asked for, if that answer was lost.
    static let kept = 2

    private let reports = Mutex<[TermStatistics]>([])

    package init() {}

    var all: [TermStatistics] { reports.withLock { $0 } }

    func note(_ report: TermStatistics) {
        reports.withLock { reports in
            guard reports.last != report else { return }
            reports = reports.suffix(Self.kept - 1) + [report]
        }
    }
}
