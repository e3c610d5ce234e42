import Domain
import Foundation

/// A folder (0700) that is filled under another name and then takes its place, so that nobody ever finds half of one.
struct NewFolder {
    private let path: String

    /// Makes the folder at `path` of what `fill` puts in it. When another process made it meanwhile, that one stays.
    ///
    /// - Throws: `DevelopmentPKI.Failure` when the disk refuses; and what `fill` throws. Nothing stays behind.
    static func make(at path: String, fill: (NewFolder) throws -> Void) throws {
        let parent = (path as NSString).deletingLastPathComponent
        let temporary = "\(parent)/.new-\(UUID.random().uuidString)"
        try DevelopmentPKI.attempt(path) { () throws(OwnerOnlyFile.Fault) in try OwnerOnlyFile.makeFolder(temporary) }
        do {
            try fill(NewFolder(path: temporary))
            try DevelopmentPKI.attempt(path) { () throws(OwnerOnlyFile.Fault) in try takePlace(of: path, temporary) }
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
    }

    /// Writes a file that only its owner can open.
    func secret(_ name: String, _ text: String) throws { try write(name, text, .owner) }

    /// Writes a file that everybody may read.
    func open(_ name: String, _ text: String) throws { try write(name, text, .everyoneReads) }

    private func write(_ name: String, _ text: String, _ rights: OwnerOnlyFile.Rights) throws {
        let file = path + "/" + name
        let content = text.hasSuffix("\n") ? text : text + "\n"
        try DevelopmentPKI.attempt(file) { () throws(OwnerOnlyFile.Fault) in
            try OwnerOnlyFile.write(content.utf8, to: file, rights: rights)
        }
    }

    private static func takePlace(of path: String, _ temporary: String) throws(OwnerOnlyFile.Fault) {
        if unsafe rename(temporary, path) == 0 { return OwnerOnlyFile.flush(folderOf: path) }
        let code = errno
        guard code == EEXIST || code == ENOTEMPTY else { throw .system(code: code) }
        try? FileManager.default.removeItem(atPath: temporary)
    }
}
