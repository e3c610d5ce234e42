import Dispatch
import Domain
import Foundation
import GRDB
import Synchronization
import Testing

@testable import Accountability

/// A log store in a folder of one test's own, gone when the test is.
final class LogFolder: Sendable {
    let path: String
    let store: AccountabilityStore

    init() throws {
        path = NSTemporaryDirectory() + "logs-" + UUID().uuidString
        store = try AccountabilityStore(path: path + "/accountability.sqlite")
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var file: String { path + "/accountability.sqlite" }

    /// Makes the disk full, or makes room again.
    func setDisk(full: Bool) throws {
        try store.pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA max_page_count = \(full ? 1 : 1_000_000)")
        }
    }

    /// Makes the file impossible to write, or possible again.
    func setReadOnly(_ isReadOnly: Bool) throws {
        try store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = \(isReadOnly ? 1 : 0)") }
    }

    /// Keeps the disk busy until the semaphore is signalled.
    func hold() -> DispatchSemaphore {
        let release = DispatchSemaphore(value: 0)
        store.pool.asyncWriteWithoutTransaction { _ in release.wait() }
        return release
    }

    /// Changes the file as an intruder would: past the triggers.
    func tamper(_ sql: String) async throws {
        try await store.pool.write { database in
            for trigger in ["processing_stays", "processing_is_kept", "audit_stays", "audit_is_kept"] {
                try database.execute(sql: "DROP TRIGGER IF EXISTS \(trigger)")
            }
            try database.execute(sql: sql)
        }
    }
}

/// Counts what many do at the same time.
final class Tally: Sendable {
    private let count = Mutex(0)
    var total: Int { count.withLock(\.self) }

    /// The total, this one included.
    @discardableResult
    func add() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}

extension ProcessingRecord {
    static func sample(
        trace: String = "0af7651916cd43dd8448eb211c80319c", span: String = "b7ad6b7169203331", parent: String? = nil,
        activity: String = "https://register.example/zoeken", name: String = "zoeken", subjects: [String] = []
    ) throws -> ProcessingRecord {
        ProcessingRecord(
            traceID: trace, spanID: span, parentSpanID: parent, activity: activity, name: name,
            started: Date(timeIntervalSince1970: 1_795_000_000.25), ended: Date(timeIntervalSince1970: 1_795_000_000.5),
            succeeded: true, subjects: subjects, asker: try OIN("00000099000000001000"))
    }
}

extension AuditRecord {
    static func sample(action: String = "search", result: String = "answered") -> AuditRecord {
        AuditRecord(
            action: action, object: "showcase", result: result, origin: "00000099000000001000", actor: "jansen",
            time: Date(timeIntervalSince1970: 1_795_000_000.125), traceID: "0af7651916cd43dd8448eb211c80319c")
    }
}
