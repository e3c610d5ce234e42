import ArgumentParser
import Foundation
import Storage
import Trust

/// `hallowerk backup`: all data of a node or gateway, while it runs.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy a node's or gateway's data, while it runs.",
        discussion: """
            Makes FOLDER/20261128T054500Z with every SQLite file of the data folder as it is at one moment, the keys
            that its sealed fields need, and settings.yaml; each copy is checked. Certificates and their private keys
            are not in it. To put one back: stop the process, copy the files over those of the data folder (and remove
            *-wal and *-shm), start it. With setting 'backup' naming FOLDER, the monitor tells when the last one is old.
            """)

    @Argument(help: "The folder for backups; the setting 'backup' when left out.")
    var folder: String?

    @Option(help: "The process's data folder.")
    var data: String

    @Option(help: "How many to keep; older ones are removed after a new one is whole.")
    var keep = 14

    func run() async throws {
        try await Failure.reported {
            guard keep >= 1 else { throw OperatorError("--keep is \(keep).", remedy: "Keep at least 1.") }
            let data = URL(fileURLWithPath: data).standardizedFileURL.path
            let setting = try ProcessSettings.load(from: data).backup
            guard let folder = folder ?? setting.map({ $0.hasPrefix("/") ? $0 : data + "/" + $0 }) else {
                throw OperatorError(
                    "No folder for backups is named.", remedy: "Give one, or set 'backup' in \(data)/settings.yaml.")
            }
            let sizes = try Self.make(of: data, in: folder, at: Date(), keeping: keep)
            var table = TextTable([("file", .left), ("bytes", .right)])
            for (name, size) in sizes { table.add([.init(name), .init("\(size)")]) }
            print(table.rendered())
        }
    }

    /// Makes a backup of `data` in `folder`; returns what is in it.
    ///
    /// - Throws: `OperatorError`, `StoreInvalid`: then nothing new is in `folder`.
    static func make(
        of data: String, in folder: String, at time: Date, keeping keep: Int
    ) throws -> [(name: String, size: Int)] {
        let files = FileManager.default
        let stores = ((try? files.contentsOfDirectory(atPath: data)) ?? []).filter { $0.hasSuffix(".sqlite") }.sorted()
        guard !stores.isEmpty else {
            throw OperatorError("\(data) has no SQLite file.", remedy: "Give the data folder of a node or gateway.")
        }
        let target = folder + "/" + BackupFolder.name(of: time)
        guard !files.fileExists(atPath: target) else {
            throw OperatorError("\(target) is there already.", remedy: "Wait a second.")
        }
        let partial = target + ".deel"
        do {
            try files.createDirectory(
                atPath: partial, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            for store in stores { try StoreCopy.make(of: data + "/" + store, to: partial + "/" + store) }
            for other in [DataFile.keys, ProcessSettings.fileName] where files.fileExists(atPath: data + "/" + other) {
                try files.copyItem(atPath: data + "/" + other, toPath: partial + "/" + other)
            }
            try files.moveItem(atPath: partial, toPath: target)
        } catch {
            try? files.removeItem(atPath: partial)
            throw error
        }
        for old in BackupFolder(path: folder).moments.dropLast(keep) {
            try files.removeItem(atPath: folder + "/" + BackupFolder.name(of: old))
        }
        return try files.contentsOfDirectory(atPath: target).sorted().map { name in
            let size = try files.attributesOfItem(atPath: target + "/" + name)[.size] as? Int
            return (name, size ?? 0)
        }
    }
}
