import Foundation
import Testing

@testable import Accountability

@Suite("Audit log: a line that was changed, taken out, put in or moved shows")
struct AuditLogTests {
    private func filled(_ lines: Int = 5) async throws -> LogFolder {
        let folder = try LogFolder()
        for number in 1...lines { try await folder.store.auditLog.record(.sample(action: "line \(number)")) }
        return folder
    }

    @Test("an untouched log verifies, empty or not, and after it is opened again")
    func untouched() async throws {
        let empty = try LogFolder()
        let start = AuditHead(number: 0, hash: AuditChain.start)
        #expect(try await empty.store.auditLog.verify() == .untouched(start))
        let folder = try await filled()
        let head = try await folder.store.auditLog.head()
        #expect(head.number == 5)
        #expect(try await folder.store.auditLog.verify() == .untouched(head))
        #expect(try await folder.store.auditLog.verify(since: start) == .untouched(head))
        let again = try AccountabilityStore(path: folder.file)
        try await again.auditLog.record(.sample())
        #expect(try await again.auditLog.verify(since: head) == .untouched(try await again.auditLog.head()))
        #expect(try await again.auditLog.records(after: 4, limit: 10).map(\.number) == [5, 6])
        #expect(try await again.auditLog.records(ofTrace: AuditRecord.sample().traceID).count == 6)
    }

    static let tamperings: [(sql: String, verdict: AuditVerdict)] = [
        ("UPDATE audit SET action = 'x' WHERE number = 3", .altered(number: 3)),
        ("UPDATE audit SET object = 'x' WHERE number = 3", .altered(number: 3)),
        ("UPDATE audit SET result = 'refused' WHERE number = 3", .altered(number: 3)),
        ("UPDATE audit SET origin = 'x' WHERE number = 3", .altered(number: 3)),
        ("UPDATE audit SET actor = 'x' WHERE number = 3", .altered(number: 3)),
        ("UPDATE audit SET time = time + 1 WHERE number = 3", .altered(number: 3)),
        ("UPDATE audit SET trace_id = replace(trace_id, '0', '1') WHERE number = 3", .altered(number: 3)),
        ("UPDATE audit SET hash = zeroblob(32) WHERE number = 3", .altered(number: 3)),
        (
            "UPDATE audit SET action = action || substr(object, 1, 1), object = substr(object, 2) WHERE number = 3",
            .altered(number: 3)
        ),
        ("DELETE FROM audit WHERE number = 3", .missing(number: 3)),
        ("DELETE FROM audit WHERE number = 1", .missing(number: 1)),
        ("DELETE FROM audit WHERE number = 5", .missing(number: 5)),
        ("DELETE FROM audit", .missing(number: 1)),
        ("UPDATE audit SET action = (SELECT action FROM audit WHERE number = 2) WHERE number = 4", .altered(number: 4)),
        (
            "INSERT INTO audit SELECT 6, action, object, result, origin, actor, time, trace_id, hash FROM audit"
                + " WHERE number = 5", .altered(number: 6)
        ),
    ]

    @Test(arguments: tamperings)
    func shows(_ sql: String, _ verdict: AuditVerdict) async throws {
        let folder = try await filled()
        let head = try await folder.store.auditLog.head()
        try await folder.tamper(sql)
        #expect(try await folder.store.auditLog.verify(since: head) == verdict)
    }

    @Test("a log that was written anew from the start shows against a head kept elsewhere")
    func rewritten() async throws {
        let folder = try await filled()
        let head = try await folder.store.auditLog.head()
        try await folder.tamper("DELETE FROM audit")
        for number in 1...5 { try await folder.store.auditLog.record(.sample(action: "other \(number)")) }
        #expect(try await folder.store.auditLog.verify() == .untouched(try await folder.store.auditLog.head()))
        #expect(try await folder.store.auditLog.verify(since: head) == .altered(number: 5))
    }

    @Test("a line is never lost for its form: long fields are cut off, empty ones marked")
    func stored() async throws {
        let folder = try LogFolder()
        try await folder.store.auditLog.record(.sample(action: "", result: String(repeating: "é", count: 5_000)))
        try await folder.store.auditLog.record(.sample(action: "in\u{0}gepakt\n"))
        #expect(try await folder.store.auditLog.records(after: 1, limit: 1).first?.record.action == "in�gepakt�")
        let record = try #require(try await folder.store.auditLog.records(after: 0, limit: 1).first?.record)
        #expect(record.action == "-")
        #expect(record.result == String(repeating: "é", count: 499) + "…")
        #expect(record.time == AuditRecord.sample().time)
        #expect(try await folder.store.auditLog.verify() == .untouched(try await folder.store.auditLog.head()))
    }

    @Test func refusesAForeignTrace() async throws {
        let folder = try LogFolder()
        let record = AuditRecord(
            action: "a", object: "b", result: "c", origin: "d", actor: "e", time: Date(), traceID: "geen")
        await #expect(throws: LogRefusal.malformed(field: "traceID")) {
            try await folder.store.auditLog.record(record)
        }
    }
}

@Suite("An end of the audit chain, as it is kept elsewhere")
struct AuditHeadTests {
    @Test("is read back as it was printed")
    func roundTrip() async throws {
        let folder = try LogFolder()
        try await folder.store.auditLog.record(.sample())
        let head = try await folder.store.auditLog.head()
        #expect(AuditHead(head.description) == head)
        #expect(try AccountabilityStore.verifyAudit(path: folder.file, since: head) == .untouched(head))
        let other = AuditHead(number: 1, hash: AuditChain.start)
        #expect(try AccountabilityStore.verifyAudit(path: folder.file, since: other) == .altered(number: 1))
    }

    @Test(
        "is refused otherwise",
        arguments: ["", "1", "1:", "1:00", "-1:" + zeros, "x:" + zeros, "1:g" + zeros.dropFirst(), "1:2:" + zeros])
    func refuses(_ text: String) { #expect(AuditHead(text) == nil) }

    private static let zeros = String(repeating: "0", count: 64)
}
