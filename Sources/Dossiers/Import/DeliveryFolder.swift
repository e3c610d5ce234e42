import Domain
package import Foundation

/// What is kept of deliveries on disk, beside their stages: the file while it comes in and is checked, the report, and
/// the rows that are not taken. All of it in a folder that only its owner can open.
///
/// Every function blocks on the disk: call it off the cooperative pool.
package struct DeliveryFolder: Sendable {
    /// What is kept of one delivery.
    package enum Part: String, CaseIterable, Sendable {
        /// The file as it was delivered, until it is checked.
        case upload = "levering"
        case report = "verslag"
        /// The rows that are not taken, with why not.
        case badRows = "afgekeurd"
    }

    /// How long a delivery is kept on which nobody decides, and the report and rows of one that was decided.
    package static let kept = ImportStage.kept

    private let data: String
    private var folder: String { data + "/" + ImportStage.folder }

    /// - Parameter data: the process's data folder.
    package init(data: String) { self.data = data }

    package func path(_ id: String, _ part: Part) -> String { "\(folder)/\(id).\(part.rawValue)" }

    /// Makes an empty file for a part of a delivery, for its owner only.
    ///
    /// - Throws: what the file system says.
    package func make(_ id: String, _ part: Part) throws -> FileHandle {
        try makeFolder()
        let path = path(id, part)
        let isMade = FileManager.default.createFile(
            atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        guard isMade, let handle = FileHandle(forWritingAtPath: path) else {
            throw CocoaError(.fileWriteUnknown)
        }
        return handle
    }

    /// Checks the file that was delivered, keeps what is good as a stage and the bad rows beside it, and removes it.
    ///
    /// - Parameter progress: told how many bytes have been read; what it throws ends the check.
    /// - Returns: `.checked`, or `.refused` for a file that cannot be read as a whole.
    /// - Throws: what `progress` throws, what SQLite and the file system say; then nothing is kept.
    package func check(_ id: String, progress: (Int) throws -> Void) async throws -> Delivery.State {
        defer { try? FileManager.default.removeItem(atPath: path(id, .upload)) }
        do {
            let left = try make(id, .badRows)
            defer { try? left.close() }
            let report = try await ImportStage.check(path(id, .upload), into: data, as: id, progress: progress) {
                try left.write(contentsOf: BadRowText.of($0, because: $1))
            }.report
            return .checked(
                Delivery.Report(
                    good: report.good, bad: report.bad, faultCount: report.faultCount, faults: report.faults))
        } catch let refusal as ImportFileReader.Refusal {
            try? FileManager.default.removeItem(atPath: path(id, .badRows))
            return .refused(refusal.fault)
        } catch {
            try? FileManager.default.removeItem(atPath: path(id, .badRows))
            throw error
        }
    }

    /// Writes the report, whole or not at all.
    ///
    /// - Throws: what the file system says.
    package func save(_ delivery: Delivery) throws {
        try makeFolder()
        let bytes = try JSONEncoder().encode(delivery)
        let temporary = path(delivery.id, .report) + ".nieuw"
        let isMade = FileManager.default.createFile(
            atPath: temporary, contents: bytes, attributes: [.posixPermissions: 0o600])
        guard isMade, unsafe rename(temporary, path(delivery.id, .report)) == 0 else {
            throw CocoaError(.fileWriteUnknown)
        }
    }

    /// Every delivery of which there is a report that can be read.
    package func all() -> [Delivery] {
        names().filter { $0.hasSuffix("." + Part.report.rawValue) }.compactMap { name in
            guard let bytes = FileManager.default.contents(atPath: folder + "/" + name) else { return nil }
            return try? JSONDecoder().decode(Delivery.self, from: bytes)
        }
    }

    /// Removes what is kept of a delivery.
    ///
    /// - Parameter withStage: also what could be imported; not while an import reads it.
    package func remove(_ id: String, withStage: Bool) {
        for part in Part.allCases { try? FileManager.default.removeItem(atPath: path(id, part)) }
        if withStage { ImportStage.discard(id, in: data) }
    }

    /// Removes what a process that stopped left of deliveries that it had no report of yet; before any is received.
    package func removeUnreported() {
        let reported = Set(all().map(\.id))
        for name in names() where !name.hasPrefix(".") {
            let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { continue }
            let isOurs = Part.allCases.contains { parts[1] == $0.rawValue } || parts[1].hasSuffix(".nieuw")
            let isHalf = parts[1] == Part.upload.rawValue || parts[1].hasSuffix(".nieuw")
            let isLeft = isHalf || !reported.contains(parts[0])
            if isOurs, isLeft { try? FileManager.default.removeItem(atPath: folder + "/" + name) }
        }
    }

    private func makeFolder() throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    private func names() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] }
}

/// A row that is not taken, as it stands in the file of those: why, each reason on a line that begins with `#`, and
/// then the row itself.
package enum BadRowText {
    package static func of(_ source: [UInt8], because faults: [ImportFault]) -> Data {
        Data(faults.map { "# \($0)\n" }.joined().utf8) + Data(source) + Data("\n".utf8)
    }
}
