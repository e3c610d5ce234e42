import Foundation
import Trust

/// The sqlite3 tool, which does the same import the simplest way there is.
struct SQLiteTool {
    private let tool: String
    private let rows: BenchRows
    private let folder: String

    /// nil when there is no such tool on the path.
    init?(rows: BenchRows, folder: String) {
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        guard let found = path.map({ $0 + "/sqlite3" }).first(where: FileManager.default.isExecutableFile(atPath:))
        else { return nil }
        (tool, self.rows, self.folder) = (String(found), rows, folder)
    }

    /// How long `.import` takes for as many rows into a new file with the table and indexes of `store`: WAL, FULL. It
    /// cannot write a BLOB or a NULL, so the id is a TEXT and every value is given.
    func importing(_ count: Int, like store: String) async throws -> Duration {
        let columns = try await run(
            store, ["SELECT name || ' ' || type FROM pragma_table_info('dossier');"]
        ).split(separator: "\n").map { line in
            let words = line.split(separator: " ").map(String.init)
            return (name: words[0], type: words.count > 1 ? words[1] : "TEXT")
        }
        let schema = try await run(
            store,
            [
                """
                SELECT sql || ';' FROM sqlite_schema
                WHERE tbl_name = 'dossier' AND type IN ('table', 'index') AND sql IS NOT NULL;
                """
            ]
        ).replacing(
            "id BLOB NOT NULL CONSTRAINT id CHECK (length(id) = 16)", with: "id TEXT NOT NULL")
        let (file, target) = (folder + "/rows.tsv", folder + "/import.sqlite")
        try rows.writeTable(count, columns: columns, to: file)
        _ = try await run(target, ["PRAGMA journal_mode = WAL;", schema])
        let clock = ContinuousClock()
        let began = clock.now
        let said = try await run(
            target,
            [
                "PRAGMA synchronous = FULL;", ".mode tabs", ".import '\(file)' dossier",
                "SELECT count(*) FROM dossier;",
            ])
        let took = clock.now - began
        guard said.split(whereSeparator: \.isWhitespace).last.flatMap({ Int($0) }) == count else {
            throw OperatorError("sqlite3 .import did not take all rows: \(said.prefix(200))")
        }
        return took
    }

    /// What the tool prints; of its complaints only the first.
    private func run(_ database: String, _ commands: [String]) async throws -> String {
        let (input, output, errors) = (folder + "/sql.txt", folder + "/sql-out.txt", folder + "/sql-err.txt")
        try OwnerOnlyFile.write(Array(commands.joined(separator: "\n").utf8), to: input)
        for path in [output, errors] { try OwnerOnlyFile.write([], to: path) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tool)
        process.arguments = ["-batch", database]
        process.standardInput = FileHandle(forReadingAtPath: input)
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
        while process.isRunning { try await Task.sleep(for: .milliseconds(2)) }
        if let complaint = try FirstLine.of(errors) { throw OperatorError("sqlite3 says: \(complaint)") }
        return try String(contentsOfFile: output, encoding: .utf8)
    }
}

/// The beginning of a file that may be enormous.
private enum FirstLine {
    static func of(_ path: String) throws -> String? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        let bytes = try file.read(upToCount: 300) ?? Data()
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init)
    }
}
