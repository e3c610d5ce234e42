import Domain
import Crypto
import CryptoExtras
import Dispatch
import Foundation
import Synchronization

/// What a password is kept as: scrypt (RFC 7914) with a salt of its own.
struct PasswordHash: Sendable {
    /// scrypt's N. With r = 8 and p = 1, 2^15 takes 32 MiB and about 90 ms on one core.
    static let standardRounds = 1 << 15
    /// What is accepted of a stored row: CryptoExtras bounds neither time nor memory, so this does.
    static let acceptedRounds = 1 << 10...1 << 17

    let salt: [UInt8]
    let rounds: Int
    let key: SymmetricKey

    /// A hash to compare with that no password has: what an unknown user's password is measured by.
    static func ofNobody(rounds: Int) -> PasswordHash {
        PasswordHash(salt: newSalt(), rounds: rounds, key: SymmetricKey(size: .bits256))
    }

    static func newSalt() -> [UInt8] { .random(16) }

    /// - Throws: `LogInRefusal.unavailable` when the row's cost is outside `acceptedRounds` or scrypt refuses.
    static func derive(_ password: String, salt: [UInt8], rounds: Int) throws(LogInRefusal) -> SymmetricKey {
        guard acceptedRounds.contains(rounds), rounds.nonzeroBitCount == 1 else { throw .unavailable }
        do {
            return try KDF.Scrypt.deriveKey(
                from: Array(password.utf8), salt: salt, outputByteCount: 32, rounds: rounds, blockSize: 8,
                parallelism: 1)
        } catch {
            throw .unavailable
        }
    }
}

/// Computes password hashes one at a time on a thread of its own: a log-in must not take the processors from searches.
final class PasswordHasher: Sendable {
    /// Log-ins that wait for their turn, about three seconds; over it they are refused.
    static let waitingLogIns = 32

    private let queue = DispatchQueue(label: "hallowerk.passwords")
    private let waiting = Mutex(0)
    private let spent = Mutex(0)

    /// Derives the key of `password`.
    ///
    /// - Throws: `LogInRefusal.unavailable`, at once when too many wait.
    func derive(_ password: String, salt: [UInt8], rounds: Int) async throws(LogInRefusal) -> SymmetricKey {
        let admitted = waiting.withLock { count in
            guard count < Self.waitingLogIns else { return false }
            count += 1
            return true
        }
        guard admitted else { throw .unavailable }
        defer { waiting.withLock { $0 -= 1 } }
        let outcome: Result<SymmetricKey, LogInRefusal> = await withCheckedContinuation { done in
            queue.async { [self] in
                spent.withLock { $0 += rounds }
                do throws(LogInRefusal) {
                    done.resume(returning: .success(try PasswordHash.derive(password, salt: salt, rounds: rounds)))
                } catch {
                    done.resume(returning: .failure(error))
                }
            }
        }
        return try outcome.get()
    }

    /// Rounds of scrypt computed since the start: what log-ins have cost, whoever they were of.
    var spentRounds: Int { spent.withLock(\.self) }

    /// Whether another log-in would get its turn.
    var hasRoom: Bool { waiting.withLock { $0 < Self.waitingLogIns } }
}
