import Foundation
import Testing

@testable import Accountability

@Suite("Log of processings: on disk before the answer (I-9), complete, without users")
struct ProcessingLogTests {
    @Test("what was recorded is read back, also by another who opens the file")
    func readsBack() async throws {
        let folder = try LogFolder()
        let records = [
            try ProcessingRecord.sample(), try .sample(parent: "00f067aa0ba902b7", subjects: ["a-_9"]),
            try .sample(subjects: ["eerste", "tweede", "derde"]),
        ]
        for record in records { try await folder.store.processingLog.record(record) }
        let other = try AccountabilityStore(path: folder.file)
        for log in [folder.store.processingLog, other.processingLog] {
            let read = try await log.records(after: 0, limit: 10)
            #expect(read.map(\.record) == records && read.map(\.number) == [1, 2, 3])
            #expect(try await log.records(after: 1, limit: 1).map(\.number) == [2])
            #expect(try await log.records(ofTrace: records[0].traceID) == records)
            #expect(try await log.records(ofTrace: String(repeating: "1", count: 32)).isEmpty)
            #expect(try await log.count() == 3)
        }
    }

    static func malformed() throws -> [(field: String, record: ProcessingRecord)] {
        [
            ("traceID", try .sample(trace: "0af7651916cd43dd8448eb211c80319")),
            ("traceID", try .sample(trace: "0AF7651916CD43DD8448EB211C80319C")),
            ("traceID", try .sample(trace: String(repeating: "0", count: 32))),
            ("spanID", try .sample(span: "b7ad6b716920333g")), ("parentSpanID", try .sample(parent: "")),
            ("activity", try .sample(activity: "")),
            ("activity", try .sample(activity: String(repeating: "a", count: 501))),
            ("name", try .sample(name: "")), ("name", try .sample(name: String(repeating: "a", count: 101))),
            ("subjects", try .sample(subjects: ["goed", ""])), ("subjects", try .sample(subjects: ["jan jansen"])),
            ("subjects", try .sample(subjects: ["jan@voorbeeld.example"])),
            ("subjects", try .sample(subjects: [String(repeating: "a", count: 65)])),
            ("subjects", try .sample(subjects: Array(repeating: "a", count: 1_001))),
        ]
    }

    @Test func refusesWhatTheStandardDoesNotKnow() async throws {
        let folder = try LogFolder()
        for (field, record) in try Self.malformed() {
            await #expect(throws: LogRefusal.malformed(field: field)) {
                try await folder.store.processingLog.record(record)
            }
        }
        #expect(try await folder.store.processingLog.count() == 0)
        try await folder.store.processingLog.record(.sample(subjects: Array(repeating: "a", count: 1_000)))
    }

    @Test("an export has at most one subject a line, and repeats exactly", arguments: [0, 1, 3])
    func exports(subjects: Int) throws {
        let record = try ProcessingRecord.sample(
            parent: "00f067aa0ba902b7", subjects: (0..<subjects).map { "persoon\($0)" })
        let lines = record.lines
        #expect(lines == record.lines)
        #expect(lines.count == (subjects > 1 ? subjects + 1 : 1))
        #expect(lines.compactMap(\.subject) == record.subjects)
        #expect(Set(lines.map(\.spanID)).count == lines.count)
        #expect(lines[0].spanID == record.spanID && lines[0].parentSpanID == record.parentSpanID)
        #expect(lines.dropFirst().allSatisfy { $0.parentSpanID == record.spanID && $0.traceID == record.traceID })
    }

    @Test("a line is the standard's JSON")
    func json() throws {
        let line = try ProcessingRecord.sample(name: "zoek \"iets\"\n", subjects: ["persoon"]).lines[0]
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.json())) as? [String: Any])
        #expect(object["trace_id"] as? String == line.traceID)
        #expect(object["name"] as? String == "zoek \"iets\"\n")
        #expect(object["status"] as? String == "Ok")
        #expect(object["start_time"] as? Int == 1_795_000_000_250)
        #expect(object["parent_span_id"] == nil)
        let attributes = try #require(object["attributes"] as? [String: String])
        #expect(attributes["dpl.core.processing_activity_id"] == "https://register.example/zoeken")
        #expect(attributes["dpl.core.data_subject_id"] == "persoon")
    }

    @Test("many at the same time share commits, and each is on disk when its caller goes on")
    func sharesCommits() async throws {
        let folder = try LogFolder()
        let release = folder.hold()
        let count = 1_000
        let entered = Tally()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                group.addTask {
                    if entered.add() == count { release.signal() }
                    try await folder.store.processingLog.record(.sample(subjects: ["p\(number)"]))
                }
            }
            try await group.waitForAll()
        }
        #expect(try await folder.store.processingLog.count() == count)
        #expect(folder.store.commits.commits < count / 10, "\(folder.store.commits.commits) commits")
        let read = try await folder.store.processingLog.records(after: 0, limit: 1_000)
        #expect(Set(read.flatMap(\.record.subjects)).count == count)
    }
}
