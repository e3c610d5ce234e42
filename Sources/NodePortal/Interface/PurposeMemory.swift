import Domain
import Synchronization

/// The purpose of each session's latest search: a profile that is opened takes the purpose of the search that gave
/// its handle.
///
/// A handle of an earlier search with another purpose needs the header `HalloWerk-Doel`. In memory: after a restart
/// too.
final class PurposeMemory: Sendable {
    /// Sessions remembered; over it, all are forgotten at once, which costs a caller one header.
    static let limit = 10_000

    private let purposes = Mutex<[String: Purpose]>([:])

    /// - Parameter session: the session's token against forgery, which names it and opens nothing.
    func remember(_ purpose: Purpose, of session: String) {
        purposes.withLock { held in
            if held.count >= Self.limit, held[session] == nil { held.removeAll() }
            held[session] = purpose
        }
    }

    func purpose(of session: String) -> Purpose? { purposes.withLock { $0[session] } }
}
