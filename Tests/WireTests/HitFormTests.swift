import Domain
import Testing
import Wire

@Suite("A hit that the asking region cannot read, or that is another region's, costs its own region only")
struct HitFormTests {
    private static func scan(_ text: String, _ other: String) throws -> ScannedAnswer {
        let sound = String(decoding: try Golden.bytes("antwoord-knooppunt.ndjson"), as: UTF8.self)
        try #require(sound.contains(text), "\(text)")
        // Of the hit's line, which is the second.
        var lines = sound.split(separator: "\n").map(String.init)
        lines[1] = lines[1].replacing(text, with: other)
        let body = Array((lines.joined(separator: "\n") + "\n").utf8)
        return try NodeAnswerJSON.scan(body, from: Samples.rijnmond(), searchID: Samples.search, limit: 2)
    }

    @Test(
        "each member that a list needs",
        arguments: [
            ("\"soort\":\"treffer\"", ["\"soort\":\"tip\"", "\"soort\":1"]),
            ("\"regio\":\"rijnmond\"", ["\"regio\":\"haaglanden\"", "\"regio\":\"rijnmond2\"", "\"regio\":null"]),
            ("\"handvat\":\"rijnmond.", ["\"handvat\":\"haaglanden.", "\"handvat\":\"rijnmond", "\"handvat\":\"."]),
            ("\"gemeente\":\"GM0599\"", ["\"gemeente\":\"GM599\"", "\"gemeente\":\"\"", "\"gemeente\":[]"]),
            ("\"postcodegebied\":\"3011\"", ["\"postcodegebied\":\"0011\"", "\"postcodegebied\":3011"]),
            ("\"beroepen\":[", ["\"beroepen\":[1,", "\"beroepen\":[[],", "\"beroepen\":[null,"]),
            ("\"vaardigheden\":[\"reachtruck\",\"EPT\"]", ["\"vaardigheden\":{}", "\"vaardigheden\":\"EPT\""]),
            ("\"opleiding\":\"MBO2\"", ["\"opleiding\":2", "\"opleiding\":null"]),
            ("\"minimaal\":24", ["\"minimaal\":41", "\"minimaal\":-1", "\"minimaal\":2.5", "\"minimum\":24"]),
            ("\"beschikbaarVanaf\":\"2026-12-01\"", ["\"beschikbaarVanaf\":\"morgen\"", "\"beschikbaarVanaf\":\"\""]),
        ])
    func refuses(_ member: String, _ others: [String]) throws {
        _ = try Self.scan(member, member)
        for other in others {
            #expect(throws: AnswerFault.self, "\(other)") { try Self.scan(member, other) }
        }
        let name = member.prefix { $0 != ":" }
        #expect(throws: AnswerFault.self, "without \(name)") { try Self.scan(String(name), "\"anders\"") }
    }

    @Test("a value of a newer version, an empty list and texts with every escape are taken")
    func takes() throws {
        _ = try Self.scan("\"MBO2\"", "\"MBO9\"")
        _ = try Self.scan("\"beroepen\":[\"heftruckchauffeur\"]", "\"beroepen\":[]")
        _ = try Self.scan("\"heftruckchauffeur\"]", #""x","","a\"],[b","\\","\u00e9,\n"]"#)
    }
}
