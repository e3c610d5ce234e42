/// Constructs that the house does without (style.md §1, §4, §5), and who may use one all the same.
enum BannedConstructs {
    /// Lets one file use one construct, with the lock or the event loop that makes it true.
    struct Exemption {
        let file: String
        let construct: String
        let reason: String
    }

    static let exemptions = [
        Exemption(
            file: "Sources/Search/Index/ReadWriteLock.swift", construct: "@unchecked Sendable",
            reason: "its POSIX read-write lock is held over every look at the value and every change of it")
    ]

    static func check(_ source: SourceText, exempt: [Exemption] = exemptions) -> [Finding] {
        let allowed = Set(exempt.filter { $0.file == source.path && !$0.reason.isEmpty }.map(\.construct))
        let production = source.path.hasPrefix("Sources/")
        return source.lines.flatMap { line -> [Finding] in
            guard !line.code.allSatisfy(\.isWhitespace) else { return [] }
            var found = anywhere(line.code)
            if production { found += inSources(line.code) }
            return found.filter { !allowed.contains($0.construct) }.map {
                Finding(file: source.path, line: line.number, reason: "`\($0.construct)`: \($0.reason)")
            }
        }
    }

    private static func anywhere(_ code: String) -> [(construct: String, reason: String)] {
        var found: [(construct: String, reason: String)] = []
        if declaresPublicly(code) { found.append(("public", "nobody outside this package links us; say package")) }
        for marker in ["@unchecked Sendable", "nonisolated(unsafe)", "@preconcurrency"] where code.contains(marker) {
            found.append((marker, "the compiler no longer checks it; make it true, or give the reason in exemptions"))
        }
        return found
    }

    /// `public` or `open` before a declaration; neither as a name of something.
    private static func declaresPublicly(_ code: String) -> Bool {
        let words = SourceText.words(in: code)
        let declared: Set<Substring> = [
            "struct", "class", "enum", "actor", "protocol", "typealias", "extension", "func", "init", "subscript",
            "var",
            "let", "static", "final", "import", "private", "internal", "mutating", "override", "convenience", "macro",
        ]
        return zip(words, words.dropFirst()).contains { ["public", "open"].contains($0) && declared.contains($1) }
    }

    private static func inSources(_ code: String) -> [(construct: String, reason: String)] {
        var found: [(construct: String, reason: String)] = []
        if code.contains("try!") { found.append(("try!", "throw it, or make the case unrepresentable")) }
        if code.contains("as!") { found.append(("as!", "make the case unrepresentable")) }
        if SourceText.words(in: code).contains("fatalError") {
            found.append(("fatalError", "precondition with a sentence, or make the case unrepresentable"))
        }
        if code.contains("UUID()") {
            found.append(("UUID()", "the same one without a file to open; say UUID.random()"))
        }
        if startsLooseTask(code) { found.append(("Task", "work hangs under a service, a group or the request")) }
        if unwrapsByForce(code) { found.append(("!", "no force unwrap: guard, or make the case unrepresentable")) }
        return found
    }

    /// `Task {`, `Task(priority: ...) {`, `Task<Void, Never> {` and `Task.detached`, but not `Task.sleep` or
    /// `TaskGroup`.
    private static func startsLooseTask(_ code: String) -> Bool {
        var rest = code[...]
        while let range = rest.firstRange(of: "Task") {
            let before = rest[..<range.lowerBound].last
            let after = rest[range.upperBound...]
            let isWord = before.map { !isNamePart($0) && $0 != "." } ?? true
            let next = after.drop { $0 == " " }
            if isWord,
                next.hasPrefix("{") || after.hasPrefix("(") || after.hasPrefix("<") && code.hasSuffix("{")
                    || after.hasPrefix(".detached") || after.hasPrefix(".init")
            {
                return true
            }
            rest = after
        }
        return false
    }

    /// A `!` after a value: `x!`, `f()!`, `a[0]!`, `"t"!`, `x?!`; not `!x`, `!=`, `try!`, `as!`.
    private static func unwrapsByForce(_ code: String) -> Bool {
        let characters = Array(code)
        for (index, character) in characters.enumerated() where character == "!" && index > 0 {
            let before = characters[index - 1]
            let after = index + 1 < characters.count ? characters[index + 1] : " "
            let twoAfter = index + 2 < characters.count ? characters[index + 2] : " "
            guard isNamePart(before) || ")]}?\"".contains(before), after != "=" || twoAfter == "=" else { continue }
            let word = String(characters[..<index].reversed().prefix(while: isNamePart).reversed())
            if word != "try", word != "as" { return true }
        }
        return false
    }

    private static func isNamePart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
}
