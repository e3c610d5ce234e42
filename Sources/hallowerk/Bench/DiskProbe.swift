import Domain
import Foundation
import Synchronization

/// Writes to a file as a store's log does: 4 KiB more, then to the disk.
struct DiskProbe: ~Copyable {
    private let descriptor: Int32
    private let page = [UInt8](repeating: 0x2A, count: 4_096)

    init(_ path: String) throws {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw OperatorError("\(path) cannot be opened.", remedy: "Give --in a folder of yours.")
        }
    }

    deinit { close(descriptor) }

    /// How long one write and its fsync take.
    func sync() throws -> Duration {
        let clock = ContinuousClock()
        let began = clock.now
        let written = unsafe page.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        guard written == page.count, fsync(descriptor) == 0 else { throw OperatorError("The disk refuses to write.") }
        return clock.now - began
    }
}

/// Dossiers that a walk over the store gathers.
final class Collected: Sendable {
    private let found = Mutex<[Dossier]>([])
    var dossiers: [Dossier] { found.withLock(\.self) }

    func add(_ dossier: Dossier, limit: Int) {
        found.withLock { if $0.count < limit { $0.append(dossier) } }
    }
}
