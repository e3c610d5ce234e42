import Testing

/// Each rule has a sample that breaks it and one that comes close: a rule that has not failed is no rule.
@Suite("House rules: each one can fail")
struct RuleTests {
    /// Lines on which `check` finds something in `text`.
    private func lines(
        _ text: String, at path: String = "Sources/Search/Sample.swift", by check: (SourceText) -> [Finding]
    ) -> [Int] {
        check(SourceText(path: path, text: text)).map(\.line)
    }

    @Test(
        "Banned in sources",
        arguments: [
            ("public struct A {}", true), ("/// public", false),
            ("public private(set) var a = 1", true), ("open class A {}", true), ("try save(mode: public)", false),
            ("func `a public func \" // of b!`() {}", false), ("let publicKey = 1", false),
            ("let a = \"public\"", false),
            ("let a = try! b()", true), ("let a = try? b()", false), ("let a = b as! C", true),
            ("let a = b as? C", false),
            ("let id = UUID()", true), ("let id = UUID.random()", false), ("fatalError()", true), ("let a = b!", true),
            ("let a = b!.c", true), ("f()!.g()", true), ("a[0]!", true),
            ("if a != b {}", false), ("if !a {}", false), ("let a = \"Stop!\"", false), ("var a: String!", true),
            ("let a = \"\\(b!)\"", true), ("let a = #\"\\(b!)\"#", false), ("#expect(!a)", false),
            ("let a = \"x\"!", true),
            ("Task { }", true), ("Task.detached { }", true), ("Task(priority: .low) { }", true),
            ("Task.sleep(for: a)", false),
            ("await withTaskGroup(of: A.self) { b in }", false), ("let t: Task<Void, Never>", false),
            ("final class A: @unchecked Sendable {}", true), ("nonisolated(unsafe) var a = 1", true),
            ("@preconcurrency import A", true), ("/* let a = b! */", false), ("a = b!==c", true),
        ])
    func banned(_ code: String, _ isFound: Bool) {
        #expect(!lines(code, by: { BannedConstructs.check($0) }).isEmpty == isFound, "\(code)")
    }

    @Test("Tests may do what only sources may not, but nothing is public anywhere")
    func bannedInTests() {
        let check = { (source: SourceText) in BannedConstructs.check(source) }
        #expect(lines("let a = try! b()!", at: "Tests/A/B.swift", by: check).isEmpty)
        #expect(lines("public let a = 1", at: "Tests/A/B.swift", by: check) == [1])
    }

    @Test(
        "An exemption frees one construct in one file, and only with a reason",
        arguments: [
            ("Sources/Search/Sample.swift", "the lock is held", true),
            ("Sources/Search/Other.swift", "the lock is held", false),
            ("Sources/Search/Sample.swift", "", false),
        ])
    func exemptions(_ file: String, _ reason: String, _ isFree: Bool) {
        let exempt = [BannedConstructs.Exemption(file: file, construct: "@unchecked Sendable", reason: reason)]
        let found = lines("final class A: @unchecked Sendable {}") { BannedConstructs.check($0, exempt: exempt) }
        #expect(found.isEmpty == isFree)
    }

    @Test(
        "Comments",
        arguments: [
            ("// TODO: later", true), ("/// FIXME", true), ("let todo = \"TODO\"", false), ("// let a = b()", true),
            ("// return a()", true), ("// }", true), ("// for example a name", false),
            ("// if it is late, wait", false),
            ("// ======== A ========", true), ("// MARK: - A", true), ("// A - B -- C", false),
            ("let a = 1  // see b", false),
            ("// try again = later()", true),
        ])
    func comments(_ code: String, _ isFound: Bool) {
        #expect(!lines(code, by: { Comments.check($0) }).isEmpty == isFound, "\(code)")
    }

    @Test(
        "Names of types",
        arguments: [
            ("struct SessionManager {}", true), ("enum AccountManager {}", false), ("struct CaseManager {}", false),
            ("final class StringHelper {}", true), ("struct UserInfo {}", true), ("struct ProfileData {}", true),
            ("enum TextUtils {}", true), ("struct DataPage {}", false), ("import struct Foundation.Data", false),
            ("typealias Info = Int", true),
        ])
    func names(_ code: String, _ isFound: Bool) {
        #expect(!lines(code, by: { Names.check($0) }).isEmpty == isFound, "\(code)")
    }

    @Test(
        "Names of targets, folders and files",
        arguments: [
            ("Sources/Core/A.swift", true), ("Sources/Search/Utils.swift", true),
            ("Sources/Trust/Models/A.swift", true),
            ("Sources/Search/Ranking/Score.swift", false), ("regions/Common.yaml", false),
        ])
    func places(_ path: String, _ isFound: Bool) {
        #expect(!Names.check(paths: [path]).isEmpty == isFound)
    }

