/// A table as a file that spreadsheets open: CSV of RFC 4180 with semicolons, as Dutch ones expect, and the mark that
/// says UTF-8.
enum Spreadsheet {
    static func file(_ head: [String], _ rows: [[String]]) -> [UInt8] {
        let lines = ([head] + rows).map { $0.map(quoted).joined(separator: ";") + "\r\n" }
        return [0xEF, 0xBB, 0xBF] + Array(lines.joined().utf8)
    }

    /// - Important: A spreadsheet takes a cell that begins with one of these for a formula.
    private static func quoted(_ text: String) -> String {
        let guarded = text.first.map { "=+-@\t\r".contains($0) } == true ? "'" + text : text
        return "\"" + guarded.replacing("\"", with: "\"\"") + "\""
    }
}
