import Domain
import Foundation
import GRDB
import Storage

extension ImportStage {
    /// Faults of which a report keeps the text; all are counted.
    package static let reportedFaults = 1_000

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

    /// Rows of one piece of the file that are not taken, with the text of each.
    private struct BadRow: Sendable {
        let faults: [ImportFault]
        let source: @Sendable () -> [UInt8]
    }

    /// Reads and checks `file`, and keeps what is good, as a new stage or not at all; on disk when it returns.
    ///
    /// - Parameters:
    ///   - data: the process's data folder.
    ///   - id: the stage's, a UUID.
    ///   - progress: told how many bytes of the file have been read; what it throws ends the check.
    ///   - onBad: gets the text of each row that is not taken, and its faults.
    /// - Returns: The stage's id, and what was found.
    /// - Throws: an error that says what is wrong with the file as a whole, in Dutch with its line; what SQLite says.
    package static func check(
        _ file: String, into data: String, as id: String = UUID.random().uuidString.lowercased(),
        progress: (Int) throws -> Void, onBad: ([UInt8], [ImportFault]) throws -> Void
    ) async throws -> (id: String, report: Report) {
        let pool = try StoreFile.open(path(id, in: data), schema: schema)
        do {
            let report = try await fill(pool, from: file, progress: progress, onBad: onBad)
            try pool.close()
            return (id, report)
        } catch {
            try? pool.close()
            discard(id, in: data)
            throw error
        }
    }

    /// While one piece of the file is kept, the next is read and checked.
    private static func fill(
        _ pool: DatabasePool, from file: String, progress: (Int) throws -> Void,
        onBad: ([UInt8], [ImportFault]) throws -> Void
    ) async throws -> Report {
        // Nobody knows of the stage yet: it need not be on disk piece by piece.
        try await pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        var report = Report()
        var next = try await nextPiece(after: ImportFileReader(file))
        while let piece = next.rows {
            let reader = next.reader
            try progress(reader.bytesRead)
            async let following = nextPiece(after: reader)
            let first = report.good + 1
            let (kept, bad) = try await pool.write { try keep(piece, from: first, $0) }
            report.good += kept
            report.bad += bad.count
            for row in bad {
                report.faultCount += row.faults.count
                report.faults += row.faults.prefix(reportedFaults - report.faults.count)
                try onBad(row.source(), row.faults)
            }
            next = try await following
        }
        try await pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.checkpoint(.truncate)
        }
        return report
    }

    private static func nextPiece(
        after reader: ImportFileReader
    ) async throws -> (reader: ImportFileReader, rows: [ImportFileReader.Row]?) {
        var reader = reader
        let rows = try reader.next()
        return (reader, rows)
    }

    /// Keeps the good rows of one piece.
    ///
    /// - Parameter first: the number of the first.
    private static func keep(
        _ rows: [ImportFileReader.Row], from first: Int, _ database: Database
    ) throws -> (kept: Int, bad: [BadRow]) {
        let insert = try database.cachedStatement(sql: insertPerson)
        let time = Date()
        var kept = 0
        var bad: [BadRow] = []
        for row in rows {
            switch row {
            case .faults(let faults, let source): bad.append(BadRow(faults: faults, source: source))
            case .person(let person):
                insert.setUncheckedArguments(columns(of: person, number: first + kept, id: ProfileID(madeAt: time)))
                try insert.execute()
                if database.changesCount == 1 {
                    kept += 1
                } else {
                    let key = Array(person.clientNumber.utf8)
                    bad.append(BadRow(faults: [try twice(person, database)], source: { key }))
                }
            }
        }
        return (kept, bad)
    }

    private static let insertPerson = """
        INSERT OR IGNORE INTO person
            (number, line, id, client_number, given_name, family_name, email, phone, postcode, birth_day, case_number,
            street, gender, case_manager, support, tozo, target_groups, service_ended)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    private static func columns(of person: ImportedPerson, number: Int, id: ProfileID) -> StatementArguments {
        let values = person.values
        func text(_ column: ImportColumn) -> DatabaseValue { values[column]?.databaseValue ?? .null }
        let groups = values[.targetGroups].map { ListText.text(of: $0.split(separator: " ").map(String.init)) }
        return [
            number.databaseValue, person.line.databaseValue, Data(id.bytes).databaseValue, text(.clientNumber),
            text(.givenName), text(.familyName),
            text(.email), text(.phone), text(.postcode), text(.birthDay),
            text(.caseNumber), text(.street), text(.gender), text(.caseManager), text(.support),
            values[.toZo].map { $0 == ImportValue.yes }?.databaseValue ?? .null, groups?.databaseValue ?? .null,
            text(.serviceEnded),
        ]
    }

    private static func twice(_ person: ImportedPerson, _ database: Database) throws -> ImportFault {
        let first = try Int.fetchOne(
            database, sql: "SELECT line FROM person WHERE client_number = ?", arguments: [person.clientNumber])
        return ImportFault(
            line: person.line, column: ImportColumn.clientNumber.rawValue,
            reason: "staat ook op regel \(first ?? 0)", remedy: "laat elk klantnummer één keer voorkomen")
    }
}
