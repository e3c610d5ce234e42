import Foundation

/// A folder of one test's own (0700), gone when the test is.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "dossiers-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var store: String { path + "/dossiers.sqlite" }

    func bytes(_ name: String = "dossiers.sqlite") -> Data? { FileManager.default.contents(atPath: path + "/" + name) }

    func mode(_ name: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }
}
