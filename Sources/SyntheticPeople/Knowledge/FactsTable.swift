import Foundation

/// A facts file as it is read: tab-separated UTF-8 with a header line, no quoting; empty lines and lines with `#` are
/// skipped.
struct FactsTable {
    /// One line: its number in the file, and its cells.
    struct Row {
        let file: String
        let line: Int
        let cells: [String]

        /// The parts of cell `column`, which are separated by `|`.
        func list(_ column: Int) -> [String] {
            cells[column].split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }

        func invalid(_ reason: String, remedy: String) -> FactsInvalid {
            FactsInvalid(file: file, line: line, reason: reason, remedy: remedy)
        }
    }

    let rows: [Row]

    /// - Throws: `FactsInvalid` when the header is not `columns`, or a line has another number of cells.
    init(file: String, text: String, columns: [String]) throws(FactsInvalid) {
        var rows: [Row] = []
        var headed = false
        for (offset, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty && !line.hasPrefix("#") {
            let row = Row(
                file: file, line: offset + 1,
                cells: line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init))
            guard headed else {
                headed = true
                guard row.cells == columns else {
                    throw row.invalid(
                        "the header is not the one expected",
                        remedy: "Write these columns, with tabs between: \(columns.joined(separator: ", "))")
                }
                continue
            }
            guard row.cells.count == columns.count else {
                throw row.invalid(
                    "\(row.cells.count) cells instead of \(columns.count)", remedy: "Put one tab between two cells")
            }
            rows.append(row)
        }
        guard !rows.isEmpty else {
            throw FactsInvalid(file: file, line: 0, reason: "no rows", remedy: "Restore the file from the repository")
        }
        self.rows = rows
    }

    /// Reads `file` of the facts that are built into the package.
    ///
    /// - Throws: `FactsInvalid`, also when the file is not beside the executable.
    init(bundled file: String, columns: [String]) throws(FactsInvalid) {
        let url = Bundle.module.bundleURL.appendingPathComponent("Facts").appendingPathComponent(file)
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw FactsInvalid(
                file: file, line: 0, reason: "cannot be read at \(url.path)",
                remedy: "Keep HalloWerk_SyntheticPeople.resources beside the executable")
        }
        try self.init(file: file, text: text, columns: columns)
    }
}
