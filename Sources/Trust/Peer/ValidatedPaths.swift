import Foundation
import Synchronization
import X509

/// Paths that were validated before, so that a peer that connects again costs no signature checks: the same
/// certificates, for the same use, under the same anchors, while none of them has ended.
///
/// What changes by itself, revocation and registry, is not remembered: that is looked at each time.
final class ValidatedPaths: Sendable {
    /// All that a validation depends on but the time.
    struct Shown: Hashable {
        /// The peer's own certificate first.
        let chain: [Certificate]
        let side: PeerGate.Side
        let anchors: [Certificate]
        let knownIntermediates: [Certificate]
    }

    private struct Validated {
        let path: [Certificate]
        let valid: ClosedRange<Date>
    }

    /// Paths kept: every party of a federation on both sides, and those of its last rotation. One more, and all are
    /// validated anew.
    static let kept = 512

    private let paths = Mutex<[Shown: Validated]>([:])

    var count: Int { paths.withLock { $0.count } }

    /// The path of `shown`, if it was validated before and every certificate in it is valid at `moment`.
    func path(of shown: Shown, at moment: Date) -> [Certificate]? {
        paths.withLock { $0[shown] }.flatMap { $0.valid.contains(moment) ? $0.path : nil }
    }

    /// Remembers that `path` was found to be the path of `shown`.
    func keep(_ path: [Certificate], of shown: Shown) {
        guard let begin = path.map(\.notValidBefore).max(), let end = path.map(\.notValidAfter).min(), begin <= end
        else {
            return
        }
        paths.withLock { paths in
            if paths.count >= Self.kept { paths = [:] }
            paths[shown] = Validated(path: path, valid: begin...end)
        }
    }
}
