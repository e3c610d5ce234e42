import ArgumentParser
import Domain
import Foundation
import Testing

@testable import hallowerk

@Suite("hallowerk search: each option becomes a part of the request, or says in English what is wrong with it")
struct SearchOptionsTests {
    private static let start = ["kok", "--portaal", "http://127.0.0.1:1", "--gebruiker", "u"]

    private func request(_ options: [String]) throws -> SearchRequest {
        let command = try #require(try SearchCommand.parse(Self.start + options) as SearchCommand?)
        return try command.options.request(for: command.text)
    }

    @Test("every filter, order and facet")
    func whole() throws {
        let request = try request([
            "--regio", "rijnmond", "--gemeente", "GM0599", "--postcode", "3011", "--afstand", "25", "--doelgroep",
            "bbl",
            "--beroep", "kok", "--beroep", "kelner", "--vaardigheid", "HACCP", "--opleiding", "mbo2", "--opleiding",
            "WO",
            "--rijbewijs", "be", "--taal", "pools:goed", "--taal", "Engels", "--uren", "24-32", "--beschikbaar",
            "2026-12-01", "--contract", "leerbaan", "--sector", "i", "--sorteer", "afstand", "--facet", "beroep",
            "--aantal", "7", "--vacature", "V-1",
        ])
        #expect(
            request
                == SearchRequest(
                    text: "kok",
                    filters: SearchFilters(
                        regions: [try RegionCode("rijnmond")], municipalities: [try MunicipalityCode("GM0599")],
                        area: .init(postcode: try PostcodeArea("3011"), distanceKm: 25), targetGroups: [.bbl],
                        occupations: ["kok", "kelner"], skills: ["HACCP"], educationLevels: [.mbo2, .universityMaster],
                        licences: [.carAndTrailer],
                        languages: [
                            LanguageSkill(language: "pools", level: .good),
                            LanguageSkill(language: "Engels", level: .beginner),
                        ], hours: try WeeklyHours(minimum: 24, maximum: 32),
                        availableBy: try CalendarDay("2026-12-01"), contracts: [.apprenticeship],
                        sectors: [.hospitality]), order: .distance, count: 7, facets: [.occupation],
                    purpose: try Purpose(activity: .fillVacancy, basis: .wetSuwi, vacancy: "V-1"), explain: true))
        #expect(try self.request([]).order == .relevance && self.request([]).filters == SearchFilters())
        #expect(try self.request(["--uren", "36"]).filters.hours == WeeklyHours(minimum: 36, maximum: 36))
        #expect(try self.request(["--sortering", "neutraal"]).order == .neutral)
    }

    @Test(
        "what is wrong is said by its option",
        arguments: [
            (["--regio", "Rijnmond!"], ["--regio: 'Rijnmond!'"]), (["--gemeente", "Delft"], ["--gemeente: 'Delft'"]),
            (["--postcode", "3011AB", "--afstand", "5"], ["--postcode: '3011AB'"]),
            (["--postcode", "3011"], ["--afstand: is missing"]), (["--afstand", "5"], ["--postcode: is missing"]),
            (["--postcode", "3011", "--afstand", "201"], ["--afstand: 201 is not 1 to 200"]),
            (["--doelgroep", "allen"], ["--doelgroep: 'allen' is not one of baanafspraak"]),
            (["--beroep", " "], ["--beroep: ' '"]), (["--opleiding", "mbo5"], ["--opleiding: 'mbo5'"]),
            (["--rijbewijs", "Z"], ["--rijbewijs: 'Z'"]), (["--taal", "pools:vlot"], ["--taal: 'pools:vlot'"]),
            (["--taal", ":goed"], ["--taal: ':goed'"]), (["--taal", "pools:goed:nu"], ["--taal: 'pools:goed:nu'"]),
            (["--taal", "pools", "--taal", "Pools:goed"], ["--taal: names one language more than once"]),
            (["--uren", "32-24"], ["--uren: '32-24'"]), (["--uren", "0-61"], ["--uren: '0-61'"]),
            (["--uren", "veel"], ["--uren: 'veel'"]), (["--beschikbaar", "1-12-2026"], ["--beschikbaar: '1-12-2026'"]),
            (["--contract", "vast"], ["--contract: 'vast'"]), (["--sector", "Z"], ["--sector: 'Z'"]),
            (["--sorteer", "dichtbij"], ["--sorteer: 'dichtbij'"]),
            (["--sorteer", "afstand"], ["--sorteer: 'afstand' needs a place: give --postcode and --afstand"]),
            (["--facet", "naam"], ["--facet: 'naam'"]), (["--aantal", "51"], ["--aantal: 51 is not 1 to 50"]),
            (["--activiteit", "kijken"], ["--activiteit: 'kijken'"]),
            (["--grondslag", "participatiewet"], ["--grondslag: 'participatiewet' is no basis"]),
            (
                ["--sector", "Z", "--uren", "x", "--taal", "1", "--sorteer", "afstand"],
                ["--sector: 'Z'", "--uren: 'x'", "--taal: '1'", "--sorteer: 'afstand'"]
            ),
        ])
    func refuses(_ options: [String], _ sentences: [String]) {
        let error = #expect(throws: (any Error).self) { try request(options) }
        let message = error.map { SearchCommand.message(for: $0) } ?? ""
        for sentence in sentences { #expect(message.contains(sentence), "\(message)") }
        #expect(message.components(separatedBy: "\n").count { $0.contains("--") } == sentences.count, "\(message)")
    }
}
