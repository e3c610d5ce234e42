/// Rows whose columns align: text to the left, figures to the right.
struct TextTable {
    enum Alignment { case left, right }

    struct Cell {
        let text: String
        let ink: Ink?

        init(_ text: String, _ ink: Ink? = nil) {
            self.text = text
            self.ink = ink
        }
    }

    private let columns: [(title: String, alignment: Alignment)]
    private var rows: [[Cell]] = []

    init(_ columns: [(String, Alignment)]) { self.columns = columns.map { (title: $0.0, alignment: $0.1) } }

    mutating func add(_ cells: [Cell]) { rows.append(cells) }

    private var widths: [Int] {
        columns.indices.map { column in
            max(columns[column].title.count, rows.map { $0[column].text.count }.max() ?? 0)
        }
    }

    /// Of its longest line, in characters.
    var width: Int { widths.reduce(0, +) + 2 * max(0, columns.count - 1) }

    /// The header and every row, two spaces between columns, no trailing blanks.
    func rendered() -> String {
        let widths = widths
        let header = columns.indices.map { padded(Cell(columns[$0].title, .bold), to: widths[$0], column: $0) }
        let body = rows.map { row in columns.indices.map { padded(row[$0], to: widths[$0], column: $0) } }
        return ([header] + body).map { trimmed($0.joined(separator: "  ")) }.joined(separator: "\n")
    }

    private func padded(_ cell: Cell, to width: Int, column: Int) -> String {
        let blanks = String(repeating: " ", count: width - cell.text.count)
        let text = cell.ink.map { $0(cell.text) } ?? cell.text
        return columns[column].alignment == .left ? text + blanks : blanks + text
    }

    private func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }

    /// `text` in lines of at most `width` characters, broken between words; a longer word has a line of its own.
    static func folded(_ text: String, to width: Int?) -> [String] {
        guard let width else { return [text] }
        return text.split(separator: " ").reduce(into: []) { lines, word in
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
    }
}
