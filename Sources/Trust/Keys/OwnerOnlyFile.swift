import Domain
import Foundation

/// Files that hold secrets: made for their owner alone, and refused when others can read them.
///
/// A secret is never in a file that others can open, not for an instant: the file is created with its mode under
/// another name, written, flushed, and then takes its place whole.
package enum OwnerOnlyFile {
    /// Why a file could not be read or written.
    package enum Fault: Error, Hashable {
        case missing
        case notAFile
        /// Group or others may do more with it than they should; its mode (nine bits) and what it should be.
        case openToOthers(mode: Int, allowed: Int)
        case tooLarge(limit: Int)
        /// What the system call said (`errno`).
        case system(code: Int32)
    }

    /// Who may open a file.
    package enum Rights: Sendable {
        /// 0600: keys.
        case owner
        /// 0644: what anybody may read and only the owner may change.
        case everyoneReads

        var mode: mode_t { self == .owner ? 0o600 : 0o644 }
        /// Bits that must not be set on a file that is read.
        var forbidden: mode_t { self == .owner ? 0o077 : 0o022 }
    }

    /// Bytes of the largest file read here, unless a caller says otherwise.
    package static let limit = 256 * 1024

    /// The whole file, checked and read through one descriptor, so that it cannot be exchanged in between.
    ///
    /// - Throws: `Fault`; `.openToOthers` when its mode grants more than `rights`.
    package static func read(
        _ path: String, rights: Rights = .owner, limit: Int = Self.limit
    ) throws(Fault) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw errno == ENOENT || errno == ENOTDIR ? .missing : .system(code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .system(code: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        guard status.st_mode & rights.forbidden == 0 else {
            throw .openToOthers(mode: Int(status.st_mode & 0o777), allowed: Int(rights.mode))
        }
        guard status.st_size <= limit else { throw .tooLarge(limit: limit) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 16 * 1024)
        while bytes.count <= limit {
            let count = unsafe block.withUnsafeMutableBytes {
                unsafe Foundation.read(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .system(code: errno) }
            if count == 0 { return bytes }
            bytes += block[..<count]
        }
        throw .tooLarge(limit: limit)
    }

    /// Writes `path` whole: it has its old content or all of `bytes`, and never a mode wider than `rights`.
    ///
    /// - Throws: `Fault.system`.
    package static func write(_ bytes: some Collection<UInt8>, to path: String, rights: Rights = .owner) throws(Fault) {
        let temporary = path + ".new-" + UUID.random().uuidString
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, rights.mode)
        guard descriptor >= 0 else { throw .system(code: errno) }
        let content = Array(bytes)
        var written = 0
        var code: Int32 = 0
        while written < content.count && code == 0 {
            let count = unsafe content.withUnsafeBytes {
                unsafe Foundation.write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
            }
            if count >= 0 { written += count } else if errno != EINTR { code = errno }
        }
        if code == 0 && fsync(descriptor) != 0 { code = errno }
        if close(descriptor) != 0 && code == 0 { code = errno }
        if code == 0 { code = unsafe rename(temporary, path) == 0 ? 0 : errno }
        guard code == 0 else {
            unsafe unlink(temporary)
            throw .system(code: code)
        }
        flush(folderOf: path)
    }

    /// Makes a folder that only its owner can open (0700); one that exists is left as it is.
    ///
    /// - Throws: `Fault.system`, `.notAFile` when something else has that name.
    package static func makeFolder(_ path: String) throws(Fault) {
        if unsafe mkdir(path, 0o700) == 0 { return }
        guard errno == EEXIST else { throw .system(code: errno) }
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw .system(code: errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw .notAFile }
    }

    /// A rename is durable once its folder is; a file system that cannot flush a folder is left alone.
    static func flush(folderOf path: String) {
        let folder = (path as NSString).deletingLastPathComponent
        let descriptor = unsafe open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

extension OwnerOnlyFile.Fault {
    /// What is wrong with the file at `path`, and what to do about it, for an operator.
    package func explained(at path: String) -> (reason: String, remedy: String) {
        let quoted = Self.quoted(path)
        switch self {
        case .missing: return ("the file is missing", "put it back, or make it with 'hallowerk certs init'")
        case .notAFile: return ("it is not a regular file", "put the file itself in its place")
        case .openToOthers(let mode, let allowed):
            let what = mode & 0o022 != 0 ? "change" : mode & 0o044 != 0 ? "read" : "use"
            return (
                "others can \(what) it (mode 0\(String(mode, radix: 8)))",
                "type: chmod \(String(allowed, radix: 8)) \(quoted)"
            )
        case .tooLarge(let limit): return ("it is larger than \(limit) bytes", "put the right file in its place")
        case .system(let code):
            return (
                unsafe String(cString: strerror(code)), "see to it that the user of this process can open \(quoted)"
            )
        }
    }

    /// `path` as a shell reads it back.
    private static func quoted(_ path: String) -> String {
        let plain = path.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (65...90).contains(byte) || (45...57).contains(byte) || byte == 95
        }
        return plain ? path : "'" + path.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}
