package import Domain
import Foundation
import GRDB

/// A region's dossiers in SQLite. Read by many; written by `DossierLedger` only.
package struct DossierStore: Sendable {
    let pool: DatabasePool
    package let path: String

    /// How many people are visible and hidden: for the own region only.
    package struct Counts: Hashable, Sendable {
        package let visible: Int
        package let hidden: Int
        package var total: Int { visible + hidden }
    }

    /// Opens `path`, and makes it when it is not there (0600); checks its integrity and version first.
    ///
    /// - Throws: `StoreFault`; the file is unchanged.
    package init(path: String) throws {
        self.path = path
        do {
            let exists = FileManager.default.fileExists(atPath: path)
            if exists {
                _ = try Self.examine(path: path)
            } else {
                _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            }
            pool = try DatabasePool(path: path, configuration: Self.configuration)
            try DossierSchema.migrator.migrate(pool)
        } catch let fault as StoreFault {
            throw fault
        } catch {
            throw StoreFault.failed(file: path, reason: Self.reason(error))
        }
    }

    /// Looks at the file without changing it.
    ///
    /// - Returns: What was found, for an operator.
    /// - Throws: `StoreFault.corrupt`, `.newer`.
    package static func examine(path: String) throws -> String {
        do {
            var configuration = configuration
            configuration.readonly = true
            return try DatabaseQueue(path: path, configuration: configuration).read { database in
                let verdict = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no answer"
                guard verdict == "ok" else { throw StoreFault.corrupt(file: path, reason: verdict) }
                if try DossierSchema.migrator.hasBeenSuperseded(database) { throw StoreFault.newer(file: path) }
                let people = try database.tableExists("dossier") ? Int.fetchOne(database, sql: "SELECT count(*) FROM dossier") ?? 0 : 0
                return "\(people) people, intact"
            }
        } catch let fault as StoreFault {
            throw fault
        } catch {
            throw StoreFault.corrupt(file: path, reason: reason(error))
        }
    }

    /// The counts in the file at `path`, read beside whoever has it open.
    package static func readCounts(path: String) async throws -> Counts {
        var configuration = configuration
        configuration.readonly = true
        return try await DatabaseQueue(path: path, configuration: configuration).read { try counts($0) }
    }

    /// How many are visible and hidden.
    package func counts() async throws -> Counts { try await pool.read { try Self.counts($0) } }

    /// The dossier with that id, or nil.
    package func dossier(_ id: ProfileID) async throws -> Dossier? { try await pool.read { try Self.dossier(id, $0) } }

    /// Calls `body` with each visible dossier, in the order of the file; memory does not grow with their number.
    func forEachVisible(_ body: @escaping @Sendable (Dossier) -> Void) async throws {
        try await pool.read { database in
            let columns = DossierRow.columns.joined(separator: ", ")
            let rows = try Row.fetchCursor(database, sql: "SELECT \(columns) FROM dossier WHERE visibility = 'zichtbaar'")
            while let row = try rows.next() { body(try DossierRow.dossier(row)) }
        }
    }

    static func dossier(_ id: ProfileID, _ database: Database) throws -> Dossier? {
        let columns = DossierRow.columns.joined(separator: ", ")
        return try Row.fetchOne(database, sql: "SELECT \(columns) FROM dossier WHERE id = ?", arguments: [id.description])
            .map(DossierRow.dossier)
    }

    static func reason(_ error: any Error) -> String { (error as? DatabaseError)?.message ?? "\(error)" }

    private static func counts(_ database: Database) throws -> Counts {
        let visible = try Int.fetchOne(database, sql: "SELECT count(*) FROM dossier WHERE visibility = 'zichtbaar'") ?? 0
        let hidden = try Int.fetchOne(database, sql: "SELECT count(*) FROM dossier WHERE visibility = 'verborgen'") ?? 0
        return Counts(visible: visible, hidden: hidden)
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        return configuration
    }
}
