import Domain
import TestSupport
import Testing
import Wire

@Suite("A search request is taken whole or refused with every error")
struct SearchRequestJSONTests {
    private static let purpose = #""doel":{"activiteit":"vacatureVervullen","grondslag":"wetSuwi"}"#

    /// A request with these filters and nothing else.
    private static func filters(_ members: String) -> String { #"{\#(purpose),"filters":{\#(members)}}"# }
    private static func position(_ epoch: Int) -> String {
        let zeros = String(repeating: "0", count: 32)
        return
            #""positie":{"zout":"\#(zeros)","score":1,"rang":"\#(zeros.prefix(16))","getoond":1,"tijdvak":\#(epoch)}"#
    }

    @Test("a first page names its epoch, a later one has that of its position, and without either there is none")
    func epochs() throws {
        let cases = [
            (#""tijdvak":8"#, 8), (Self.position(9), 9), (#""tijdvak":9,"# + Self.position(9), 9), (#""aantal":1"#, 0),
        ]
        for (fields, number) in cases {
            let request = try SearchRequestJSON.decode(Array("{\(Self.purpose),\(fields)}".utf8))
            #expect(request.pinnedEpoch == number)
            #expect(try SearchRequestJSON.decode(SearchRequestJSON.encode(request)) == request)
        }
    }

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

    @Test("what is written is read back, whatever of it is set")
    func anyRequest() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededRandom(seed: seed)
        for _ in 0..<500 {
            let request = try Samples.request(&random)
            let read = try SearchRequestJSON.decode(SearchRequestJSON.encode(request))
            #expect(read == request, "seed \(seed)")
        }
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
            (
                filters(#""beroepen":["kok"," ","kok"],"vaardigheden":"VCA","opleidingsniveaus":["mbo2"]"#),
                ["filters.beroepen[1]", "filters.beroepen[2]", "filters.vaardigheden", "filters.opleidingsniveaus[0]"]
            ),
            (
                #"{\#(purpose),"filters":{"rijbewijzen":["Z"],"contractvormen":["vast"],"sectoren":["Z","A","A"]}}"#,
                [
                    "filters.rijbewijzen[0]", "filters.contractvormen[0]", "filters.sectoren[0]",
                    "filters.sectoren[2]",
                ]
            ),
            (
                filters(#""talen":[{"taal":"Pools"},{"niveau":"goed"},{"taal":"","niveau":"vlot","hoe":1},3]"#),
                [
                    "filters.talen[3]", "filters.talen[0].niveau", "filters.talen[1].taal", "filters.talen[2].niveau",
                    "filters.talen[2].hoe", "filters.talen[2].taal",
                ]
            ),
            (
                filters(#""talen":[{"taal":"Pools","niveau":"goed"},{"taal":"pools","niveau":"redelijk"}]"#),
                ["filters.talen[1].taal"]
            ), (#"{\#(purpose),"filters":{"talen":["Pools"]}}"#, ["filters.talen[0]"]),
            (#"{\#(purpose),"filters":{"beschikbaarVoor":"2026-02-30"}}"#, ["filters.beschikbaarVoor"]),
            (#"{\#(purpose),"filters":{"beschikbaarVoor":20261201}}"#, ["filters.beschikbaarVoor"]),
            (#"{\#(purpose),"sortering":"afstand"}"#, ["filters.gebied"]),
            (#"{\#(purpose),"sortering":"afstand","filters":{"gemeenten":["GM0599"]}}"#, ["filters.gebied"]),
            (
                #"{\#(purpose),"sortering":"afstand","filters":{"gebied":{"postcode":"3011"}}}"#,
                ["filters.gebied.afstandKm"]
            ), (#"{\#(purpose),"sortering":"dichtbij"}"#, ["sortering"]),
            (#"{\#(purpose),"tijdvak":-1}"#, ["tijdvak"]), (#"{\#(purpose),"tijdvak":253402300800}"#, ["tijdvak"]),
            (#"{\#(purpose),"tijdvak":8,\#(position(9))}"#, ["tijdvak"]),
            (#"{\#(purpose),\#(position(-1))}"#, ["positie.tijdvak"]),
        ])
    func mistakes(_ text: String, _ fields: [String]) {
        let refusal = #expect(throws: RequestRefusal.self) { try SearchRequestJSON.decode(Array(text.utf8)) }
        #expect(refusal?.errors.map(\.field) == fields)
    }

    @Test("each list has a limit, and so has each text that people write")
    func limits() throws {
        func request(_ members: String) -> [UInt8] { Array(Self.filters(members).utf8) }
        let long = String(repeating: "é", count: Limits.filterCharacters)
        for name in ["beroepen", "vaardigheden"] {
            for (count, text, good) in [(50, "x", true), (51, "x", false), (1, long, true), (1, long + "x", false)] {
                let values = (0..<count).map { "\"\(count == 1 ? text : text + String($0))\"" }.joined(separator: ",")
                let filters = (try? SearchRequestJSON.decode(request("\"\(name)\":[\(values)]")))?.filters
                #expect((filters != nil) == good, "\(name) \(count)")
            }
        }
        for (count, good) in [(50, true), (51, false)] {
            let values = (0..<count).map { #"{"taal":"t\#($0)","niveau":"goed"}"# }.joined(separator: ",")
            let decoded = try? SearchRequestJSON.decode(request("\"talen\":[\(values)]"))
            #expect((decoded?.filters.languages.count == count) == good)
        }
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
        + #""peildatum":"2026-11-23T13:00:00.000Z","register":1,"meer":false,"lijst":"","zegel":"# + seal + "}\n"
    private static let seal = "\"\(String(repeating: "A", count: RegionLine.sealCharacters))\""
    private static let end = #"{"soort":"einde","meer":false}"# + "\n"

    private static func hit(_ score: Int, _ tie: String, _ handle: String = "rijnmond.x") -> String {
        #"{"soort":"treffer","score":\#(score),"rang":"\#(tie)","handvat":"\#(handle)\#(tie)","regio":"rijnmond","#
            + #""gemeente":"GM0599","postcodegebied":"3011","beroepen":["kok"],"vaardigheden":[],"opleiding":"MBO2","#
            + #""urenPerWeek":{"minimaal":24,"maximaal":40},"beschikbaarVanaf":"2026-12-01","nieuw":[1,{"a":null}]}"#
            + "\n"
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
            sound.replacing("000000000000000b", with: "000000000000000c").replacing(
                "rijnmond.x000000000000000c", with: "rijnmond.x000000000000000a"),
            sound.replacing("\"zoekopdracht\":\"z\"", with: "\"zoekopdracht\":\"y\""),
            sound.replacing("\"regio\":\"rijnmond\"", with: "\"regio\":\"haaglanden\""), sound + "{}\n",
        ])
    func lies(_ text: String) {
        #expect(throws: AnswerFault.self) { try scan(text) }
    }
}
