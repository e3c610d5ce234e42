import Access
import Accountability
import Domain
import Foundation
import GRDB
import Testing

@testable import hallowerk

@Suite("Backups: whole, of one moment, while others write; and how old the last one is")
struct BackupTests {
    private func folder() throws -> String {
        let path = NSTemporaryDirectory() + "backup-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path + "/data", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return path
    }

    @Test("every store and key is in it, readable by its owner only; what is written meanwhile goes on")
    func whole() async throws {
        let path = try folder()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let data = path + "/data"
        let log = try AccountabilityStore(path: data + "/" + DataFile.accountability)
        _ = try AccountStore(path: data + "/" + DataFile.accounts, now: { .now })
        try FileManager.default.createDirectory(atPath: data + "/keys", withIntermediateDirectories: false)
        try Data("geheim".utf8).write(to: URL(fileURLWithPath: data + "/keys/entrance"))
        let lines = 200
        let time = Date(timeIntervalSince1970: 1_800_000_000)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for _ in 0..<lines { try await log.auditLog.record(Self.record(at: time)) }
            }
            group.addTask {
                _ = try BackupCommand.make(of: data, in: path + "/kopie", at: time, keeping: 2)
            }
            try await group.waitForAll()
        }
        let made = path + "/kopie/20270115T080000Z"
        let names = try FileManager.default.contentsOfDirectory(atPath: made).sorted()
        #expect(names == ["accountability.sqlite", "accounts.sqlite", "keys"])
        for name in names.dropLast() {
            let mode = try FileManager.default.attributesOfItem(atPath: made + "/" + name)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        // As after putting it back: the store itself judges it, and its chain holds.
        let copied = try AccountabilityStore(path: made + "/accountability.sqlite").auditLog
        #expect(try await copied.verify() == .untouched(try await copied.head()))
        #expect(try await log.auditLog.head().number == lines)
    }

    @Test("older ones make room, and one that is not whole is none")
    func kept() throws {
        let path = try folder()
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try AccountStore(path: path + "/data/" + DataFile.accounts, now: { .now })
        let start = Date(timeIntervalSince1970: 1_800_000_000)
        for day in 0..<4 {
            _ = try BackupCommand.make(
                of: path + "/data", in: path + "/kopie", at: start.addingTimeInterval(Double(day) * 86_400), keeping: 3)
        }
        let backups = BackupFolder(path: path + "/kopie")
        #expect(backups.moments == (1..<4).map { start.addingTimeInterval(Double($0) * 86_400) })
        try Data("stuk".utf8).write(to: URL(fileURLWithPath: path + "/data/" + DataFile.accounts))
        #expect(throws: (any Error).self) {
            try BackupCommand.make(
                of: path + "/data", in: path + "/kopie", at: start.addingTimeInterval(9 * 86_400), keeping: 3)
        }
        #expect(backups.moments.count == 3)
        #expect(try FileManager.default.contentsOfDirectory(atPath: backups.path).count == 3)
    }

    @Test(
        "how old the last one is, coarsely",
        arguments: [(25, NodeHealth.Mark.ok), (27, .attention), (191, .attention), (193, .critical)])
    func age(_ hours: Int, _ mark: NodeHealth.Mark) throws {
        let path = try folder()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        let name = BackupFolder.name(of: now.addingTimeInterval(-3_600 * Double(hours)))
        try FileManager.default.createDirectory(atPath: path + "/" + name, withIntermediateDirectories: false)
        #expect(BackupFolder(path: path).mark(at: now) == mark)
        #expect(BackupFolder(path: path + "/nergens").mark(at: now) == .critical)
    }

    private static func record(at time: Date) -> AuditRecord {
        AuditRecord(
            action: "test", object: "test", result: "ok", origin: "test", actor: "test", time: time,
            traceID: TraceContext.start().traceID)
    }
}
