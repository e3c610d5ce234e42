import Foundation
import Logging
import Testing

@testable import hallowerk

@Suite("Log lines: JSON, one a line, with time, level, source and message of their own")
struct StructuredLogTests {
    private func line(_ metadata: Logger.Metadata) throws -> (text: String, fields: [String: String]) {
        let log = StructuredLog(label: "node")
        let bytes = try #require(
            log.line(.warning, "a region did not answer", metadata, at: Date(timeIntervalSince1970: 1_795_847_773.25)))
        return (String(decoding: bytes, as: UTF8.self), try JSONDecoder().decode([String: String].self, from: bytes))
    }

    @Test func aLineHasItsFields() throws {
        let (text, fields) = try line(["trace": "0af7651916cd43dd8448eb211c80319c", "region": "zeeland"])
        #expect(text.hasSuffix("}\n") && text.dropLast().firstIndex(of: "\n") == nil)
        #expect(
            fields == [
                "time": "2026-11-28T06:36:13.250Z", "level": "warning", "source": "node",
                "message": "a region did not answer", "trace": "0af7651916cd43dd8448eb211c80319c", "region": "zeeland",
            ])
    }

    @Test("what a line says of itself cannot be said over it, nor a line be broken in two")
    func own() throws {
        let (text, fields) = try line(["level": "debug", "time": "gisteren", "message": "niets", "kind": "a\nb\u{1B}c"])
        #expect(fields["level"] == "warning" && fields["message"] == "a region did not answer")
        #expect(fields["time"]?.hasPrefix("2026") == true && fields["kind"] == "a\nb\u{1B}c")
        #expect(text.filter { $0 == "\n" }.count == 1 && !text.contains("\u{1B}"))
    }
}
