import Foundation
import Glibc

/// Leave to be the one process that writes a region's store: `flock` on `node.lock` in its data folder, until the process ends.
package final class StoreLock: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// - Throws: `StoreFault.locked` with the id of the process that has it.
    package static func take(_ folder: String) throws -> StoreLock {
        let path = folder + "/node.lock"
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreFault.failed(file: path, reason: unsafe String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
            close(descriptor)
            throw StoreFault.locked(folder: folder, holder: holder ?? "unknown")
        }
        ftruncate(descriptor, 0)
        let identifier = Array("\(getpid())\n".utf8)
        _ = unsafe identifier.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        return StoreLock(descriptor: descriptor)
    }
}
