import Domain
import Foundation
import GRDB
import Storage

/// A checked export, in a file of its own beside the store: outside the ledger, until it is decided to apply it.
package struct ImportStage: Sendable {
    /// Faults of which a report keeps the text; all are counted.
    package static let reportedFaults = 1_000
    /// The folder below the data folder.
    package static let folder = "import"

    /// What was found in a file.
    package struct Report: Sendable {
        /// Rows that can be taken.
        package var good = 0
        /// Rows with at least one fault.
        package var bad = 0
        /// In the order of the file, at most `reportedFaults`.
        package var faults: [ImportFault] = []
        package var faultCount = 0
    }

    private static let schema = StoreSchema(
        applicationID: 0x4857_494D,
        migrations: [
            """
            CREATE TABLE person (
                number INTEGER PRIMARY KEY CHECK (number >= 1),
                line INTEGER NOT NULL,
                client_number TEXT NOT NULL UNIQUE,
                content TEXT NOT NULL
            ) STRICT;
            """
        ])

    package let id: String
    private let queue: DatabaseQueue

    /// Where a stage of the process whose data is in `data` is kept.
    package static func path(_ id: String, in data: String) -> String { "\(data)/\(folder)/\(id).sqlite" }

    /// Reads and checks `file`, and keeps what is good, as a new stage or not at all.
    ///
    /// - Parameters:
    ///   - data: the process's data folder.
    ///   - progress: told how many bytes of the file have been read.
    ///   - onBad: gets the text of each row that is not taken, and its faults.
    /// - Returns: The stage's id, and what was found.
    /// - Throws: an error that says what is wrong with the file as a whole, in Dutch with its line; what SQLite says.
    package static func check(
        _ file: String, into data: String, progress: (Int) -> Void, onBad: ([UInt8], [ImportFault]) throws -> Void
    ) throws -> (id: String, report: Report) {
        let id = UUID().uuidString.lowercased()
        let pool = try StoreFile.open(path(id, in: data), schema: schema)
        do {
            let report = try fill(pool, from: file, progress: progress, onBad: onBad)
            try pool.close()
            return (id, report)
        } catch {
            try? pool.close()
            discard(id, in: data)
            throw error
        }
    }

    private static func fill(
        _ pool: DatabasePool, from file: String, progress: (Int) -> Void, onBad: ([UInt8], [ImportFault]) throws -> Void
    ) throws -> Report {
        var report = Report()
        try pool.writeWithoutTransaction { database in
            try database.inTransaction(.immediate) {
                let insert = try database.cachedStatement(
                    sql: "INSERT OR IGNORE INTO person (number, line, client_number, content) VALUES (?, ?, ?, ?)")
                try ImportFileReader.read(file, progress: progress) { row in
                    var faults: [ImportFault] = []
                    var source: [UInt8] = []
                    switch row {
                    case .faults(let found, let text): (faults, source) = (found, text())
                    case .person(let person):
                        try insert.execute(arguments: [
                            report.good + 1, person.line, person.clientNumber, ImportContent.text(of: person),
                        ])
                        if database.changesCount == 1 {
                            report.good += 1
                            return
                        }
                        faults = [try twice(person, database)]
                        source = Array(person.clientNumber.utf8)
                    }
                    report.bad += 1
                    report.faultCount += faults.count
                    report.faults += faults.prefix(reportedFaults - report.faults.count)
                    try onBad(source, faults)
                }
                return .commit
            }
        }
        return report
    }

    private static func twice(_ person: ImportedPerson, _ database: Database) throws -> ImportFault {
        let first = try Int.fetchOne(
            database, sql: "SELECT line FROM person WHERE client_number = ?", arguments: [person.clientNumber])
        return ImportFault(
            line: person.line, column: ImportColumn.clientNumber.rawValue,
            reason: "staat ook op regel \(first ?? 0)", remedy: "laat elk klantnummer één keer voorkomen")
    }

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
    }

    func count() async throws -> Int {
        try await queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM person") ?? 0 }
    }

    /// The people after number `number`, at most `limit`.
    func people(after number: Int, limit: Int) async throws -> [ImportedPerson] {
        try await queue.read { database in
            let sql = "SELECT line, content FROM person WHERE number > ? ORDER BY number LIMIT ?"
            return try Row.fetchAll(database, sql: sql, arguments: [number, limit]).map { row in
                ImportedPerson(line: row[0], values: ImportContent.values(of: row[1]))
            }
        }
    }

    func holds(_ clientNumbers: [String]) async throws -> Set<String> {
        try await queue.read { database in
            let statement = try database.makeStatement(sql: "SELECT 1 FROM person WHERE client_number = ?")
            return Set(
                try clientNumbers.filter { number in
                    try Int.fetchOne(statement, arguments: [number]) != nil
                })
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
            let isOld = changed.map { now.timeIntervalSince($0) > abandonedAfter } ?? false
            if isOld, !needed.contains(String(name.dropLast(".sqlite".count))) { remove(path) }
        }
    }

    /// Seconds after which a stage that nobody decided to import is given up.
    private static let abandonedAfter: TimeInterval = 86_400

    /// Gives a stage up that nobody decides to import.
    package static func discard(_ id: String, in data: String) { remove(path(id, in: data)) }

    /// Removes a stage that was applied or given up.
    static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }
}

/// A person's values as one text of a stage.
enum ImportContent {
    static func text(of person: ImportedPerson) -> String {
        ListText.text(
            of: ImportColumn.allCases.compactMap { column in
                person.values[column].map { ListText.text(ofParts: [column.rawValue, $0]) }
            })
    }

    static func values(of text: String) -> [ImportColumn: String] {
        var values: [ImportColumn: String] = [:]
        for item in ListText.items(of: text) {
            let parts = ListText.parts(of: item)
            guard parts.count == 2, let column = ImportColumn(rawValue: parts[0]) else { continue }
            values[column] = parts[1]
        }
        return values
    }
}
