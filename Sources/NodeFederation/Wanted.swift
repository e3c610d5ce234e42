import Domain
import PeerHTTP
import Wire

/// Whether anybody still waits for an answer: not once the gateway has closed the connection, nor after the time that
/// it gave (design.md §6). What nobody waits for need not be done.
struct Wanted: Sendable {
    private let deadline: ContinuousClock.Instant?

    /// - Parameter request: began to be answered just now; without a time of its own it is wanted while its
    ///   connection is open.
    init(_ request: PeerRequest) {
        deadline = request.timeLimit.map { .now + min($0, Limits.longestDeadline) }
    }

    /// - Throws: `CancellationError` when the connection is closed, `Problem` 503 when the time is over.
    func check() throws {
        try Task.checkCancellation()
        if let deadline, ContinuousClock.now >= deadline { throw Problem.unavailable() }
    }
}
