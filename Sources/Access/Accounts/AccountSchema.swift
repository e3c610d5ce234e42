import Domain
import Foundation
import GRDB

/// The tables of the accounts, and how a row becomes an account.
enum AccountSchema {
    static func open(_ path: String) throws -> DatabasePool {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        let pool = try DatabasePool(path: path, configuration: configuration)
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 accounts") { database in
            try database.execute(
                sql: """
                    CREATE TABLE account (
                        user TEXT NOT NULL PRIMARY KEY CHECK (length(user) BETWEEN 1 AND 100),
                        display_name TEXT NOT NULL,
                        role TEXT NOT NULL,
                        municipality TEXT CHECK (municipality GLOB 'GM[0-9][0-9][0-9][0-9]'),
                        organisation TEXT NOT NULL CHECK (length(organisation) = 20),
                        salt BLOB NOT NULL CHECK (length(salt) = 16),
                        hash BLOB NOT NULL CHECK (length(hash) = 32)
                    ) STRICT;
                    CREATE TABLE session (
                        digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
                        user TEXT NOT NULL REFERENCES account (user) ON DELETE CASCADE,
                        csrf TEXT NOT NULL,
                        expires REAL NOT NULL,
                        used REAL NOT NULL
                    ) STRICT;
                    CREATE TABLE attempt (user TEXT NOT NULL, origin TEXT NOT NULL, time REAL NOT NULL) STRICT;
                    CREATE INDEX attempt_user ON attempt (user, time);
                    CREATE INDEX attempt_origin ON attempt (origin, time);
                    """)
        }
        try migrator.migrate(pool)
        return pool
    }

    /// The account in `row`, or nil when this version does not know its role.
    static func account(_ row: Row) -> Account? {
        let (role, organisation, municipality): (String, String, String?) =
            (row["role"], row["organisation"], row["municipality"])
        guard let role = Role(rawValue: role), let organisation = try? OIN(organisation) else { return nil }
        return Account(
            user: row["user"], displayName: row["display_name"], role: role,
            municipality: municipality.flatMap { try? MunicipalityCode($0) }, organisation: organisation)
    }
}
