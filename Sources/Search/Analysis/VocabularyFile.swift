import Foundation

/// A file of `Sources/Search/Facts` as it is read: UTF-8, a header line, cells with tabs between, `|` within a cell.
struct VocabularyFile {
    /// What is wrong with such a file: where, and what.
    struct Invalid: Error, Hashable, CustomStringConvertible {
        let file: String
        /// From 1; 0 when it is about the file as a whole.
        let line: Int
        let reason: String

        var description: String { "Sources/Search/Facts/\(file):\(line): \(reason)." }
    }

    let name: String
    /// The cells of each line after the header: always two.
    let rows: [(first: Substring, second: Substring)]

    /// - Throws: `Invalid` when the header is not `columns`, a line has not two cells, or the first is empty.
    init(name: String, text: String, columns: (String, String)) throws(Invalid) {
        self.name = name
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        var rows: [(first: Substring, second: Substring)] = []
        rows.reserveCapacity(lines.count)
        for (offset, line) in lines.enumerated() {
            let cells = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            guard cells.count == 2, !cells[0].isEmpty else {
                throw Invalid(file: name, line: offset + 1, reason: "two cells with a tab between were expected")
            }
            rows.append((Substring(cells[0]), Substring(cells[1])))
        }
        guard rows.count > 1, rows[0] == (columns.0[...], columns.1[...]) else {
            throw Invalid(file: name, line: 1, reason: "expected the columns \(columns.0), \(columns.1), then rows")
        }
        self.rows = Array(rows.dropFirst())
    }

    /// Reads `name` of the facts that are built into the package.
    ///
    /// - Throws: `Invalid`, also when the file is not beside the executable.
    init(bundled name: String, columns: (String, String)) throws(Invalid) {
        let url = Bundle.module.bundleURL.appendingPathComponent("Facts").appendingPathComponent(name)
        guard let bytes = try? Data(contentsOf: url), let text = String(bytes: bytes, encoding: .utf8) else {
            throw Invalid(
                file: name, line: 0,
                reason: "cannot be read at \(url.path): keep HalloWerk_Search.resources beside the executable")
        }
        try self.init(name: name, text: text, columns: columns)
    }

    /// Number of the line that `rows[index]` stands on.
    func invalid(row index: Int, _ reason: String) -> Invalid { Invalid(file: name, line: index + 2, reason: reason) }
}
