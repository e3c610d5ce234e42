import Dossiers

/// What `hallowerk import` says of a file, as lines for a terminal.
struct ImportReport {
    /// Ends with a line break.
    let lines: String

    init(_ report: ImportStage.Report) {
        var lines = report.faults.map { "\($0)\n" }.joined()
        let more = report.faultCount - report.faults.count
        if more > 0 { lines += "... and \(more) more\n" }
        self.lines =
            lines + "\(report.good) rows can be taken; \(report.bad) rows have \(report.faultCount) faults.\n"
    }

    /// Who is served and not in the file: how many, and the first client numbers.
    static func lines(_ missing: Int, _ clientNumbers: [String]) -> String {
        guard missing > 0 else { return "Everybody who is served is in the file.\n" }
        let rest = missing > clientNumbers.count ? ", ..." : ""
        let numbers = clientNumbers.map(Terminal.plain).joined(separator: ", ")
        return "\(missing) people are served and were not in the file: \(numbers)\(rest)\n"
    }
}
