import Testing

/// The rules of style.md marked with a triangle, over the package as it is. `RuleTests` shows that each can fail.
@Suite("House rules: the package keeps them")
struct HouseRulesTests {
    private let tree: PackageTree

    init() throws { tree = try PackageTree() }

    private static let files: [(name: String, check: @Sendable (SourceText) -> [Finding])] = [
        ("sizes", { Sizes.check($0) }), ("banned constructs", { BannedConstructs.check($0) }),
        ("comments", { Comments.check($0) }), ("names of types", { Names.check($0) }),
        ("guarded words", { Guarded.check($0) }), ("hidden people", { Guarded.checkHidden($0) }),
        ("disclosing", { Guarded.checkDisclosing($0) }),
        ("imports", { ImportTable.check($0) }),
    ]

    @Test("Swift files", arguments: ["Sources", "Tests"])
    func swiftFiles(_ folder: String) throws {
        let sources = try tree.swift(under: folder)
        #expect(sources.count > 10, "found \(sources.count) files under \(folder)")
        for rule in Self.files {
            let findings = sources.flatMap(rule.check)
            #expect(findings.isEmpty, "\(rule.name):\n\(listed(findings))")
        }
    }

    @Test("Arrows: Package.swift and the import table agree, and NodeFederation has no door to the dossiers (I-2)")
    func arrows() throws {
        let manifest = Manifest(try tree.text(of: "Package.swift"))
        #expect(manifest.rooms.count == ImportTable.table.count)
        var findings = ImportTable.check(manifest) + ImportTable.checkNoDoor(manifest)
        findings += try tree.swift(under: "Sources").flatMap { ImportTable.checkDeclared($0, manifest) }
        #expect(findings.isEmpty, "\(listed(findings))")
        #expect(ImportTable.table.values.flatMap { $0 }.allSatisfy { !$0.reason.isEmpty })
    }

    @Test("Tree: top level, design notes, names, no secrets")
    func layout() throws {
        let paths = tree.paths
        var findings = Tree.checkTopLevel(paths) + Tree.checkDesignNotes(paths) + Tree.checkSecrets(paths)
        findings += Names.check(paths: paths)
        for path in paths where path.hasPrefix("Sources/") && path.hasSuffix("DESIGN.md") {
            findings += Tree.checkDesignNote(path: path, text: try tree.text(of: path))
        }
        #expect(findings.isEmpty, "\(listed(findings))")
    }

    @Test("No file holds a private key, no template an unescaped variable")
    func contents() throws {
        var findings: [Finding] = []
        for path in tree.paths {
            guard let text = try? tree.text(of: path) else { continue }
            findings += Tree.checkSecrets(path: path, text: text)
            if path.hasSuffix(".mustache") { findings += Guarded.checkTemplate(path: path, text: text) }
        }
        #expect(findings.isEmpty, "\(listed(findings))")
    }

    private func listed(_ findings: [Finding]) -> String {
        findings.prefix(60).map(\.description).joined(separator: "\n")
    }
}
