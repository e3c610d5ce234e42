import Foundation
package import GRDB

/// What makes a SQLite file this store's: its mark, and the migrations that brought it to where it is.
package struct StoreSchema: Sendable {
    /// SQLite's `application_id`: says whose file it is.
    package let applicationID: Int32
    /// Numbered from 1 by their place. Append only: one that has run somewhere is never changed.
    package let migrations: [String]
    /// SQLite's pragma that looks whether a file is sound: `integrity_check`, or `quick_check`, which does not compare
    /// tables with their indexes.
    package let check: String

    package var version: Int { migrations.count }

    package init(applicationID: Int32, migrations: [String], check: String = "integrity_check") {
        self.applicationID = applicationID
        self.migrations = migrations
        self.check = check
    }
}

/// Opens a store's file after looking at it; what is not sound is refused, and nothing of it is changed.
package enum StoreFile {
    /// Opens `path` for writing: WAL, `synchronous = FULL`, foreign keys on. A file that is not there is made
    /// (0600), its folder too (0700); missing migrations run, each in a transaction of its own.
    ///
    /// - Throws: `StoreInvalid` when folder or file is open to others, or the file is not SQLite, not this store's,
    ///   newer or damaged; the file then is as it was.
    package static func open(_ path: String, schema: StoreSchema) throws(StoreInvalid) -> DatabasePool {
        try checkFolder(of: path)
        if isFilled(path) {
            _ = try examine(path, schema: schema) { _ in }
        } else {
            try make(path)
        }
        return try reading(path) {
            let pool = try DatabasePool(path: path, configuration: configuration(readonly: false))
            try pool.writeWithoutTransaction { database in
                // Not in the configuration: a pool sets NORMAL when it turns WAL on, after the connection was prepared.
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try migrate(database, schema)
            }
            return pool
        }
    }

    /// Looks at the file without changing it, and then reads from it.
    ///
    /// - Throws: `StoreInvalid`, as `open`; also when the file is not there.
    package static func examine<Value>(
        _ path: String, schema: StoreSchema, _ read: (Database) throws -> Value
    ) throws(StoreInvalid) -> Value {
        try checkMode(path)
        guard hasHeader(path) else { throw StoreInvalid(file: path, reason: .notSQLite) }
        let queue = try reading(path) { try DatabaseQueue(path: path, configuration: configuration(readonly: true)) }
        let checked = try reading(path) { try queue.read { try check($0, schema) } }
        if let reason = checked { throw StoreInvalid(file: path, reason: reason) }
        return try reading(path) { try queue.read(read) }
    }

    /// Of each connection; SQLite's own would be 2,000.
    private static let cacheKibibytes = 512

    private static func configuration(readonly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readonly
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        // Pages are in the system's cache as well; a node has a dozen connections.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -\(cacheKibibytes)") }
        return configuration
    }

    /// What is wrong with the file, or nil. The kind is checked before the content, so that the reason is the right
    /// one.
    private static func check(_ database: Database, _ schema: StoreSchema) throws -> StoreInvalid.Reason? {
        let mark = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let isUntouched = try version == 0 && Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
        guard mark == schema.applicationID || mark == 0 && isUntouched else { return .otherProgram }
        guard version <= schema.version else { return .newer(found: version, known: schema.version) }
        let verdict = try String.fetchOne(database, sql: "PRAGMA \(schema.check)(1)") ?? "no answer"
        return verdict == "ok" ? nil : .damaged(verdict)
    }

    private static func migrate(_ database: Database, _ schema: StoreSchema) throws {
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        for number in version..<schema.version {
            try database.inTransaction(.immediate) {
                try database.execute(sql: schema.migrations[number])
                try database.execute(sql: "PRAGMA application_id = \(schema.applicationID)")
                try database.execute(sql: "PRAGMA user_version = \(number + 1)")
                return .commit
            }
        }
    }

    /// Runs `body`; what SQLite says of the file becomes a reason that an operator can act on.
    private static func reading<Value>(_ path: String, _ body: () throws -> Value) throws(StoreInvalid) -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_NOTADB: throw StoreInvalid(file: path, reason: .notSQLite)
            case .SQLITE_CORRUPT: throw StoreInvalid(file: path, reason: .damaged("SQLite cannot read it"))
            default:
                let code = error.extendedResultCode.rawValue
                throw StoreInvalid(file: path, reason: .cannotOpen("SQLite says \(code)"))
            }
        } catch {
            throw StoreInvalid(file: path, reason: .cannotOpen("\(type(of: error))"))
        }
    }

    private static func isFilled(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && (status.st_size > 0 || status.st_mode & S_IFMT != S_IFREG)
    }

    private static func hasHeader(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        return (try? file.read(upToCount: 16)) == Data("SQLite format 3\0".utf8)
    }

    private static func checkFolder(of path: String) throws(StoreInvalid) {
        let folder = (path as NSString).deletingLastPathComponent
        var status = stat()
        if unsafe stat(folder, &status) != 0 {
            guard errno == ENOENT, unsafe mkdir(folder, 0o700) == 0 || errno == EEXIST,
                unsafe stat(folder, &status) == 0
            else { throw StoreInvalid(file: folder, reason: .cannotOpen(systemError())) }
        }
        let mode = status.st_mode & 0o777
        guard mode & 0o077 == 0 else { throw StoreInvalid(file: folder, reason: .openToOthers(mode: Int(mode))) }
    }

    private static func checkMode(_ path: String) throws(StoreInvalid) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            throw StoreInvalid(file: path, reason: .cannotOpen(systemError()))
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw StoreInvalid(file: path, reason: .notAFile) }
        let mode = status.st_mode & 0o777
        guard mode & 0o077 == 0 else { throw StoreInvalid(file: path, reason: .openToOthers(mode: Int(mode))) }
    }

    /// An empty file that only its owner can open; SQLite gives its WAL the same mode.
    private static func make(_ path: String) throws(StoreInvalid) {
        let descriptor = unsafe Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw StoreInvalid(file: path, reason: .cannotOpen(systemError()))
        }
        close(descriptor)
        try checkMode(path)
    }

    private static func systemError() -> String { unsafe String(cString: strerror(errno)) }
}
