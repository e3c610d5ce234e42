import Foundation

/// What the file system says of some files: differs when one of them was replaced, changed, made or removed.
package struct FileStamp: Hashable, Sendable {
    private struct File: Hashable {
        let device: UInt64
        let node: UInt64
        let size: Int64
        let seconds: Int
        let nanoseconds: Int
        let mode: UInt32
    }

    /// Nil for one that is not there.
    private let files: [File?]

    /// A few system calls; no file is opened.
    package init(of paths: [String]) {
        files = paths.map { path in
            var status = stat()
            guard unsafe stat(path, &status) == 0 else { return nil }
            #if os(Linux)
                let changed = status.st_ctim
            #else
                let changed = status.st_ctimespec
            #endif
            return File(
                device: UInt64(truncatingIfNeeded: status.st_dev), node: UInt64(status.st_ino),
                size: Int64(status.st_size), seconds: Int(changed.tv_sec), nanoseconds: Int(changed.tv_nsec),
                mode: UInt32(status.st_mode))
        }
    }
}
