import Foundation

/// The package as it lies on disk: what git knows of it, or all files where there is no git.
struct PackageTree {
    /// Found from this very file, so that tests run from anywhere.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Paths from the root, with `/`, in order: those that are committed or would be (untracked and not ignored).
    let paths: [String]

    init() throws {
        let listed = try Self.listedByGit() ?? Self.listedByWalking()
        let files = FileManager.default
        paths = Set(listed).filter { files.fileExists(atPath: Self.root.appendingPathComponent($0).path) }.sorted()
    }

    /// Swift sources under `folder`, read.
    func swift(under folder: String) throws -> [SourceText] {
        try paths.filter { $0.hasPrefix(folder + "/") && $0.hasSuffix(".swift") }
            .map { SourceText(path: $0, text: try text(of: $0)) }
    }

    func text(of path: String) throws -> String {
        try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
    }

    private static func listedByGit() throws -> [String]? {
        guard FileManager.default.fileExists(atPath: root.appendingPathComponent(".git").path) else { return nil }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "git", "-C", root.path, "ls-files", "-z", "--cached", "--others", "--exclude-standard",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func listedByWalking() throws -> [String] {
        let files = FileManager.default
        return try files.subpathsOfDirectory(atPath: root.path).filter { path in
            let attributes = try files.attributesOfItem(atPath: root.appendingPathComponent(path).path)
            let isFile = attributes[.type] as? FileAttributeType == .typeRegular
            return isFile && !path.hasPrefix(".build") && !path.hasPrefix(".git/")
        }
    }
}
