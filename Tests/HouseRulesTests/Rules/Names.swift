/// Names say what a thing is. A suffix that fits anything says nothing (style.md §2).
enum Names {
    private static let suffixes = ["Manager", "Helper", "Helpers", "Info", "Data", "Utils", "Util"]
    /// Managers who are people.
    private static let people = ["AccountManager", "CaseManager"]
    private static let places = ["Core", "Common", "Utils", "Helpers", "Models", "Shared", "Misc"]
    private static let declarations: Set<Substring> = ["struct", "class", "enum", "actor", "protocol", "typealias"]

    static func check(_ source: SourceText) -> [Finding] {
        source.lines.compactMap { line in
            let words = SourceText.words(in: line.code)
            guard let at = words.firstIndex(where: { declarations.contains($0) }), at + 1 < words.count,
                !words[..<at].contains("import"), let reason = refusal(of: String(words[at + 1]))
            else { return nil }
            return Finding(file: source.path, line: line.number, reason: reason)
        }
    }

    /// Targets, folders and files that are named for nothing.
    static func check(paths: [String]) -> [Finding] {
        paths.filter { $0.hasPrefix("Sources/") || $0.hasPrefix("Tests/") }.compactMap { path in
            let parts = path.split(separator: "/").dropFirst().map { String($0.prefix { $0 != "." }) }
            guard let part = parts.first(where: { places.contains($0) }) else { return nil }
            return Finding(file: path, line: 0, reason: "\(part) fits anything: name the subject")
        }
    }

    private static func refusal(of name: String) -> String? {
        guard let suffix = suffixes.first(where: { name.hasSuffix($0) }),
            !people.contains(where: { name.hasSuffix($0) })
        else { return nil }
        return "type \(name) ends in \(suffix), which fits anything: say what it is or does"
    }
}
