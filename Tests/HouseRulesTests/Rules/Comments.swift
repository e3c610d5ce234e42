/// Comments explain a surprise: no promises for later, no code that sleeps, no banners (style.md §3).
enum Comments {
    static func check(_ source: SourceText) -> [Finding] {
        source.lines.flatMap { line -> [Finding] in
            var reasons: [String] = []
            let comment = line.comment.drop { $0 == " " }
            let remark = comment.isEmpty ? documentation(in: line) : String(comment)
            if !SourceText.words(in: remark).filter({ ["TODO", "FIXME", "XXX", "HACK"].contains($0) }).isEmpty {
                reasons.append("a promise for later: do it now or file an issue")
            }
            if isCode(comment) { reasons.append("commented-out code: git remembers it") }
            if isBanner(comment) { reasons.append("a banner: give the part a file or a type of its own") }
            return reasons.map { Finding(file: source.path, line: line.number, reason: $0) }
        }
    }

    /// The text of a `///` line, else empty.
    private static func documentation(in line: SourceText.Line) -> String {
        let trimmed = line.raw.drop { $0 == " " }
        return trimmed.hasPrefix("///") ? String(trimmed.dropFirst(3)) : ""
    }

    /// Looks like a statement: a keyword at the start and a bracket or `=` further on, or a line that ends as code
    /// does.
    private static func isCode(_ comment: Substring) -> Bool {
        let text = comment.reversed().drop { $0 == " " }.reversed()
        guard let last = text.last, let first = comment.split(separator: " ").first else { return false }
        if comment == "}" || last == ";" || last == "{" { return true }
        let keywords: Set<Substring> = [
            "let", "var", "func", "return", "guard", "if", "import", "try", "await", "private", "package", "static",
            "for",
            "switch", "case", "struct", "enum", "class",
        ]
        let shape = comment.contains(" = ") || comment.contains("()") || last == ")" || last == "}"
        return keywords.contains(first) && shape
    }

    /// `=====`, `-----`, `*****`, `#####` or `MARK:`.
    private static func isBanner(_ comment: Substring) -> Bool {
        comment.hasPrefix("MARK:") || ["====", "----", "****", "####", "////"].contains { comment.contains($0) }
    }
}
