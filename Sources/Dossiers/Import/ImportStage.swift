import Domain
import Foundation
import GRDB
import Storage

/// A checked export, in a file of its own beside the store: outside the ledger, until it is decided to apply it.
///
/// Its rows are as the store will have them, so that a batch is applied by SQLite alone.
package struct ImportStage: Sendable {
    /// The folder below the data folder.
    package static let folder = "import"

    /// NULL in a column: the row does not say, and what is known stays. `service_ended` is empty when it is taken back.
    static let schema = StoreSchema(
        applicationID: 0x4857_494E,
        migrations: [
            """
            CREATE TABLE person (
                number INTEGER PRIMARY KEY CHECK (number >= 1),
                line INTEGER NOT NULL,
                id BLOB NOT NULL CHECK (length(id) = 16),
                client_number TEXT NOT NULL UNIQUE,
                given_name TEXT NOT NULL,
                family_name TEXT NOT NULL,
                email TEXT NOT NULL,
                phone TEXT NOT NULL,
                postcode TEXT NOT NULL,
                birth_day TEXT NOT NULL,
                case_number TEXT,
                street TEXT,
                gender TEXT,
                case_manager TEXT,
                support TEXT,
                tozo INTEGER,
                target_groups TEXT,
                service_ended TEXT
            ) STRICT;
            """
        ], check: "quick_check")

    package let id: String
    let path: String
    private let queue: DatabaseQueue

    /// Where a stage of the process whose data is in `data` is kept.
    package static func path(_ id: String, in data: String) -> String { "\(data)/\(folder)/\(id).sqlite" }

    /// Opens a stage.
    ///
    /// - Throws: `StoreInvalid` when it is not there or not sound.
    init(_ id: String, in data: String) throws {
        let path = Self.path(id, in: data)
        _ = try StoreFile.examine(path, schema: Self.schema) { _ in }
        var configuration = Configuration()
        configuration.readonly = true
        queue = try DatabaseQueue(path: path, configuration: configuration)
        self.id = id
        self.path = path
    }

    func count() async throws -> Int {
        try await queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM person") ?? 0 }
    }

    /// One row of a batch: whom it means, and the id that the person gets who is new.
    struct Entry: Sendable {
        let clientNumber: String
        let id: ProfileID
    }

    /// The rows after number `number`, at most `limit`, in their order.
    func entries(after number: Int, limit: Int) async throws -> [Entry] {
        try await queue.read { database in
            let sql = "SELECT client_number, id FROM person WHERE number > ? ORDER BY number LIMIT ?"
            return try Row.fetchAll(database, sql: sql, arguments: [number, limit]).compactMap { row in
                let key: Data = row[1]
                return ProfileID(bytes: key).map { Entry(clientNumber: row[0], id: $0) }
            }
        }
    }

    func holds(_ clientNumbers: [String]) async throws -> Set<String> {
        try await queue.read { database in
            let statement = try database.cachedStatement(sql: "SELECT 1 FROM person WHERE client_number = ?")
            return Set(try clientNumbers.filter { try Int.fetchOne(statement, arguments: [$0]) != nil })
        }
    }

    /// Removes what was left in `data` by commands that ended between check and decision.
    ///
    /// - Parameter needed: stages that are still to be applied.
    static func sweep(_ data: String, keeping needed: Set<String>, now: Date) {
        let folder = data + "/" + Self.folder
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where name.hasSuffix(".sqlite")
        {
            let path = folder + "/" + name
            let changed = (try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate]) as? Date
            let isOld = changed.map { now.timeIntervalSince($0) > kept } ?? false
            if isOld, !needed.contains(String(name.dropLast(".sqlite".count))) { remove(path) }
        }
    }

    /// Seconds for which a stage is kept that nobody decides to import.
    static let kept: TimeInterval = 86_400

    /// Gives a stage up that nobody decides to import.
    package static func discard(_ id: String, in data: String) { remove(path(id, in: data)) }

    /// Removes a stage that was applied or given up.
    static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }
}
