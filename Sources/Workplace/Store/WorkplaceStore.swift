package import Domain
package import Foundation
import GRDB
package import Storage

/// What the users of a node keep at work: assignments with their candidates, saved searches, and stored links.
///
/// Invariants: no profile and no copy of one is in it, only references that the home regions sealed; everything belongs
/// to one organisation and is read and changed by its people only, so that one of another organisation is as one that
/// is not there. Every act has a limit, and what is over it changes nothing.
package struct WorkplaceStore: Sendable {
    let pool: DatabasePool
    let file: String
    let now: @Sendable () -> Date

    /// Opens `path`, and makes it when it is not there; missing migrations run.
    ///
    /// - Throws: `StoreInvalid` when the file is damaged, newer than this program, not this store's or open to others;
    ///   it then is as it was.
    package init(path: String, now: @escaping @Sendable () -> Date) throws(StoreInvalid) {
        pool = try StoreFile.open(path, schema: WorkplaceSchema.schema)
        file = path
        self.now = now
    }

    /// Looks at the file without changing it: one line for an operator.
    ///
    /// - Throws: as `init`; also when the file is not there.
    package static func examine(path: String) throws(StoreInvalid) -> String {
        try StoreFile.examine(path, schema: WorkplaceSchema.schema) { database in
            let assignments = try Int.fetchOne(database, sql: "SELECT count(*) FROM assignment") ?? 0
            let candidates = try Int.fetchOne(database, sql: "SELECT count(*) FROM candidate") ?? 0
            return "sound, schema \(WorkplaceSchema.schema.version), \(assignments) lists, \(candidates) candidates"
        }
    }

    func reading<Value: Sendable>(_ read: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await pool.reading(of: file, read)
    }

    func writing<Value: Sendable>(_ write: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await pool.writing(to: file, write)
    }
}

/// Who acts: one person of one organisation.
package struct Colleague: Hashable, Sendable {
    /// The account's name.
    package let user: String
    package let organisation: OIN

    package init(user: String, organisation: OIN) {
        self.user = user
        self.organisation = organisation
    }
}

/// Why something was not kept; nothing was changed.
package enum WorkplaceRefusal: StoreRefusal, Hashable {
    /// Not there, or another organisation's.
    case missing
    /// The organisation uses this reference already.
    case referenceTaken
    /// As many as there may be: of what, and how many.
    case full(Kept, limit: Int)

    package enum Kept: Hashable, Sendable { case assignments, candidates, savedSearches, links }
}

/// Names a row of this store: sixteen random bytes, so that nobody guesses one.
package struct WorkplaceID: Hashable, Sendable, CustomStringConvertible {
    let bytes: [UInt8]

    /// A new one.
    init() {
        var random = SystemRandomNumberGenerator()
        bytes = (0..<16).map { _ in random.next() }
    }

    /// The id of exactly sixteen `bytes`, or nil.
    init?(_ bytes: Data) {
        guard bytes.count == 16 else { return nil }
        self.bytes = Array(bytes)
    }

    /// The id that `text` spells in 32 hexadecimal digits, or nil.
    package init?(_ text: String) {
        guard text.utf8.count == 32 else { return nil }
        var bytes: [UInt8] = []
        var digits = text[...]
        while !digits.isEmpty {
            guard let byte = UInt8(digits.prefix(2), radix: 16), digits.first != "+", digits.first != "-" else {
                return nil
            }
            bytes.append(byte)
            digits = digits.dropFirst(2)
        }
        self.bytes = bytes
    }

    package var description: String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    var data: Data { Data(bytes) }
}
