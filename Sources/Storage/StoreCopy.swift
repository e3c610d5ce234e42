import Foundation
import GRDB

/// Copies a store's file while it is in use.
package enum StoreCopy {
    /// Writes what is in the SQLite file `source` at one moment to the new file `target` (0600), by SQLite's own online
    /// backup; writers go on meanwhile. The copy is checked as a whole.
    ///
    /// - Throws: `StoreInvalid` of either file.
    package static func make(of source: String, to target: String) throws(StoreInvalid) {
        guard FileManager.default.createFile(atPath: target, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw StoreInvalid(file: target, reason: .cannotOpen("it cannot be written")) }
        do {
            var reading = Configuration()
            reading.readonly = true
            reading.busyMode = .timeout(5)
            let queue = try DatabaseQueue(path: source, configuration: reading)
            let copy = try DatabaseQueue(path: target)
            try queue.backup(to: copy)
            let verdict = try copy.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") } ?? "no answer"
            try copy.close()
            guard verdict == "ok" else { throw StoreInvalid(file: source, reason: .damaged(verdict)) }
        } catch let invalid as StoreInvalid {
            throw invalid
        } catch {
            throw StoreInvalid(file: source, reason: .cannotOpen("\(error)"))
        }
    }
}