    @Test("A file over 400 lines, at the line where it begins")
    func fileSize() {
        let check = { (source: SourceText) in Sizes.check(source) }
        #expect(lines(String(repeating: "let a = 1\n", count: 400), by: check) == [])
        #expect(lines(String(repeating: "let a = 1\n", count: 401), by: check) == [401])
    }

    @Test("A line over 120 columns, counted in characters")
    func columns() {
        let check = { (source: SourceText) in Sizes.check(source) }
        #expect(lines("//" + String(repeating: "é", count: 118), by: check) == [])
        #expect(lines("let a = 1\n//" + String(repeating: "e", count: 119), by: check) == [2])
    }

    @Test(
        "A function over 70 lines, braces in strings and comments left out",
        arguments: [
            ("func a() {", 68, false), ("func a() {", 69, true), ("    init?(b: Int)\n        throws {", 68, true),
            ("var a: Int {", 69, true), ("deinit {", 69, true), ("func a(b: (Int) -> Int = { $0 }) {", 69, true),
            ("struct A {", 90, false), ("var a: [Int] = [", 90, false),
        ])
    func functionSize(_ opening: String, _ body: Int, _ isFound: Bool) {
        let text = opening + "\n" + String(repeating: "  a(\"}\") // }\n", count: body) + "}\n"
        #expect(!lines(text, by: { Sizes.check($0) }).isEmpty == isFound)
    }

    @Test("A requirement of a protocol has no body, so what follows is not counted to it")
    func requirement() {
        let text = "protocol A {\n  func a(\n    b: Int\n  ) async throws\n}\nstruct B {\n"
        let long = text + String(repeating: "  let a = 1\n", count: 90) + "}\n"
        #expect(lines(long, by: { Sizes.check($0) }) == [])
    }

    @Test(
        "Imports",
        arguments: [
            ("Search", "import GRDB", true), ("Search", "package import Domain", false),
            ("Search", "import Foundation", false),
            ("NodeFederation", "import Dossiers", true), ("NodeFederation", "import GRDB", true),
            ("NodeFederation", "@testable import Dossiers", true), ("NodePortal", "import Dossiers", false),
            ("Dossiers", "import struct GRDB.Row", false), ("Domain", "import struct NIOCore.ByteBuffer", true),
            ("hallowerk", "import GRDB", true), ("Stranger", "import Domain", true),
            ("Search", "// import GRDB", false),
        ])
    func imports(_ target: String, _ code: String, _ isFound: Bool) {
        let found = lines(code, at: "Sources/\(target)/A.swift") { ImportTable.check($0) }
        #expect(!found.isEmpty == isFound, "\(target): \(code)")
    }

    private static let manifest = """
        func room(_ name: String) {}
        let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
        room("Domain", []),
        room("Showcase", ["Domain", "Search"]),
        room("Dossiers", ["Domain", grdb]),
        room("Accountability", ["Domain", grdb]),
        room(
            "NodeFederation",
            ["Showcase", ARROW]),
        """

    @Test(
        "Arrows of Package.swift; I-2 on every path",
        arguments: [
            ("\"Accountability\"", 0, 0), ("grdb", 1, 1), ("\"Dossiers\"", 1, 2), ("\"WebUI\"", 1, 0),
        ])
    func arrows(_ arrow: String, _ notInTable: Int, _ doors: Int) {
        let manifest = Manifest(Self.manifest.split(separator: "ARROW").joined(separator: arrow))
        #expect(manifest.rooms.map(\.name) == ["Domain", "Showcase", "Dossiers", "Accountability", "NodeFederation"])
        #expect(ImportTable.check(manifest).count == notInTable)
        #expect(ImportTable.checkNoDoor(manifest).count == doors)
    }

    @Test("A door behind another target is found too")
    func doorBehind() {
        let text = "room(\"NodeFederation\", [\"Wire\"])\nroom(\"Wire\", [\"Dossiers\"])"
        #expect(ImportTable.checkNoDoor(Manifest(text)).count == 1)
    }

    @Test(
        "Guarded words",
        arguments: [
            ("Sources/PeerHTTP/A.swift", "c.certificateVerification = .none", true),
            ("Sources/Trust/A.swift", "c.certificateVerification = .none", false),
            ("Sources/Gateway/A.swift", "let p = PeerIdentity(oin: o)", true),
            ("Sources/Gateway/A.swift", "let p: PeerIdentity", false),
        ])
    func guarded(_ path: String, _ code: String, _ isFound: Bool) {
        #expect(!lines(code, at: path, by: { Guarded.check($0) }).isEmpty == isFound)
    }

