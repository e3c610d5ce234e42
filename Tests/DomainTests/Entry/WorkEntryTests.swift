import Domain
import Foundation
import TestSupport
import Testing

@Suite("What a jobseeker enters about work: read whole, or every error at once")
struct WorkEntryTests {
    private static let today = (try? CalendarDay("2026-11-27")) ?? CalendarDay(of: .now)
    private static let base = (try? MarkedDossier.make(.hidden))?.work

    static func whole() -> EntryFields {
        var fields = EntryFields()
        fields.texts = [
            "urenPerWeek.minimaal": "24", "urenPerWeek.maximaal": "36", "beschikbaarVanaf": "01-12-2026",
            "ondernemer": "nee", "reisafstandKm": "30", "motivatie": "Ik hou van koken.\r\nEn van mensen.",
            "opleiding": "MBO2",
        ]
        fields.lists = [
            "beroepen": ["kok"], "contractvormen": ["onbepaaldeTijd"], "sectoren": ["I"], "interesses": ["tuinieren"],
            "vaardigheden": ["koken", "koken", " "], "talenten": ["rust"], "rijbewijzen": ["B"],
        ]
        fields.items = [
            "talen": [["taal": "Nederlands", "niveau": "goed"]],
            "belastbaarheid": [["onderdeel": "tillen", "mate": "niet"]],
            "documenten": [["soort": "cv", "titel": "Mijn cv"]],
            "opleidingen": [["niveau": "MBO2", "naam": "kok", "jaarTot": "", "diploma": "nee"]],
            "cursussen": [["naam": "HACCP", "jaar": "2019"]],
            "werkervaring": [
                ["functie": "kok", "werkgever": "De Pan", "jaarVan": "2015", "jaarTot": "2021", "omschrijving": ""]
            ],
        ]
        return fields
    }

    private func read(_ fields: EntryFields, confirmed: Set<String> = []) throws -> EntryReading<WorkProfile> {
        WorkEntry.read(fields, over: try #require(Self.base), today: Self.today, confirmed: confirmed)
    }

    @Test("all of it becomes a profile; the municipality's target groups stay")
    func reads() throws {
        let reading = try read(Self.whole())
        let work = try #require(reading.value, "\(reading.faults)")
        #expect(work.occupations == ["kok"] && work.skills == ["koken"] && work.travelKm == 30)
        #expect(work.motivation == "Ik hou van koken.\nEn van mensen." && work.schooling.first?.endYear == nil)
        #expect(
            work.experience.first?.lastYear == 2021 && work.capacity == [WorkCapacity(load: .lifting, extent: .not)])
        #expect(work.targetGroups == Self.base?.targetGroups)
        #expect(Set(WorkEntry.fields + DossierField.keptByMunicipality) == Set(DossierField.allCases))
    }

