import Domain
import Testing
import Wire

@Suite("A search request is taken whole or refused with every error")
struct SearchRequestJSONTests {
    private static let purpose = #""doel":{"activiteit":"vacatureVervullen","grondslag":"wetSuwi"}"#

    @Test("what is written is read back")
    func roundTrip() throws {
        let request = SearchRequest(
            text: "kok \"chef\" é/",
            filters: SearchFilters(
                regions: [try RegionCode("rijnmond")], municipalities: [try MunicipalityCode("GM0599")],
                area: .init(postcode: try PostcodeArea("3011"), distanceKm: 25), targetGroups: [.bbl],
                hours: try WeeklyHours(minimum: 24, maximum: 40)), order: .neutral, count: 7,
            position: SearchPosition(salt: SearchSalt(high: .max, low: 1), score: 12, tie: .max, shown: 20),
            facets: [.occupation], purpose: try Purpose(activity: .mediate, basis: .participatiewet, vacancy: "V-1"),
            timeLimit: .milliseconds(900), explain: true)
        #expect(try SearchRequestJSON.decode(SearchRequestJSON.encode(request)) == request)
    }

    @Test(
        "each mistake is named by its path",
        arguments: [
            (#"{\#(purpose),"aantal":51}"#, ["aantal"]), (#"{\#(purpose),"naam":1,"bsn":2}"#, ["naam", "bsn"]),
            (
                #"{\#(purpose),"filters":{"gebied":{"postcode":"0123"}}}"#,
                ["filters.gebied.postcode", "filters.gebied.afstandKm"]
            ),
            (#"{\#(purpose),"filters":{"leeftijd":40}}"#, ["filters.leeftijd"]), (#"{"tekst":"kok"}"#, ["doel"]),
            (#"{"doel":{"activiteit":"vacatureVervullen","grondslag":"participatiewet"}}"#, ["doel.grondslag"]),
            (#"{\#(purpose),"filters":{"regios":["Rijnmond"]}}"#, ["filters.regios[0]"]),
        ])
    func mistakes(_ text: String, _ fields: [String]) {
        let refusal = #expect(throws: RequestRefusal.self) { try SearchRequestJSON.decode(Array(text.utf8)) }
        #expect(refusal?.errors.map(\.field) == fields)
    }

    @Test("no JSON at all is refused", arguments: ["", "{", "[1]", #"{"a":1,"a":2}"#, "{}x", "{\"tekst\":\"\u{1}\"}"])
    func malformed(_ text: String) {
        #expect(throws: RequestRefusal.self) { try SearchRequestJSON.decode(Array(text.utf8)) }
    }
}

@Suite("A region's answer is checked before it is merged")
struct NodeAnswerJSONTests {
    private static let head =
        #"{"soort":"regio","regio":"rijnmond","zoekopdracht":"z","aantal":2,"zichtbaar":9,"#
        + #""peildatum":"2026-11-23T13:00:00.000Z","register":1}"# + "\n"
    private static let end = #"{"soort":"einde","meer":false}"# + "\n"

    private static func hit(_ score: Int, _ tie: String, _ handle: String = "rijnmond.x") -> String {
        #"{"soort":"treffer","score":\#(score),"rang":"\#(tie)","handvat":"\#(handle)","nieuw":[1,{"a":null}]}"# + "\n"
    }

    private static let sound = head + hit(9, "000000000000000a") + hit(9, "000000000000000b") + end

    private func scan(_ text: String) throws -> ScannedAnswer {
        try NodeAnswerJSON.scan(Array(text.utf8), from: try RegionCode("rijnmond"), searchID: "z", limit: 2)
    }

    @Test("a good one is taken, fields of a newer version and all")
    func takes() throws {
        let answer = try scan(Self.sound)
        #expect(answer.hits.map(\.tie) == [10, 11])
        #expect(answer.header.total == 2)
    }

    @Test("one cut off anywhere is refused")
    func truncated() {
        for length in 0..<Self.sound.utf8.count {
            #expect(throws: AnswerFault.self) {
                try scan(String(decoding: Self.sound.utf8.prefix(length), as: UTF8.self))
            }
        }
    }

    @Test(
        "one that lies is refused",
        arguments: [
            head + hit(1, "000000000000000a") + hit(9, "000000000000000b") + end,
            head + hit(9, "000000000000000b") + hit(9, "000000000000000a") + end,
            head + hit(9, "000000000000000a", "haaglanden.x") + end,
            head + hit(9, "000000000000000a") + hit(8, "000000000000000a") + hit(7, "000000000000000a") + end,
            sound.replacing("\"zoekopdracht\":\"z\"", with: "\"zoekopdracht\":\"y\""),
            sound.replacing("\"regio\":\"rijnmond\"", with: "\"regio\":\"haaglanden\""), sound + "{}\n",
        ])
    func lies(_ text: String) {
        #expect(throws: AnswerFault.self) { try scan(text) }
    }
}
