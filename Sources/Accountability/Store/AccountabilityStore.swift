import Foundation
import GRDB

/// The file with both logs of a process. They meet only in the trace id (design.md §8).
package struct AccountabilityStore: Sendable {
    package let processingLog: ProcessingLog
    package let auditLog: AuditLog

    /// Opens `path`, and makes it when it is not there (0600).
    ///
    /// - Throws: `LogFault.unusable`.
    package init(path: String) throws {
        do {
            if !FileManager.default.fileExists(atPath: path) {
                _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            }
            let pool = try DatabasePool(path: path, configuration: Self.configuration)
            try Self.migrator.migrate(pool)
            let queue = CommitQueue(pool: pool)
            processingLog = ProcessingLog(pool: pool, queue: queue)
            auditLog = try AuditLog(pool: pool, queue: queue)
        } catch {
            throw LogFault.unusable(file: path, reason: "\((error as? DatabaseError)?.message ?? "\(error)")")
        }
    }

    /// Looks at the file without changing it: its integrity, and how many lines there are.
    ///
    /// - Throws: `LogFault.unusable`.
    package static func examine(path: String) throws -> String {
        do {
            var configuration = configuration
            configuration.readonly = true
            return try DatabaseQueue(path: path, configuration: configuration).read { database in
                let verdict = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no answer"
                guard verdict == "ok" else { throw LogFault.unusable(file: path, reason: verdict) }
                let lines = try Int.fetchOne(database, sql: "SELECT count(*) FROM audit") ?? 0
                return "\(lines) audit lines, intact"
            }
        } catch let fault as LogFault {
            throw fault
        } catch {
            throw LogFault.unusable(file: path, reason: "\((error as? DatabaseError)?.message ?? "\(error)")")
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        return configuration
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 logs") { database in
            try database.execute(
                sql: """
                    CREATE TABLE processing (
                        id INTEGER PRIMARY KEY,
                        trace TEXT NOT NULL CHECK (length(trace) = 32),
                        span TEXT NOT NULL CHECK (length(span) = 16),
                        parent TEXT,
                        activity TEXT NOT NULL,
                        name TEXT NOT NULL,
                        started INTEGER NOT NULL,
                        ended INTEGER NOT NULL CHECK (ended >= started),
                        succeeded INTEGER NOT NULL CHECK (succeeded IN (0, 1)),
                        subjects TEXT NOT NULL,
                        asker TEXT
                    ) STRICT;
                    CREATE TABLE audit (
                        id INTEGER PRIMARY KEY,
                        action TEXT NOT NULL,
                        object TEXT NOT NULL,
                        result TEXT NOT NULL,
                        origin TEXT NOT NULL,
                        actor TEXT NOT NULL,
                        time INTEGER NOT NULL,
                        trace TEXT NOT NULL,
                        chain BLOB NOT NULL CHECK (length(chain) = 32)
                    ) STRICT;
                    """)
        }
        return migrator
    }
}

extension Date {
    /// Milliseconds since 1970, as the logs store times.
    var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1_000).rounded()) }
}
