import GRDB
import Synchronization
import Storage

/// Commits what many requests log at the same time in one transaction, because a commit waits for the disk and a
/// line does not.
///
/// Whoever comes first puts one job on the store's writing queue; it takes all that wait, commits, and goes on
/// until nobody waits. Each caller returns when its own line is on disk, and not before (I-9). A line that is under
/// way is written even when its caller is cancelled. Bounded by `waitingLines`: over it, a refusal.
final class GroupCommit: Sendable {
    typealias Write = @Sendable (Database) throws -> Void

    /// Lines that wait for a commit; each belongs to a request that waits too.
    static let waitingLines = 4_096
    /// Lines of one transaction.
    static let batchLines = 512

    private struct Waiting {
        let write: Write
        let committed: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var waiting: [Waiting] = []
        /// Lines taken from `waiting` whose transaction is under way.
        var underWay = 0
        var isWriting = false
        var hasFailed = false
        var commits = 0
    }

    private enum Admission { case refused, follows, leads }

    private let pool: DatabasePool
    private let file: String
    private let state = Mutex(State())

    init(pool: DatabasePool, file: String) {
        self.pool = pool
        self.file = file
    }

    /// Whether the latest line could not be written.
    var hasFailed: Bool { state.withLock { $0.hasFailed } }
    /// Lines that are not on disk yet.
    var pending: Int { state.withLock { $0.waiting.count + $0.underWay } }
    /// Transactions so far.
    var commits: Int { state.withLock { $0.commits } }

    /// Runs `write` in the next transaction; returns when it is committed.
    ///
    /// - Throws: `LogRefusal.tooManyWaiting`, `.notWritten`.
    func commit(_ write: @escaping Write) async throws {
        try await withCheckedThrowingContinuation { committed in
            switch admit(Waiting(write: write, committed: committed)) {
            case .refused: committed.resume(throwing: LogRefusal.tooManyWaiting(limit: Self.waitingLines))
            case .follows: break
            case .leads: pool.asyncWriteWithoutTransaction { self.writeAll($0) }
            }
        }
    }

    private func admit(_ line: Waiting) -> Admission {
        state.withLock { state in
            guard state.waiting.count < Self.waitingLines else { return .refused }
            state.waiting.append(line)
            guard !state.isWriting else { return .follows }
            state.isWriting = true
            return .leads
        }
    }

    private func writeAll(_ database: Database) {
        while let batch = nextBatch() {
            if (try? commit(batch[...], database)) != nil {
                for line in batch { line.committed.resume() }
            } else {
                // One line that SQLite refuses must not take the others with it.
                for index in batch.indices { commitAlone(batch[index...index], database) }
            }
        }
    }

    private func commitAlone(_ line: ArraySlice<Waiting>, _ database: Database) {
        do {
            try commit(line, database)
            for line in line { line.committed.resume() }
        } catch {
            let refusal = LogRefusal.notWritten(StoreFault(error, file: file).description)
            for line in line { line.committed.resume(throwing: refusal) }
        }
    }

    private func commit(_ lines: ArraySlice<Waiting>, _ database: Database) throws {
        do {
            try database.inTransaction(.immediate) {
                for line in lines { try line.write(database) }
                return .commit
            }
            state.withLock { state in
                state.hasFailed = false
                state.commits += 1
            }
        } catch {
            state.withLock { $0.hasFailed = true }
            throw error
        }
    }

    private func nextBatch() -> [Waiting]? {
        state.withLock { state in
            state.underWay = 0
            guard !state.waiting.isEmpty else {
                state.isWriting = false
                return nil
            }
            let batch = Array(state.waiting.prefix(Self.batchLines))
            state.waiting.removeFirst(batch.count)
            state.underWay = batch.count
            return batch
        }
    }
}
