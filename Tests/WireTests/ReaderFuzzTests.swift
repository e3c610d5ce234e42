import Domain
import TestSupport
import Testing
import Wire

@Suite("No bytes bring a reader down")
struct ReaderFuzzTests {
    /// Every reader of Wire; a refusal is an answer too. Values that come out are written again, since others do that.
    static func readAll(_ bytes: [UInt8]) throws {
        _ = try? SearchRequestJSON.encode(SearchRequestJSON.decode(bytes))
        let region = try Samples.rijnmond()
        if let answer = try? NodeAnswerJSON.scan(bytes, from: region, searchID: Samples.search, limit: 50) {
            _ = NodeAnswerJSON.encode(answer.header, hits: [], more: answer.more, proof: Samples.proof)
            _ = answer.header.total + answer.header.visible
        }
        for answer in [try? FederatedAnswerJSON.read(bytes), try? FederatedAnswerJSON.readDocument(bytes)] {
            guard let answer else { continue }
            _ = FederatedAnswerJSON.document(
                searchID: answer.searchID, total: answer.total, hits: [], facets: answer.facets,
                outcomes: answer.outcomes, coverage: answer.coverage, next: answer.next)
        }
        _ = try? ProfileDetailJSON.decode(bytes)
        if let health = try? HealthJSON.decode(bytes) { _ = HealthJSON.encode(health) }
        if let standings = try? StandingsJSON.decode(bytes) {
            _ = StandingsJSON.encode(standings, checkedAt: Samples.time, certificateExpires: Samples.time)
        }
    }

    private static let pieces: [String] = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "d800", "\\ud83c\\udf73", "null", "true", "-", "0", "1e999",
        "9223372036854775807", "9223372036854775808", "-1", "1.5", "\"soort\"", "\"regio\"", "\"rijnmond\"", "\n",
        "\"einde\"", "\"duurMs\":1e40", "\"aantal\":", " ", "\u{E9}", "\u{0}", "\u{FEFF}",
    ]

    /// Bytes without sense, and bytes with a little.
    static func random(_ random: inout SeededRandom) -> [UInt8] {
        if Bool.random(using: &random) {
            return (0..<Int.random(in: 0...64, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        return (0..<Int.random(in: 0...40, using: &random)).flatMap { _ in
            Array((pieces.randomElement(using: &random) ?? "").utf8)
        }
    }

    /// One byte changed, taken away, put in or doubled; now and then a number made enormous.
    static func mutate(_ sound: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = sound
        let index = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0...4, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[index] = Array("0123456789eE.-+\"{}[],:\\".utf8).randomElement(using: &random) ?? 0
        case 2: bytes.remove(at: index)
        case 3: bytes.insert(bytes[index], at: index)
        default:
            let digits = bytes.indices.filter { (48...57).contains(bytes[$0]) }
            guard let digit = digits.randomElement(using: &random) else { break }
            let enormous = ["e99", "e999", "e-999", "99999999999999999", "999999999999999999999", ".5"]
            bytes.insert(contentsOf: (enormous.randomElement(using: &random) ?? "").utf8, at: digit + 1)
        }
        return bytes
    }

    @Test("random bytes, in a process of their own")
    func randomBytes() async {
        let seed = UInt64.random(in: 0...UInt64.max)
        await #expect(processExitsWith: .success, "seed \(seed)") { [seed = seed as UInt64] in
            var random = SeededRandom(seed: seed)
            for _ in 0..<20_000 { try ReaderFuzzTests.readAll(ReaderFuzzTests.random(&random)) }
        }
    }

    @Test(
        "sound documents with one thing wrong, in a process of their own",
        arguments: [
            "zoekvraag.json", "antwoord-knooppunt.ndjson", "antwoord-gateway.json",
            "antwoord-gateway.ndjson", "antwoord-portaal.json", "profiel.json", "gezondheid.json", "knooppunten.json",
        ])
    func mutations(_ name: String) async {
        let seed = UInt64.random(in: 0...UInt64.max)
        await #expect(processExitsWith: .success, "seed \(seed)") { [seed = seed as UInt64, name = name as String] in
            var random = SeededRandom(seed: seed)
            let sound = try Golden.bytes(name)
            for _ in 0..<1_000 { try ReaderFuzzTests.readAll(ReaderFuzzTests.mutate(sound, &random)) }
        }
    }
}