    @Test(
        "A dossier is disclosed by the ledger alone, and nothing that leaves the region knows one (I-1)",
        arguments: [
            ("Sources/NodePortal/A.swift", "let p = ShowcaseProfile(disclosing: d)", true),
            ("Sources/Dossiers/Ledger/A.swift", "let p = ShowcaseProfile(disclosing: d)", false),
            ("Sources/hallowerk/Bench/Search/BenchPeople.swift", "let p = ShowcaseProfile(disclosing: d)", false),
            ("Sources/hallowerk/Bench/Search/IndexBench.swift", "let p = ShowcaseProfile(disclosing: d)", true),
            ("Sources/Wire/A.swift", "func encode(_ d: Dossier) {}", true),
            ("Sources/Wire/A.swift", "// Dossier", false),
            ("Sources/NodePortal/A.swift", "func encode(_ d: Dossier) {}", false),
        ])
    func disclosing(_ path: String, _ code: String, _ isFound: Bool) {
        #expect(!lines(code, at: path, by: { Guarded.checkDisclosing($0) }).isEmpty == isFound)
    }

    @Test(
        "What is seen of hidden people stays where it is made and shown",
        arguments: [
            ("Sources/Wire/A.swift", "let p: HomeRegionProfile", true),
            ("Sources/NodePortal/Search/A.swift", "func f(_ p: HomeRegionProfile) {}", true),
            ("Sources/NodePortal/HomeRegion/A.swift", "let p: HomeRegionProfile", false),
            ("Sources/Dossiers/HomeRegion/A.swift", "struct HomeRegionProfile {}", false),
            ("Sources/Wire/A.swift", "// HomeRegionProfile", false),
        ])
    func hidden(_ path: String, _ code: String, _ isFound: Bool) {
        #expect(!lines(code, at: path, by: { Guarded.checkHidden($0) }).isEmpty == isFound)
    }

    @Test(
        "Templates",
        arguments: [
            ("<p>{{name}}</p>", false), ("<p>{{{name}}}</p>", true), ("<p>{{& name}}</p>", true),
            ("<p>{{ &name}}</p>", true),
            ("{{#rows}}{{/rows}}", false),
        ])
    func templates(_ text: String, _ isFound: Bool) {
        #expect(!Guarded.checkTemplate(path: "a.mustache", text: text).isEmpty == isFound)
    }

    @Test("Top level: no strangers, nothing missing")
    func topLevel() {
        let whole =
            Tree.topLevel.map { $0.contains(".") || $0 == "LICENSE" ? $0 : $0 + "/a" } + [".gitignore", ".ci/run"]
        #expect(Tree.checkTopLevel(whole).isEmpty)
        #expect(Tree.checkTopLevel(whole + ["docs/a.md"]).map(\.file) == ["docs"])
        #expect(Tree.checkTopLevel(whole.filter { $0 != "LICENSE" }).map(\.file) == ["LICENSE"])
    }

    @Test("Design notes: one per target, and it says something")
    func designNotes() {
        #expect(Tree.checkDesignNotes(["Sources/A/DESIGN.md", "Sources/A/B.swift"]).isEmpty)
        #expect(Tree.checkDesignNotes(["Sources/A/B.swift"]).map(\.file) == ["Sources/A"])
        #expect(Tree.checkDesignNote(path: "a", text: "# A").count == 1)
    }

    @Test(
        "Secrets by name",
        arguments: [
            ("certs/a.key", true), ("certs/a.pem", true), ("a/dossiers.sqlite", true),
            ("Sources/Trust/Keys/Key.swift", false),
        ])
    func secretNames(_ path: String, _ isFound: Bool) {
        #expect(!Tree.checkSecrets([path]).isEmpty == isFound)
    }

    @Test("Secrets by content")
    func secretContents() {
        let begin = "-----BEGIN"
        #expect(Tree.checkSecrets(path: "a", text: "x\n\(begin) EC PRIVATE KEY-----\n").map(\.line) == [2])
        #expect(Tree.checkSecrets(path: "a", text: "looks for \(begin) PRIVATE KEY-----").isEmpty)
        #expect(Tree.checkSecrets(path: "a", text: "\(begin) CERTIFICATE-----").isEmpty)
    }

    @Test("Findings name file, line and reason")
    func findings() {
        #expect(Finding(file: "a.swift", line: 3, reason: "because").description == "a.swift:3: because")
    }
}
