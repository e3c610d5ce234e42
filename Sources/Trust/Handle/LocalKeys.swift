package import Crypto
package import Foundation

/// A process's own symmetric keys, in its data folder: made at the first start, never shared. Those of handles are
/// replaced each day; the others are what pseudonyms and pages are known by, and stay.
package struct LocalKeys: Sendable {
    package let handles: HandleKeys
    package let pseudonym: SymmetricKey
    package let cursor: SymmetricKey
    /// What references are sealed under.
    let references: SymmetricKey
    /// What secrets of second factors are sealed with, and what a browser keeps of a log-in elsewhere.
    package let entrance: SymmetricKey

    /// Reads the keys in `folder`, or makes there what is missing (32 random bytes each, 0600).
    ///
    /// - Parameter time: when handles are sealed with them.
    /// - Throws: `LocalKeyInvalid` for a key that others can read or that has another length.
    package static func load(or folder: String, at time: Date = Date()) throws -> LocalKeys {
        do throws(OwnerOnlyFile.Fault) {
            try OwnerOnlyFile.makeFolder(folder)
        } catch {
            throw LocalKeyInvalid(file: folder, fault: error)
        }
        return LocalKeys(
            handles: try .load(from: folder, at: time), pseudonym: try key(folder + "/pseudonym.key"),
            cursor: try key(folder + "/cursor.key"), references: try key(folder + "/reference.key"),
            entrance: try entranceKey(in: folder))
    }

    /// The one key that a process has whose people log in, and nothing else of a node's: a gateway.
    ///
    /// - Throws: as `load`.
    package static func entrance(in folder: String) throws -> SymmetricKey {
        do throws(OwnerOnlyFile.Fault) {
            try OwnerOnlyFile.makeFolder(folder)
        } catch {
            throw LocalKeyInvalid(file: folder, fault: error)
        }
        return try entranceKey(in: folder)
    }

    private static func entranceKey(in folder: String) throws(LocalKeyInvalid) -> SymmetricKey {
        try key(folder + "/entrance.key")
    }

    private static func key(_ path: String) throws(LocalKeyInvalid) -> SymmetricKey {
        if !FileManager.default.fileExists(atPath: path) {
            do throws(OwnerOnlyFile.Fault) {
                try OwnerOnlyFile.write(bytes(of: SymmetricKey(size: .bits256)), to: path)
            } catch {
                throw LocalKeyInvalid(file: path, fault: error)
            }
        }
        return try read(path)
    }

    static func bytes(of key: SymmetricKey) -> [UInt8] { unsafe key.withUnsafeBytes { unsafe Array($0) } }

    static func read(_ path: String) throws(LocalKeyInvalid) -> SymmetricKey {
        do throws(OwnerOnlyFile.Fault) {
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
