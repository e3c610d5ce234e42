import Domain
import TestSupport
import Testing
import Wire

@Suite("What the gateway takes unread, the asking region can read")
struct UnreadHitTests {
    /// A member of the hit, after which another is put.
    private static let place = #""doelgroepen":["bbl"]"#

    private static func answer(adding member: String) throws -> [UInt8] {
        let sound = String(decoding: try Golden.bytes("antwoord-knooppunt.ndjson"), as: UTF8.self)
        return Array(sound.replacing(Self.place, with: "\(Self.place),\(member)").utf8)
    }

    private enum Verdict: Hashable {
        case refusedByGateway
        case read
        case unreadable
    }

    /// What becomes of a region's answer at the gateway, and then at the asking region in both forms.
    private static func verdict(_ body: [UInt8]) throws -> Verdict {
        guard
            let answer = try? NodeAnswerJSON.scan(
                body, from: Samples.rijnmond(), searchID: Samples.search, limit: 2)
        else { return .refusedByGateway }
        let hits = answer.hits.map { answer.bytes[$0.range] }
        let outcomes = try Samples.outcomes()
        var lines = outcomes.flatMap(FederatedAnswerJSON.region)
        lines += FederatedAnswerJSON.head(searchID: Samples.search, total: 401, facets: [:], coverage: 1)
        FederatedAnswerJSON.append(line: answer.bytes[answer.line], to: &lines)
        for hit in hits { FederatedAnswerJSON.append(hit, to: &lines) }
        lines += FederatedAnswerJSON.end(next: nil)
        let document = FederatedAnswerJSON.document(
            searchID: Samples.search, total: 401, hits: hits, facets: [:], outcomes: outcomes, coverage: 1, next: nil)
        let counts = [
            try? FederatedAnswerJSON.read(lines).hits.count, try? FederatedAnswerJSON.readDocument(document).hits.count,
        ]
        return counts == [hits.count, hits.count] ? .read : .unreadable
    }

    private static func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }

    @Test(
        "fields of a newer version pass both",
        arguments: [
            "\"nieuw\":null", "\"nieuw\":{\"a\":{\"b\":[1,-2.5e3,true]}}", "\"nieuw\":\"\\ud83c\\udf73 \\u00e9\"",
            "\"nieuw\":\(nested(9))", "\"nieuw\":\"\u{1F373}\"", "\"nieuw\":{}", "\"nieuw\":[{\"a\":1},{\"a\":2}]",
        ])
    func sound(_ member: String) throws {
        #expect(try Self.verdict(Self.answer(adding: member)) == .read)
    }

    @Test(
        "what the asking region would refuse, the gateway refuses of that one region",
        arguments: [
            "\"score\":1", "\"\\u0073core\":1", "\"n\":{\"a\":1,\"a\":2}", "\"n\":{\"a\":1,\"\\u0061\":2}",
            "\"n\":\"\\ud83c\"", "\"n\":\"\\udf73\"", "\"n\":\"\\ud83cx\"", "\"n\":\"\\ud83c\\u0041\"",
            "\"n\":\"\\ud83c\\ud83c\"", "\"\u{E9}\":1,\"e\u{301}\":2", "\"n\":\(nested(10))", "\"n\":\(nested(12))",
            "\"n\":01", "\"n\":1.", "\"n\":+1", "\"n\":tru", "\"n\":\"\t\"", "\"n\":\"\\x\"", "\"n\":", "\"n\"", "",
            (0..<100).map { "\"n\($0)\":1" }.joined(separator: ","),
        ])
    func refused(_ member: String) throws {
        #expect(try Self.verdict(Self.answer(adding: member)) == .refusedByGateway)
    }

    @Test("of any hit line, broken or not, both say the same")
    func agree() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededRandom(seed: seed)
        let pieces = [
            "\"", "\\", "\\u", "d800", "dc00", "0041", "{", "}", "[", "]", ",", ":", "\"a\":", "1", "null", "\u{E9}",
            "e\u{301}", "\\\"", "-", ".", "e",
        ]
        for _ in 0..<5_000 {
            let value = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            let member = Bool.random(using: &random) ? "\"n\":\(value)" : "\"n\":{\"\(value)\":1,\"b\":\"\(value)\"}"
            let verdict = try Self.verdict(Self.answer(adding: member))
            #expect(verdict != .unreadable, "seed \(seed): \(member)")
        }
    }
}
