import Domain
import Testing
import Wire

@Suite("A number out of all bounds is refused where it is read, not where it is added up")
struct BoundsTests {
    private static func replaced(_ name: String, _ text: String, _ other: String) throws -> [UInt8] {
        let sound = String(decoding: try Golden.bytes(name), as: UTF8.self)
        try #require(sound.contains(text), "\(name) has \(text)")
        return Array(sound.replacing(text, with: other).utf8)
    }

    private static func scan(_ body: [UInt8]) throws -> ScannedAnswer {
        try NodeAnswerJSON.scan(body, from: Samples.rijnmond(), searchID: Samples.search, limit: 2)
    }

    @Test(
        "what a node counts goes up to ten million",
        arguments: [
            ("\"aantal\":401", 10_000_000), ("\"zichtbaar\":8085", 10_000_000), ("\"aantal\":89", 10_000_000),
        ])
    func node(_ member: String, _ most: Int) throws {
        let key = member.prefix { $0 != ":" }
        _ = try Self.scan(Self.replaced("antwoord-knooppunt.ndjson", member, "\(key):\(most)"))
        for not in ["\(most + 1)", "9223372036854775807", "9223372036854775808", "-1", "1.0", "1e3", "\"1\"", "null"] {
            let body = try Self.replaced("antwoord-knooppunt.ndjson", member, "\(key):\(not)")
            #expect(throws: AnswerFault.self, "\(key):\(not)") { try Self.scan(body) }
        }
    }

    @Test("a score goes to 2,147,483,647 on both sides of nought, wherever it is read")
    func score() throws {
        for good in [2_147_483_647, 0, -1, -2_147_483_647] {
            let scanned = try Self.scan(Self.replaced("antwoord-knooppunt.ndjson", ":12375", ":\(good)"))
            #expect(scanned.hits.map(\.score) == [good])
            let merged = try FederatedAnswerJSON.read(Self.replaced("antwoord-gateway.ndjson", ":12375", ":\(good)"))
            #expect(merged.hits.map(\.score) == [good] && merged.next?.score == good)
            let request = try SearchRequestJSON.decode(Self.replaced("zoekvraag.json", ":12375", ":\(good)"))
            #expect(request.position?.score == good)
        }
        let bad = [
            "2147483648", "-2147483648", "9223372036854775807", "-9223372036854775809", "-", "--1", "+1", "-01", "1.0",
            "-1e3", "\"-1\"", "null",
        ]
        for not in bad {
            for name in ["antwoord-knooppunt.ndjson", "antwoord-gateway.ndjson", "zoekvraag.json"] {
                let body = try Self.replaced(name, ":12375", ":\(not)")
                switch name {
                case "zoekvraag.json":
                    #expect(throws: RequestRefusal.self, "\(not)") { try SearchRequestJSON.decode(body) }
                case "antwoord-gateway.ndjson":
                    #expect(throws: AnswerFault.self, "\(not)") { try FederatedAnswerJSON.read(body) }
                default: #expect(throws: AnswerFault.self, "\(not)") { try Self.scan(body) }
                }
            }
        }
    }

    @Test(
        "rang is sixteen small hexadecimal digits",
        arguments: [
            "00000000000000a", "0000000000000000a", "+00000000000000a", "-00000000000000a", "000000000000000A",
            "000000000000000g", "",
        ])
    func tie(_ text: String) throws {
        let body = try Self.replaced("antwoord-knooppunt.ndjson", "\"0000000000000abc\"", "\"\(text)\"")
        #expect(throws: AnswerFault.self) { try Self.scan(body) }
        let merged = try Self.replaced("antwoord-gateway.ndjson", "\"0000000000000abc\"", "\"\(text)\"")
        #expect(throws: AnswerFault.self) { try FederatedAnswerJSON.read(merged) }
    }

    @Test("so are both halves of the salt", arguments: ["+123456789abcdef0000000000000001", "0123456789ABCDEF000", ""])
    func salt(_ text: String) throws {
        let body = try Self.replaced("antwoord-gateway.ndjson", "00000000000000010000000000000002", text)
        #expect(throws: AnswerFault.self) { try FederatedAnswerJSON.read(body) }
    }

    @Test("the federation's total and durations", arguments: ["9223372036854775807", "1e999", "1e40", "-1"])
    func federation(_ number: String) throws {
        for name in ["antwoord-gateway.ndjson"] {
            for member in ["\"aantal\":401", "\"duurMs\":1500", "\"dekking\":0.934"] {
                let key = member.prefix { $0 != ":" }
                let body = try Self.replaced(name, member, "\(key):\(number)")
                #expect(throws: AnswerFault.self, "\(key):\(number)") { try FederatedAnswerJSON.read(body) }
            }
        }
        let standings = try Self.replaced("knooppunten.json", "\"duurMs\":2.1", "\"duurMs\":\(number)")
        #expect(throws: AnswerFault.self) { try StandingsJSON.decode(standings) }
        let health = try Self.replaced("gezondheid.json", "\"zichtbaar\":8085", "\"zichtbaar\":\(number)")
        #expect(throws: AnswerFault.self) { try HealthJSON.decode(health) }
    }
}
