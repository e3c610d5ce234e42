package import Crypto
import Foundation

/// A process's own symmetric keys, in its data folder: made at the first start, never shared.
package struct LocalKeys: Sendable {
    package let handle: SymmetricKey
    package let pseudonym: SymmetricKey
    package let cursor: SymmetricKey

    /// Reads the keys in `folder`, or makes there what is missing (32 random bytes each, 0600).
    ///
    /// - Throws: `LocalKeyInvalid` for a key that others can read or that has another length.
    package static func load(or folder: String) throws -> LocalKeys {
        do throws(OwnerOnlyFile.Fault) {
            try OwnerOnlyFile.makeFolder(folder)
        } catch {
            throw LocalKeyInvalid(file: folder, fault: error)
        }
        return LocalKeys(
            handle: try key(folder + "/handle.key"), pseudonym: try key(folder + "/pseudonym.key"),
            cursor: try key(folder + "/cursor.key"))
    }

    private static func key(_ path: String) throws -> SymmetricKey {
        do throws(OwnerOnlyFile.Fault) {
            if !FileManager.default.fileExists(atPath: path) {
                let fresh = SymmetricKey(size: .bits256)
                let bytes = unsafe fresh.withUnsafeBytes { unsafe Array($0) }
                try OwnerOnlyFile.write(bytes, to: path)
            }
            let bytes = try OwnerOnlyFile.read(path)
            guard bytes.count == 32 else { throw .notAFile }
            return SymmetricKey(data: bytes)
        } catch {
            throw LocalKeyInvalid(file: path, fault: error)
        }
    }
}

/// A local key that cannot be used, and what to do.
package struct LocalKeyInvalid: Error, CustomStringConvertible {
    package let file: String
    package let fault: OwnerOnlyFile.Fault
    package var description: String {
        let explained = fault.explained(at: file)
        return "\(file): \(explained.reason); \(explained.remedy)"
    }
}
