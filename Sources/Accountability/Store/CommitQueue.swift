import GRDB
import Synchronization

/// Commits what many requests write at the same time in one transaction: the first that comes writes for all that wait.
///
/// Every caller returns when its own write is committed. Bounded: over `limit` waiting writes, a refusal.
final class CommitQueue: Sendable {
    typealias Write = @Sendable (Database) throws -> Void

    /// Writes that wait at once.
    static let limit = 10_000

    private struct State {
        var waiting: [(write: Write, done: CheckedContinuation<Void, any Error>)] = []
        var committing = false
        var lastFailed = false
    }

    private let state = Mutex(State())
    private let pool: DatabasePool

    init(pool: DatabasePool) { self.pool = pool }

    /// Whether the last commit failed.
    var lastFailed: Bool { state.withLock { $0.lastFailed } }

    /// Runs `write` in the next transaction, and returns when that is committed.
    ///
    /// - Throws: `LogFault`.
    func commit(_ write: @escaping Write) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await withCheckedThrowingContinuation { done in
                    let admitted = self.state.withLock { state in
                        guard state.waiting.count < Self.limit else { return false }
                        state.waiting.append((write, done))
                        return true
                    }
                    if !admitted { done.resume(throwing: LogFault.tooManyWaiting(limit: Self.limit)) }
                }
            }
            group.addTask { await self.lead() }
            try await group.waitForAll()
        }
    }

    /// Commits batches until nothing waits, unless somebody does already.
    private func lead() async {
        while let batch = nextBatch() {
            do {
                try await pool.write { database in for entry in batch { try entry.write(database) } }
                state.withLock { $0.lastFailed = false }
                for entry in batch { entry.done.resume() }
            } catch {
                state.withLock { $0.lastFailed = true }
                let reason = (error as? DatabaseError)?.message ?? "\(type(of: error))"
                for entry in batch { entry.done.resume(throwing: LogFault.notWritten(reason: reason)) }
            }
            state.withLock { $0.committing = false }
        }
    }

    private func nextBatch() -> [(write: Write, done: CheckedContinuation<Void, any Error>)]? {
        state.withLock { state in
            guard !state.committing, !state.waiting.isEmpty else { return nil }
            state.committing = true
            defer { state.waiting = [] }
            return state.waiting
        }
    }
}
