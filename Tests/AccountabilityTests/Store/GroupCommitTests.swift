import Domain
import Foundation
import GRDB
import Storage
import Testing

@testable import Accountability

@Suite("Shared commits: no answer without its line, and no line takes another with it")
struct GroupCommitTests {
    @Test("a full disk: the caller hears it, the mark says it, and both end when there is room")
    func fullDisk() async throws {
        let folder = try LogFolder()
        let log = folder.store.processingLog
        try folder.setDisk(full: true)
        var refusal: LogRefusal?
        var written = 0
        while refusal == nil, written < 10_000 {
            do {
                try await log.record(.sample(subjects: (0..<50).map { "persoon\($0)" }))
                written += 1
            } catch {
                refusal = try #require(error as? LogRefusal)
            }
        }
        #expect("\(try #require(refusal))".contains("the disk is full"))
        #expect(log.mark() == .critical)
        #expect(try await log.count() == written)
        await #expect(throws: LogRefusal.self) {
            for _ in 0..<1_000 { try await folder.store.auditLog.record(.sample()) }
        }
        try folder.setDisk(full: false)
        try await log.record(.sample())
        #expect(log.mark() == .ok)
        #expect(try await log.count() == written + 1)
        let lines = try await folder.store.auditLog.head().number
        #expect(try await folder.store.auditLog.verify() == .untouched(try await folder.store.auditLog.head()))
        #expect(lines < 1_000)
    }

    @Test("a file that cannot be written refuses both logs")
    func readOnly() async throws {
        let folder = try LogFolder()
        try folder.setReadOnly(true)
        await #expect(throws: LogRefusal.self) { try await folder.store.processingLog.record(.sample()) }
        await #expect(throws: LogRefusal.self) { try await folder.store.auditLog.record(.sample()) }
        #expect(folder.store.processingLog.mark() == .critical)
        try folder.setReadOnly(false)
        #expect(try await folder.store.processingLog.count() == 0)
        try await folder.store.auditLog.record(.sample())
        #expect(folder.store.processingLog.mark() == .ok)
    }

    @Test("that nothing can be written is found while nobody asks anything, and so is its end; no line comes of it")
    func checked() async throws {
        let folder = try LogFolder()
        let log = folder.store.processingLog
        try await folder.store.auditLog.record(.sample())
        for fault in [folder.setReadOnly, folder.setDisk(full:)] {
            #expect(log.mark() == .ok)
            try fault(true)
            for _ in 0..<3 where log.mark() == .ok { await log.check(at: .now) }
            #expect(log.mark() == .critical)
            try fault(false)
            await log.check(at: .now)
            #expect(log.mark() == .ok)
        }
        #expect(try await log.count() == 0)
        #expect(try await folder.store.auditLog.head().number == 1)
        #expect(try await folder.store.auditLog.verify() == .untouched(try await folder.store.auditLog.head()))
    }

    @Test("one line that SQLite refuses takes none of those beside it with it")
    func badLine() async throws {
        let folder = try LogFolder()
        let release = folder.hold()
        let entered = Tally()
        let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                group.addTask {
                    if entered.add() == 20 { release.signal() }
                    do {
                        if number == 7 {
                            try await folder.store.commits.commit {
                                try $0.execute(sql: "INSERT INTO niets VALUES (1)")
                            }
                        } else {
                            try await folder.store.auditLog.record(.sample(action: "a\(number)"))
                        }
                        return true
                    } catch {
                        #expect(error is LogRefusal)
                        return false
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } == 19)
        #expect(try await folder.store.auditLog.head().number == 19)
        #expect(try await folder.store.auditLog.verify() == .untouched(try await folder.store.auditLog.head()))
    }

    @Test("over the limit of waiting lines: a refusal by name, and those let in are written")
    func tooMany() async throws {
        let folder = try LogFolder()
        let release = folder.hold()
        let limit = GroupCommit.waitingLines
        let refused = Tally()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<limit + 3 {
                group.addTask {
                    do {
                        try await folder.store.processingLog.record(.sample())
                    } catch {
                        #expect(error as? LogRefusal == .tooManyWaiting(limit: limit))
                        if refused.add() == 3 { release.signal() }
                    }
                }
            }
        }
        #expect(refused.total == 3)
        #expect(try await folder.store.processingLog.count() == limit)
    }

    @Test("the line of a caller who is gone is written all the same")
    func cancelled() async throws {
        let folder = try LogFolder()
        await withTaskGroup(of: Void.self) { group in
            group.cancelAll()
            for _ in 0..<10 { group.addTask { try? await folder.store.processingLog.record(.sample()) } }
        }
        #expect(try await folder.store.processingLog.count() == 10)
    }

    @Test("log lines are neither changed nor removed", arguments: ["processing", "audit"])
    func appendOnly(_ table: String) async throws {
        let folder = try LogFolder()
        try await folder.store.processingLog.record(.sample())
        try await folder.store.auditLog.record(.sample())
        for sql in ["UPDATE \(table) SET trace_id = trace_id", "DELETE FROM \(table)"] {
            await #expect(throws: DatabaseError.self) { try await folder.store.pool.write { try $0.execute(sql: sql) } }
        }
    }

    static let plans: [(query: LogSchema.Query, plan: String)] = [
        (.processingsAfter, "SEARCH processing USING INTEGER PRIMARY KEY (rowid>?)"),
        (.processingsOfTrace, "SEARCH processing USING INDEX processing_trace (trace_id=?)"),
        (.processingCount, "SCAN processing USING COVERING INDEX processing_trace"), (.auditHead, "SCAN audit"),
        (.auditAfter, "SEARCH audit USING INTEGER PRIMARY KEY (rowid>?)"),
        (.auditOfTrace, "SEARCH audit USING INDEX audit_trace (trace_id=?)"),
    ]

    @Test("every query uses its index; the head is the end of the table itself")
    func plans() async throws {
        #expect(Set(Self.plans.map(\.query)) == Set(LogSchema.Query.allCases))
        let folder = try LogFolder()
        for (query, plan) in Self.plans {
            let found = try await folder.store.pool.read { database in
                let explained = try database.makeStatement(sql: "EXPLAIN QUERY PLAN \(query.rawValue)")
                let parameters = query.rawValue.count { $0 == "?" }
                explained.setUncheckedArguments(StatementArguments(Array(repeating: 1, count: parameters)))
                return try Row.fetchAll(explained).map { $0["detail"] as String }
            }
            #expect(found == [plan], "\(query)")
        }
    }

    @Test("a file that is not sound is refused, and left as it was", arguments: ["geen database", ""])
    func refusesFiles(_ text: String) throws {
        let path = NSTemporaryDirectory() + "logs-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = [FileAttributeKey.posixPermissions: 0o700]
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: folder)
        let file = path + "/accountability.sqlite"
        let bytes = text.isEmpty ? Data(count: 4_096) : Data(text.utf8)
        let mode = [FileAttributeKey.posixPermissions: 0o600]
        #expect(FileManager.default.createFile(atPath: file, contents: bytes, attributes: mode))
        #expect(throws: StoreInvalid(file: file, reason: .notSQLite)) { try AccountabilityStore(path: file) }
        #expect(throws: StoreInvalid(file: file, reason: .notSQLite)) { try AccountabilityStore.examine(path: file) }
        #expect(FileManager.default.contents(atPath: file) == bytes)
    }

    @Test func saysWhatIsInTheFile() async throws {
        let folder = try LogFolder()
        try await folder.store.processingLog.record(.sample())
        try await folder.store.auditLog.record(.sample())
        try await folder.store.auditLog.record(.sample())
        #expect(try AccountabilityStore.examine(path: folder.file) == "sound, schema 3, 1 processings, 2 audit lines")
    }
}
