package import Domain
package import Foundation
import GRDB

/// A decision to import a stage, and how far it has come. Durable: a crash does not undo it, the next start goes on.
package struct ImportRun: Hashable, Sendable {
    package let id: String
    package let municipality: MunicipalityCode
    /// The user who decided.
    package let account: String
    package let decided: Date
    /// A full export: whoever is not in it is no longer served.
    package let isComplete: Bool
    package let total: Int
    package let applied: Int
    package let added: Int
    package let changed: Int
    /// Service ended, because they were not in a full export.
    package let ended: Int
    package let isFinished: Bool

    init?(_ row: Row) {
        guard let municipality = try? MunicipalityCode(row[0]) else { return nil }
        let (decided, complete): (Int64, Int) = (row[2], row[3])
        let finished: Int64? = row[9]
        self.municipality = municipality
        account = row[1]
        self.decided = Date(timeIntervalSince1970: Double(decided) / 1_000)
        isComplete = complete == 1
        total = row[4]
        applied = row[5]
        added = row[6]
        changed = row[7]
        ended = row[8]
        isFinished = finished != nil
        id = row[10]
    }
}
