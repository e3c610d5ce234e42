package import Crypto
import Domain
package import Foundation
import Synchronization

/// The keys that a region's handles are sealed under: a new one each day; the one before is kept until the last handle
/// under it has ended. So whoever gets hold of a key opens what was asked in a day or so, and nothing older.
///
/// In files `handle-<made>-<id>.key` (seconds since 1970; eight hexadecimal digits), 32 bytes each, for their owner
/// alone. A process without such a file takes over the one `handle.key` of before keys were replaced.
package final class HandleKeys: Sendable {
    /// One key; its id is in every handle under it.
    struct Key: Sendable {
        let id: UInt32
        let made: Date
        let key: SymmetricKey
        let fileName: String
    }

    /// How long handles are sealed under one key.
    package static let life: TimeInterval = 86_400
    /// After its successor was made, a key is kept for as long as a handle opens, and a moment for the clock.
    private static let kept = TimeInterval(Limits.handleSeconds + Limits.clockLeewaySeconds)
    private static let former = "handle.key"

    /// Nil for keys that no file has.
    private let folder: String?
    /// At least one, the newest last.
    private let held: Mutex<[Key]>

    /// Always this key.
    package init(_ key: SymmetricKey) {
        folder = nil
        held = Mutex([Key(id: 0, made: .distantPast, key: key, fileName: "")])
    }

    private init(folder: String, keys: [Key]) {
        self.folder = folder
        held = Mutex(keys)
    }

    /// The keys in `folder`, a new one when there is none, and without those that are over at `time`.
    ///
    /// - Throws: `LocalKeyInvalid` for a key that others can read or that has another length.
    static func load(from folder: String, at time: Date) throws(LocalKeyInvalid) -> HandleKeys {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var keys: [Key] = []
        for name in names {
            guard let (made, id) = parse(name) else { continue }
            // A clock that was far ahead once must not keep a key in use until then.
            keys.append(
                Key(id: id, made: min(made, time), key: try LocalKeys.read(folder + "/" + name), fileName: name))
        }
        if keys.isEmpty, names.contains(former) {
            let key = fresh(LocalKeys.bytes(of: try LocalKeys.read(folder + "/" + former)), at: time, beside: [])
            try write(key, in: folder)
            keys.append(key)
        }
        if names.contains(former) { try? FileManager.default.removeItem(atPath: folder + "/" + former) }
        keys.sort { $0.made < $1.made }
        let all = HandleKeys(folder: folder, keys: keys)
        try all.rotate(at: time)
        return all
    }

    /// Makes a new key when the newest is a day old, and forgets those under which no handle opens any more.
    ///
    /// - Returns: Whether a key was made.
    /// - Throws: `LocalKeyInvalid` when its file cannot be written: then handles go on under the one before.
    @discardableResult
    package func rotate(at time: Date) throws(LocalKeyInvalid) -> Bool {
        guard let folder else { return false }
        let keys = held.withLock { $0 }
        var isMade = false
        if keys.last.map({ time.timeIntervalSince($0.made) >= Self.life }) ?? true {
            let key = Self.fresh(LocalKeys.bytes(of: SymmetricKey(size: .bits256)), at: time, beside: keys)
            try Self.write(key, in: folder)
            held.withLock { $0.append(key) }
            isMade = true
        }
        let ended = held.withLock { held in
            let over = zip(held, held.dropFirst()).prefix { time.timeIntervalSince($1.made) >= Self.kept }.map(\.0)
            held.removeFirst(over.count)
            return over
        }
        for key in ended { try? FileManager.default.removeItem(atPath: folder + "/" + key.fileName) }
        return isMade
    }

    /// What new handles are sealed under.
    var current: Key? { held.withLock { $0.last } }

    /// The key with this id; nil when it is over, or never was.
    func key(_ id: UInt32) -> SymmetricKey? { held.withLock { $0.last { $0.id == id }?.key } }

    private static func fresh(_ bytes: [UInt8], at time: Date, beside keys: [Key]) -> Key {
        var id = UInt32.random(in: .min ... .max)
        while keys.contains(where: { $0.id == id }) { id = UInt32.random(in: .min ... .max) }
        let digits = String(id, radix: 16)
        let seconds = Int(time.timeIntervalSince1970)
        return Key(
            id: id, made: Date(timeIntervalSince1970: TimeInterval(seconds)), key: SymmetricKey(data: bytes),
            fileName: "handle-\(seconds)-\(String(repeating: "0", count: 8 - digits.count))\(digits).key")
    }

    private static func write(_ key: Key, in folder: String) throws(LocalKeyInvalid) {
        let path = folder + "/" + key.fileName
        do throws(OwnerOnlyFile.Fault) {
            try OwnerOnlyFile.write(LocalKeys.bytes(of: key.key), to: path)
        } catch {
            throw LocalKeyInvalid(file: path, fault: error)
        }
    }

    private static func parse(_ name: String) -> (made: Date, id: UInt32)? {
        guard let match = name.wholeMatch(of: /handle-([0-9]{1,12})-([0-9a-f]{8})\.key/),
            let seconds = TimeInterval(match.1), let id = UInt32(match.2, radix: 16)
        else { return nil }
        return (Date(timeIntervalSince1970: seconds), id)
    }
}
