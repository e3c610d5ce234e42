import ArgumentParser
import Foundation
import NIOCore
import NIOFoundationCompat
import Trust

/// `hallowerk export`: a municipality's own people back out of its region's node.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Give a municipality its own people back: CSV, or JSON lines with everything.",
        discussion: """
            The CSV has the columns of `hallowerk import`, so what goes out can come in again. The municipality's
            administrator signs in; the password is asked for, or taken from HALLOWERK_WACHTWOORD. Each person is in
            the processing log. The file is readable by its owner only, and appears when it is whole.
            """)

    @Argument(help: "The file to write; it must not be there yet.")
    var file: String

    @Option(help: "The municipality's CBS code, such as GM0599.")
    var gemeente: String

    @Option(help: "The node's data folder.")
    var data: String

    @Option(help: "The municipality's administrator to sign in as.")
    var gebruiker: String

    @Flag(help: "JSON lines, with what the jobseekers wrote.")
    var json = false

    func run() async throws {
        try await Failure.reported {
            let folder = URL(fileURLWithPath: data).standardizedFileURL.path
            guard !FileManager.default.fileExists(atPath: file) else {
                throw OperatorError("\(file) is there already.", remedy: "Remove it, or give another name.")
            }
            let fields: [String: Any] = [
                "gebruiker": gebruiker, "wachtwoord": try Prompt.password(of: gebruiker), "gemeente": gemeente,
                "vorm": json ? "json" : "csv",
            ]
            let body = Array(try JSONSerialization.data(withJSONObject: fields))
            let partial = file + ".deel"
            do {
                let count = try await StandIn(data: folder).unlessRunning {
                    try await Self.receive(HTTPCall.control(folder, "/v1/uitleveringen"), body, into: partial)
                }
                try FileManager.default.moveItem(atPath: partial, toPath: file)
                print("\(count - (json ? 0 : 1)) people of \(gemeente) in \(file).")
            } catch {
                try? FileManager.default.removeItem(atPath: partial)
                throw error
            }
        }
    }

    /// Writes what comes to a new file; returns its lines.
    private static func receive(_ url: String, _ body: [UInt8], into path: String) async throws -> Int {
        try OwnerOnlyFile.write([], to: path)
        guard let file = FileHandle(forWritingAtPath: path) else {
            throw OperatorError("\(path) cannot be written.", remedy: "Give a file in a folder of yours.")
        }
        defer { try? file.close() }
        var lines = 0
        try await HTTPCall.receive("POST", url, body: body, within: ImportCommand.longest) { piece in
            lines += piece.readableBytesView.count { $0 == 0x0A }
            try file.write(contentsOf: Data(buffer: piece))
        }
        try file.synchronize()
        return lines
    }
}
