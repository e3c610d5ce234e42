import Foundation

/// One process at a time changes what an authority remembers: an advisory lock (`flock`) on its folder, which ends with
/// the process.
enum FolderLock {
    /// What `body` returns, run while no other process holds the lock of `folder`; waits for it.
    ///
    /// - Throws: `DevelopmentPKI.Failure` when the folder cannot be opened; what `body` throws.
    static func held<Value>(on folder: String, _ body: () throws -> Value) throws -> Value {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(folder) }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw failure(folder) }
        }
        return try body()
    }

    private static func failure(_ folder: String) -> DevelopmentPKI.Failure {
        DevelopmentPKI.Failure(
            subject: folder, reason: unsafe String(cString: strerror(errno)),
            remedy: "see to it that the user of this process can open that folder")
    }
}
