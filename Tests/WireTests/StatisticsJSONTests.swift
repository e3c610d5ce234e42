import Domain
import TestSupport
import Testing
import Wire

@Suite("Statistics over the wire: whole or not at all, and equal statistics are equal bytes")
struct StatisticsJSONTests {
    @Test(arguments: 0..<50 as Range<UInt64>)
    func `what is written is read back`(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var counts: [String: Int] = [:]
        for _ in 0..<Int.random(in: 0...40, using: &random) {
            let letters = (1...12).map { _ in "abcé:'_ßж ".randomElement(using: &random) ?? "a" }
            counts[String(letters.prefix(Int.random(in: 1...12, using: &random)))] = Int.random(
                in: 0...90, using: &random)
        }
        let statistics = TermStatistics(reporting: 90, counts: counts)
        let region = try RegionCode("rijnmond")
        let bytes = StatisticsJSON.encode(statistics, of: region)
        #expect(try StatisticsJSON.decode(bytes, from: region) == statistics, "seed \(seed)")
        let shuffled = counts.shuffled(using: &random).map { ($0.key, $0.value) }
        let again = TermStatistics(reporting: 90, counts: Dictionary(uniqueKeysWithValues: shuffled))
        #expect(StatisticsJSON.encode(again, of: region) == bytes, "seed \(seed)")
        let epoch = Epoch.sum(of: [region: statistics], number: Int(seed) + 1)
        #expect(try EpochJSON.decode(EpochJSON.encode(epoch)) == epoch, "seed \(seed)")
    }

    @Test func `a field that a newer version adds is ignored`() throws {
        let json = #"{"regio":"rijnmond","profielen":7,"termen":{"a":5},"nieuw":[1]}"#
        let read = try StatisticsJSON.decode(Array(json.utf8), from: RegionCode("rijnmond"))
        #expect(read.frequencies == ["a": 5])
    }

    static let refusedReports = [
        "", "{", "[]", #"{"regio":"rijnmond","termen":{}}"#, #"{"regio":"rijnmond","profielen":7}"#,
        #"{"regio":"zeeland","profielen":7,"termen":{}}"#, #"{"profielen":7,"termen":{}}"#,
        #"{"regio":"rijnmond","profielen":-1,"termen":{}}"#, #"{"regio":"rijnmond","profielen":10000001,"termen":{}}"#,
        #"{"regio":"rijnmond","profielen":1.5,"termen":{}}"#, #"{"regio":"rijnmond","profielen":"7","termen":{}}"#,
        #"{"regio":"rijnmond","profielen":7,"termen":[]}"#, #"{"regio":"rijnmond","profielen":7,"termen":{"a":4}}"#,
        #"{"regio":"rijnmond","profielen":7,"termen":{"a":8}}"#,
        #"{"regio":"rijnmond","profielen":7,"termen":{"a":"5"}}"#,
        #"{"regio":"rijnmond","profielen":7,"termen":{"a":null}}"#,
        #"{"regio":"rijnmond","profielen":7,"termen":{"":5}}"#,
        #"{"regio":"rijnmond","profielen":7,"termen":{"a":5,"a":5}}"#,
        #"{"regio":"rijnmond","profielen":7,"termen":{"a":5,"b":4,"c":5}}"#,
        #"{"regio":"rijnmond","profielen":7,"termen":{"a\"":5}}"#,
        #"{"regio":"rijnmond","profielen":7,"termen":{"a\u0000":5}}"#,
        #"{"regio":"rijnmond","profielen":7,"termen":{"\#(String(repeating: "a", count: Limits.termBytes + 1))":5}}"#,
        #"{"regio":"rijnmond","profielen":7,"termen":{}} "x""#,
    ]

    @Test(arguments: refusedReports)
    func `a report with anything wrong is refused whole`(_ json: String) throws {
        let region = try RegionCode("rijnmond")
        #expect(throws: AnswerFault.self) { try StatisticsJSON.decode(Array(json.utf8), from: region) }
    }

    static let refusedEpochs = [
        "", #"{"regios":[],"profielen":7,"termen":{}}"#, #"{"tijdvak":1,"profielen":7,"termen":{}}"#,
        #"{"tijdvak":0,"regios":[],"profielen":7,"termen":{}}"#,
        #"{"tijdvak":-1,"regios":[],"profielen":7,"termen":{}}"#,
        #"{"tijdvak":253402300800,"regios":[],"profielen":7,"termen":{}}"#,
        #"{"tijdvak":"1","regios":[],"profielen":7,"termen":{}}"#,
        #"{"tijdvak":1,"regios":["R!"],"profielen":7,"termen":{}}"#,
        #"{"tijdvak":1,"regios":[1],"profielen":7,"termen":{}}"#,
        #"{"tijdvak":1,"regios":["zeeland","rijnmond"],"profielen":7,"termen":{}}"#,
        #"{"tijdvak":1,"regios":["zeeland","zeeland"],"profielen":7,"termen":{}}"#,
        #"{"tijdvak":1,"regios":[],"profielen":2147483648,"termen":{}}"#,
        #"{"tijdvak":1,"regios":[],"profielen":7,"termen":{"a":4}}"#,
        #"{"tijdvak":1,"regios":[],"profielen":7,"termen":{"a":8}}"#,
    ]

    @Test(arguments: refusedEpochs)
    func `an epoch with anything wrong is refused whole`(_ json: String) {
        #expect(throws: AnswerFault.self) { try EpochJSON.decode(Array(json.utf8)) }
    }

    @Test func `all terms at their longest fit in what is taken`() throws {
        // Exact: a term is written as it is, with its quotes, a colon, a comma and its count.
        let count = String(Limits.counts.upperBound).utf8.count
        let each = Limits.termBytes + 4 + count
        #expect(Limits.regionTerms * each + 4_096 <= Limits.statisticsBytes)
        #expect(Limits.epochTerms * each + 4_096 <= Limits.epochBytes)
    }

    @Test func `an epoch that is gone is told apart from what else is wrong with a request`() {
        #expect(Problem.isEpochGone(Problem.epochGone().json()))
        #expect(Problem.epochGone().status == 400)
        let other = Problem.badRequest([FieldError(field: "tijdvak", message: "moet een geheel getal zijn, geen tekst")]
        )
        #expect(!Problem.isEpochGone(other.json()))
        #expect(!Problem.isEpochGone(Array("geen JSON".utf8)))
    }
}
