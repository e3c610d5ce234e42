/// Files of at most 400 lines, functions of at most 70, lines of at most 120: what a reader can hold.
enum Sizes {
    static let fileLines = 400
    static let functionLines = 70
    static let columns = 120

    static func check(_ source: SourceText) -> [Finding] {
        var findings: [Finding] = []
        let count = source.lines.last?.raw.isEmpty == true ? source.lines.count - 1 : source.lines.count
        if count > fileLines {
            findings.append(
                Finding(file: source.path, line: fileLines + 1, reason: "\(count) lines; at most \(fileLines)"))
        }
        for line in source.lines where line.raw.count > columns {
            findings.append(
                Finding(file: source.path, line: line.number, reason: "\(line.raw.count) columns; at most \(columns)"))
        }
        for (offset, line) in source.lines.enumerated() where opensFunction(line.code) {
            guard let end = lastLine(of: source, from: offset), end - offset + 1 > functionLines else { continue }
            findings.append(
                Finding(
                    file: source.path, line: line.number,
                    reason: "a function of \(end - offset + 1) lines; at most \(functionLines)"))
        }
        return findings
    }

    private static let modifiers: Set<Substring> = [
        "package", "public", "internal", "private", "fileprivate", "static", "final", "mutating", "nonmutating",
        "override", "required", "convenience", "nonisolated", "consuming", "borrowing", "class", "indirect", "lazy",
    ]

    /// Whether a function, initialiser, subscript or computed property begins on the line.
    private static func opensFunction(_ code: String) -> Bool {
        let trimmed = code.drop { $0 == " " }
        let words = trimmed.split { " (<?{:".contains($0) }
        guard let first = words.first(where: { !modifiers.contains($0) && !$0.hasPrefix("@") }) else { return false }
        switch first {
        case "func", "init", "deinit", "subscript": return true
        case "var": return trimmed.hasSuffix("{") && !trimmed.contains("=")
        default: return false
        }
    }

    /// The line on which what begins at `start` ends; nil when it has no body.
    private static func lastLine(of source: SourceText, from start: Int) -> Int? {
        var round = 0
        var curly = 0
        for offset in start..<source.lines.count {
            for byte in source.lines[offset].code.utf8 {
                switch byte {
                case UInt8(ascii: "("), UInt8(ascii: "["): round += 1
                case UInt8(ascii: ")"), UInt8(ascii: "]"): round -= 1
                case UInt8(ascii: "{"): curly += 1
                case UInt8(ascii: "}"):
                    curly -= 1
                    if curly < 0 { return nil }
                    if curly == 0, round == 0 { return offset }
                default: break
                }
            }
            let next = offset + 1 < source.lines.count ? source.lines[offset + 1].code : ""
            if curly == 0, round == 0, !continues(next) { return nil }
        }
        return nil
    }

    /// Whether a declaration goes on in this line: with its result, its conditions or its body.
    private static func continues(_ code: String) -> Bool {
        let trimmed = code.drop { $0 == " " }
        return ["->", "where ", "async", "throws", "{"].contains { trimmed.hasPrefix($0) }
    }
}