    static let faults: [(change: @Sendable (inout EntryFields) -> Void, field: String)] = [
        ({ $0.lists["beroepen"] = [] }, "beroepen"),
        ({ $0.lists["beroepen"] = (0..<11).map { "kok\($0)" } }, "beroepen"),
        ({ $0.lists["beroepen"] = ["kok", "111222333"] }, "beroepen.2"),
        ({ $0.lists["vaardigheden"] = (0..<51).map { "v\($0)" } }, "vaardigheden"),
        ({ $0.lists["interesses"] = [String(repeating: "a", count: 101)] }, "interesses.1"),
        ({ $0.lists["sectoren"] = ["Z"] }, "sectoren.1"), ({ $0.lists["rijbewijzen"] = ["Q"] }, "rijbewijzen.1"),
        ({ $0.lists["contractvormen"] = ["ooit"] }, "contractvormen.1"),
        ({ $0.texts["urenPerWeek.maximaal"] = "61" }, "urenPerWeek.maximaal"),
        ({ $0.texts["urenPerWeek.maximaal"] = "23" }, "urenPerWeek.maximaal"),
        ({ $0.texts["urenPerWeek.minimaal"] = "een paar" }, "urenPerWeek.minimaal"),
        ({ $0.texts["beschikbaarVanaf"] = "straks" }, "beschikbaarVanaf"),
        ({ $0.texts["ondernemer"] = "" }, "ondernemer"), ({ $0.texts["reisafstandKm"] = "0" }, "reisafstandKm"),
        ({ $0.texts["reisafstandKm"] = "201" }, "reisafstandKm"), ({ $0.texts["opleiding"] = "MBO5" }, "opleiding"),
        ({ $0.texts["motivatie"] = String(repeating: "m", count: 4_001) }, "motivatie"),
        ({ $0.texts["motivatie"] = "mijn nummer is 111-222-333" }, "motivatie"),
        ({ $0.items["talen"] = [["taal": "Pools", "niveau": "best"]] }, "talen.1.niveau"),
        (
            { $0.items["talen"] = [["taal": "Pools", "niveau": "goed"], ["taal": "pools", "niveau": "goed"]] }, "talen"
        ),
        ({ $0.items["talen"] = [["taal": "Pools"]] }, "talen.1.niveau"),
        ({ $0.items["talen"] = [["taal": "Pools", "niveau": "goed", "extra": "x"]] }, "talen.1.extra"),
        ({ $0.items["belastbaarheid"] = [["onderdeel": "vliegen", "mate": "niet"]] }, "belastbaarheid.1.onderdeel"),
        ({ $0.items["documenten"] = [["soort": "boek", "titel": "x"]] }, "documenten.1.soort"),
        ({ $0.items["cursussen"] = [["naam": "", "jaar": ""]] }, "cursussen.1.naam"),
        ({ $0.items["cursussen"] = [["naam": "HACCP", "jaar": "2027"]] }, "cursussen.1.jaar"),
        ({ $0.items["cursussen"] = (0..<21).map { ["naam": "c\($0)", "jaar": ""] } }, "cursussen"),
        (
            { $0.items["opleidingen"] = [["niveau": "MBO2", "naam": "kok", "jaarTot": "", "diploma": "soms"]] },
            "opleidingen.1.diploma"
        ),
        ({ $0.items["werkervaring"]?[0]["jaarVan"] = "1939" }, "werkervaring.1.jaarVan"),
        ({ $0.items["werkervaring"]?[0]["jaarTot"] = "2014" }, "werkervaring.1.jaarTot"),
        ({ $0.items["werkervaring"]?[0]["omschrijving"] = "bsn 111222333" }, "werkervaring.1.omschrijving"),
        ({ $0.texts["achternaam"] = "x" }, "achternaam"), ({ $0.lists["doelgroepen"] = [] }, "doelgroepen"),
        ({ $0.items["werkervaring"] = nil }, "werkervaring"), ({ $0.lists["talenten"] = nil }, "talenten"),
    ]

    @Test("one thing wrong, one fault that says where", arguments: faults.indices)
    func refuses(_ index: Int) throws {
        var fields = Self.whole()
        Self.faults[index].change(&fields)
        let reading = try read(fields)
        #expect(reading.value == nil && reading.faults.map(\.field) == [Self.faults[index].field], "\(reading.faults)")
    }

    @Test("all of them at once")
    func atOnce() throws {
        var fields = Self.whole()
        let chosen = [0, 3, 5, 8, 16, 18, 24, 28]
        for index in chosen { Self.faults[index].change(&fields) }
        #expect(Set(try read(fields).faults.map(\.field)) == Set(chosen.map { Self.faults[$0].field }))
    }

    @Test("a sensitive topic in a text that is new warns until it is confirmed; a trade's name does not")
    func topics() throws {
        var fields = Self.whole()
        fields.texts["motivatie"] = "Na een depressie wil ik weer aan het werk; ik zit bij de kerk."
        fields.lists["beroepen"] = ["psycholoog"]
        let warned = try read(fields)
        #expect(warned.value != nil)
        #expect(warned.warnings.map(\.confirmation) == ["motivatie:gezondheid", "motivatie:geloof"])
        #expect(try read(fields, confirmed: ["motivatie:gezondheid"]).warnings.map(\.topic) == [.religion])
        let again = WorkEntry.read(fields, over: try #require(warned.value), today: Self.today)
        #expect(again.warnings.isEmpty)
    }
}
