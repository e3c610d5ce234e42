import Domain
import Synchronization

/// The epochs that a gateway gives out: the two newest, as the bytes that were signed.
package final class PublishedEpochs: Sendable {
    /// An epoch, the bytes that say it, and the signature over them.
    struct Published: Sendable {
        let epoch: Epoch
        let document: [UInt8]
        let signature: String
    }

    private struct State {
        var book = EpochBook()
        var published: [Int: Published] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// The newest epoch; `Epoch.none` before the first.
    var current: Epoch { state.withLock { $0.book.current } }

    /// An epoch before this number is given out no more.
    var oldest: Int { state.withLock { $0.book.oldest } }

    /// Whether a search under that epoch is refused for all regions at once.
    func isGone(_ number: Int) -> Bool { state.withLock { $0.book.isGone(number) } }

    /// - Parameter number: nil for the newest.
    func published(_ number: Int?) -> Published? {
        state.withLock { $0.published[number ?? $0.book.current.number] }
    }

    /// - Returns: Whether it was taken: an epoch that is not newer is not.
    @discardableResult
    func publish(_ published: Published) -> Bool {
        state.withLock { state in
            guard published.epoch.number > state.book.current.number, state.book.take(published.epoch) else {
                return false
            }
            state.published[published.epoch.number] = published
            state.published = state.published.filter { state.book.epoch($0.key) != nil }
            return true
        }
    }
}
