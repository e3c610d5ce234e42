import Domain
import Synchronization

/// The reports that this region gave out last: what an epoch that claims to hold one is measured by.
///
/// - Important: Of visible profiles only, as `Showcase.statistics` is; it goes with the process.
package final class GivenStatistics: Sendable {
    /// The one that a gateway last used may be older than the one it last asked for, if that answer was lost.
    static let kept = 2

    private let reports = Mutex<[TermStatistics]>([])
    /// The latest report as it is sent.
    private let written = Mutex<(report: TermStatistics, bytes: [UInt8])?>(nil)

    package init() {}

    var all: [TermStatistics] { reports.withLock { $0 } }

    func note(_ report: TermStatistics) {
        reports.withLock { reports in
            guard reports.last != report else { return }
            reports = reports.suffix(Self.kept - 1) + [report]
        }
    }

    /// The bytes of `report`, from `write` unless they are those of the last time: a report is the same until the
    /// showcase changes.
    func bytes(of report: TermStatistics, _ write: (TermStatistics) -> [UInt8]) -> [UInt8] {
        if let last = written.withLock(\.self), last.report == report { return last.bytes }
        let bytes = write(report)
        written.withLock { $0 = (report, bytes) }
        return bytes
    }
}
