import Domain
import Foundation
import TestSupport
import Testing
import Trust
import WebUI
import Wire

@testable import NodePortal

@Suite("The search form is read whole, or every fault is said beside its field")
struct SearchFormReaderTests {
    private let reader: SearchFormReader

    init() throws {
        let regions = [try InsideFederation.region("rijnmond"), try InsideFederation.region("haaglanden")]
        reader = SearchFormReader(
            registry: try TestFederation(of: regions, now: .now).registry.value,
            places: InsideFederation.regions.places, role: .accountManager)
    }

    private static func form(_ fields: [(String, String)]) -> SearchForm {
        SearchForm([FormField("doel", "vacatureVervullen;wetSuwi")] + fields.map { FormField($0.0, $0.1) })
    }

    @Test("every filter and order of the form becomes the same filter and order of the request, counted by every facet")
    func whole() throws {
        let reading = reader.read(
            Self.form([
                ("tekst", "heftruck"), ("doelgroep", "bbl"), ("postcode", "3011 AA"), ("afstand", "30"),
                ("urenvan", "24"), ("urentot", "36"), ("beroep", "heftruckchauffeur"), ("beroep", "kok: chef"),
                ("vaardigheid", "VCA"), ("gemeente", "GM0599"), ("gemeentenaam", "den haag"), ("regio", "rijnmond"),
                ("opleiding", "MBO2"), ("opleiding", "ONBEKEND"), ("rijbewijs", "BE"), ("taal", "Nederlands"),
                ("taalnaam", " pools "), ("taalniveau", "goed"), ("beschikbaar", "1-12-2026"),
                ("contract", "leerbaan"), ("sector", "H"), ("sortering", "afstand"),
            ]))
        #expect(reading.faults == [])
        let request = try #require(reading.request)
        #expect(
            request.filters
                == SearchFilters(
                    regions: [try RegionCode("rijnmond")],
                    municipalities: [try MunicipalityCode("GM0599"), try MunicipalityCode("GM0518")],
                    area: .init(postcode: try PostcodeArea("3011"), distanceKm: 30), targetGroups: [.bbl],
                    occupations: ["heftruckchauffeur", "kok: chef"], skills: ["VCA"],
                    educationLevels: [.mbo2, .unknown], licences: [.carAndTrailer],
                    languages: [
                        LanguageSkill(language: "Nederlands", level: .good),
                        LanguageSkill(language: "Pools", level: .good),
                    ], hours: try WeeklyHours(minimum: 24, maximum: 36), availableBy: try CalendarDay("2026-12-01"),
                    contracts: [.apprenticeship], sectors: [.transport]))
        #expect(request.order == .distance && request.facets == Facet.allCases)
        // What was typed is shown back as a box or in one spelling, and reads the same again.
        #expect(reading.form[.language] == ["Nederlands", "Pools"] && reading.form.languageName == "")
        #expect(reading.form[.municipality] == ["GM0599", "GM0518"] && reading.form.availableBy == "2026-12-01")
        #expect(reader.read(reading.form).request == request)
        #expect(try SearchRequestJSON.decode(SearchRequestJSON.encode(request)) == request)
    }

    @Test("without filters nothing is filtered; without words nothing ranks people (P-PUR-7)")
    func empty() throws {
        let request = try #require(reader.read(Self.form([])).request)
        #expect(request.filters == SearchFilters() && request.order == .neutral)
        #expect(reader.read(Self.form([("tekst", "kok")])).request?.order == .relevance)
        #expect(reader.read(Self.form([("sortering", "beschikbaarheid")])).request?.order == .availability)
    }

    @Test(
        "each fault stands at its field",
        arguments: [
            ([("doelgroep", "allen")], "doelgroep"), ([("gemeente", "GM0000")], "gemeente"),
            ([("gemeentenaam", "Nergenshuizen")], "gemeentenaam"), ([("regio", "zeeland")], "regio"),
            ([("opleiding", "mbo2")], "opleiding"), ([("rijbewijs", "Z")], "rijbewijs"),
            ([("taal", " ")], "taal"), ([("taalnaam", "12")], "taalnaam"),
            ([("taalnaam", String(repeating: "a", count: 51))], "taalnaam"),
            ([("taal", "Pools"), ("taalniveau", "vlot")], "taalniveau"), ([("taalniveau", "goed")], "taalniveau"),
            ([("beschikbaar", "30-2-2026")], "beschikbaar"), ([("beschikbaar", "gauw")], "beschikbaar"),
            ([("contract", "vast")], "contract"), ([("sector", "Z")], "sector"), ([("beroep", "")], "beroep"),
            ([("vaardigheid", String(repeating: "a", count: 201))], "vaardigheid"),
            ([("postcode", "301")], "postcode"), ([("postcode", "3011"), ("afstand", "201")], "afstand"),
            ([("urenvan", "veel")], "urenvan"), ([("urenvan", "40"), ("urentot", "8")], "urenvan"),
            ([("sortering", "afstand")], "sortering"), ([("sortering", "leeftijd")], "sortering"),
        ] as [([(String, String)], String)])
    func fault(_ fields: [(String, String)], at field: String) {
        let reading = reader.read(Self.form(fields))
        #expect(reading.request == nil && reading.faults.map(\.field) == [field])
        #expect(reading.faults.allSatisfy { $0.message.hasSuffix(".") })
    }

    @Test("a wrong place is one fault, whatever is ordered by it")
    func once() {
        let reading = reader.read(Self.form([("postcode", "x"), ("sortering", "afstand")]))
        #expect(reading.faults.map(\.field) == ["postcode"])
    }

    @Test("all faults come at once")
    func together() {
        let reading = reader.read(
            Self.form([
                ("doelgroep", "allen"), ("beschikbaar", "gauw"), ("sector", "Z"), ("taalniveau", "goed"),
                ("sortering", "afstand"), ("urenvan", "99"),
            ]))
        #expect(
            reading.faults.map(\.field)
                == ["doelgroep", "urenvan", "beschikbaar", "taalniveau", "sector", "sortering"])
    }

    @Test("no more values than a request may have, and no more bytes")
    func limits() {
        func form(_ kind: FilterKind, _ count: Int, _ text: String = "x") -> SearchForm {
            Self.form((0..<count).map { (kind.rawValue, "\(text)\($0)") })
        }
        #expect(reader.read(form(.occupation, 50)).request?.filters.occupations.count == 50)
        #expect(reader.read(form(.occupation, 51)).faults.map(\.field) == ["beroep"])
        #expect(reader.read(form(.language, 51)).faults.map(\.field) == ["taal"])
        let long = String(repeating: "é", count: 190)
        #expect(reader.read(form(.skill, 40, long)).request != nil)
        #expect(reader.read(form(.skill, 50, long)).faults.map(\.field) == ["alles"])
    }
}
