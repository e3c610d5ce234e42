import Foundation

/// Leave to be the one process that works with a data folder: `flock` on `node.lock` in it. It ends when the value
/// is gone or the process ends, however it ends.
package final class StoreLock: Sendable {
    /// Why the lock was not given.
    package enum Refusal: Error, Hashable, CustomStringConvertible {
        /// Another process has it; its id, when the file says it.
        case held(folder: String, by: Int?)
        case cannotOpen(file: String, cause: String)

        package var description: String {
            switch self {
            case .held(let folder, let pid?):
                "\(folder) is in use by process \(pid). Stop that process, or use another folder."
            case .held(let folder, nil):
                "\(folder) is in use by another process. Stop it, or use another folder."
            case .cannotOpen(let file, let cause):
                "\(file) cannot be opened: \(cause). Check the folder's owner and mode."
            }
        }
    }

    private static let fileName = "node.lock"
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Takes the lock of `folder`, and writes this process's id into the file (0600).
    ///
    /// - Throws: `Refusal`; it does not wait.
    package static func take(_ folder: String) throws(Refusal) -> StoreLock {
        let path = folder + "/" + fileName
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .cannotOpen(file: path, cause: Self.text(of: errno)) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EWOULDBLOCK else { throw .cannotOpen(file: path, cause: Self.text(of: code)) }
            throw .held(folder: folder, by: holder(path))
        }
        let lock = StoreLock(descriptor: descriptor)
        let line = Array("\(getpid())\n".utf8)
        let written = unsafe line.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        guard written == line.count, ftruncate(descriptor, off_t(line.count)) == 0 else {
            throw .cannotOpen(file: path, cause: Self.text(of: errno))
        }
        return lock
    }

    private static func text(of code: Int32) -> String { unsafe String(cString: strerror(code)) }

    private static func holder(_ path: String) -> Int? {
        let text = try? String(contentsOfFile: path, encoding: .utf8)
        return text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
}
