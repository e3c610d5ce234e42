/// What lies where: the top level, a DESIGN.md per target, and nothing secret (style.md §1).
enum Tree {
    static let topLevel: Set<String> = [
        "Package.swift", "Sources", "Tests", "regions", "certs", "README.md", "LICENSE", "publiccode.yml",
    ]

    /// Strangers at the top, and what is missing there. Dotfiles are welcome.
    static func checkTopLevel(_ paths: [String]) -> [Finding] {
        let seen = Set(
            paths.compactMap { $0.split(separator: "/").first.map(String.init) }.filter { !$0.hasPrefix(".") })
        let strangers = seen.subtracting(topLevel).sorted().map {
            Finding(file: $0, line: 0, reason: "does not belong at the top level: put it into a target or folder")
        }
        let missing = topLevel.subtracting(seen).sorted().map {
            Finding(file: $0, line: 0, reason: "is missing at the top level")
        }
        return strangers + missing
    }

    /// Targets without a DESIGN.md.
    static func checkDesignNotes(_ paths: [String]) -> [Finding] {
        let targets = Set(
            paths.filter { $0.hasPrefix("Sources/") }.compactMap { path in
                let parts = path.split(separator: "/")
                return parts.count > 2 ? String(parts[1]) : nil
            })
        return targets.sorted().filter { !paths.contains("Sources/\($0)/DESIGN.md") }.map {
            Finding(file: "Sources/\($0)", line: 0, reason: "has no DESIGN.md: its job, what it does not do, decisions")
        }
    }

    /// A note that says nothing yet.
    static func checkDesignNote(path: String, text: String) -> [Finding] {
        text.utf8.count >= 300 ? [] : [Finding(file: path, line: 0, reason: "says too little: job, limits, decisions")]
    }

    private static let secretEndings = [
        ".key", ".pem", ".p12", ".pfx", ".der", ".sqlite", ".sqlite-wal", ".sqlite-shm", ".jws", ".sock",
    ]

    /// Keys and data among the committed files.
    static func checkSecrets(_ paths: [String]) -> [Finding] {
        paths.filter { path in secretEndings.contains { path.hasSuffix($0) } }.map {
            Finding(file: $0, line: 0, reason: "keys and data are never committed")
        }
    }

    /// A private key written out, in whatever file: a line that begins as PEM does.
    static func checkSecrets(path: String, text: String) -> [Finding] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { offset, line in
            let trimmed = line.drop { $0 == " " }
            guard trimmed.hasPrefix("-----BEGIN"), trimmed.contains("PRIVATE KEY-----") else { return nil }
            return Finding(file: path, line: offset + 1, reason: "a private key: make one in code instead")
        }
    }
}
