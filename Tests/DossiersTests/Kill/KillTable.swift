/// What came of the kills, by where they fell.
struct KillTable {
    struct Line {
        var kills = 0
        /// Acts that were acknowledged before the kill.
        var acknowledged = 0
        /// Of those, how many the file does not hold.
        var lost: [String] = []
        /// What else is wrong with file or showcase.
        var violations: [String] = []
    }

    private(set) var lines: [(place: String, line: Line)] = []

    mutating func add(_ place: String, _ line: Line) {
        let index = lines.firstIndex { $0.place == place } ?? lines.count
        if index == lines.count { lines.append((place, Line())) }
        lines[index].line.kills += line.kills
        lines[index].line.acknowledged += line.acknowledged
        lines[index].line.lost += line.lost
        lines[index].line.violations += line.violations
    }

    var total: Line {
        lines.reduce(into: Line()) { total, entry in
            total.kills += entry.line.kills
            total.acknowledged += entry.line.acknowledged
            total.lost += entry.line.lost
            total.violations += entry.line.violations
        }
    }

    /// The table as people read it.
    var text: String {
        let cells = lines + [("all", total)]
        let rows = cells.map { ($0.0, [$0.1.kills, $0.1.acknowledged, $0.1.lost.count, $0.1.violations.count]) }
        func padded(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        let head =
            "killed at" + String(repeating: " ", count: 17)
            + ["kills", "acknowledged", "of those lost", "violations"].map { padded($0, 15) }.joined()
        return
            ([head]
            + rows.map { place, numbers in
                place + String(repeating: " ", count: max(0, 26 - place.count))
                    + numbers.map { padded("\($0)", 15) }.joined()
            }).joined(separator: "\n")
    }
}
