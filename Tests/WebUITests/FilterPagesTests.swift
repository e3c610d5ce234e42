import Domain
import Foundation
import Testing
import WebUI

@Suite("The search page offers every filter with its live count")
struct FilterPagesTests {
    private let pages: Pages

    init() throws { pages = try Pages() }

    /// The boxes of a kind: value, whether it is chosen, and its count.
    private func boxes(_ kind: FilterKind, in html: String) throws -> [(value: String, chosen: Bool, count: String?)] {
        let box = "name=\"\(kind.rawValue)\" value=\"([^\"]*)\"( checked)?> <span>[^<]*</span>"
        let pattern = try Regex(box + "(?: <span class=\"count\">([^<]*)</span>)?")
        return html.matches(of: pattern).map { match in
            (String(match[1].substring ?? ""), match[2].substring != nil, match[3].substring.map(String.init))
        }
    }

    @Test("each counted value is a box with its count, each chosen one is ticked", arguments: FilterKind.allCases)
    func counts(_ kind: FilterKind) throws {
        let html = pages.search(try Samples.search(try Samples.results(), form: Samples.fullForm))
        let boxes = try boxes(kind, in: html)
        #expect(Set(boxes.map(\.value)).count == boxes.count)
        #expect(Set(boxes.filter(\.chosen).map(\.value)) == Set(Samples.fullForm[kind]))
        if kind == .region {
            #expect(boxes.filter { $0.count == nil }.map(\.value) == ["flevoland"])
            #expect(boxes.first { $0.value == "rijnmond" }?.count == "82")
        }
        for box in boxes where kind != .region {
            let count = kind.facet.flatMap { Samples.facets[$0]?[box.value] } ?? 0
            let text = count >= 1_000 ? "\(count / 1_000).\(String(count % 1_000 + 1_000).dropFirst())" : "\(count)"
            #expect(box.count == text, "\(box.value)")
        }
        #expect(boxes.count == (kind == .occupation ? 35 : boxes.count))
    }

    @Test(
        "the ten with most people stand open, the others in a fold; never more than 35 that people write themselves")
    func fold() throws {
        let html = pages.search(try Samples.search(try Samples.results(), form: SearchForm()))
        let group = try #require(html.firstMatch(of: Regex("(?s)<fieldset id=\"groep-beroep\".*?</fieldset>")))
        let parts = String(html[group.range]).components(separatedBy: "<details class=\"more\">")
        try #require(parts.count == 2)
        let open = try boxes(.occupation, in: parts[0])
        #expect(open.count == 10 && open[0].value == "heftruckchauffeur")
        #expect(
            open.compactMap { Int($0.count?.replacing(".", with: "") ?? "") } == [
                1_312, 1_000, 500, 333, 250, 200, 166, 142, 125, 111,
            ])
        #expect(try boxes(.occupation, in: parts[1]).count == 25)
        #expect(parts[1].contains("<summary>Meer beroepen (25)</summary>"))
    }

    @Test("what is chosen is never folded away", arguments: FilterKind.allCases)
    func chosen(_ kind: FilterKind) throws {
        let html = pages.search(try Samples.search(try Samples.results(), form: Samples.fullForm))
        let group = try #require(
            html.firstMatch(of: Regex("(?s)<fieldset id=\"groep-\(kind.rawValue)\".*?</fieldset>")))
        let open = String(html[group.range]).components(separatedBy: "<details class=\"more\">")[0]
        #expect(Set(try boxes(kind, in: open).filter(\.chosen).map(\.value)) == Set(Samples.fullForm[kind]))
    }

    @Test("spellings that differ in case or accents are one box: the chosen one, or else most people's")
    func spellings() throws {
        let facets: [Facet: [String: Int]] = [
            .occupation: ["kok": 5, "Kok": 7, "KOK": 1, "kelner": 2], .skill: ["hygiëne": 1, "Hygiene": 3],
            .language: ["Pools": 4, "pools": 2],
        ]
        let results = SearchResults(total: 9, shownBefore: 0, hits: [], outcomes: [], facets: facets)
        var form = SearchForm()
        form[.skill] = ["hygiëne"]
        let html = pages.search(try Samples.search(results, form: form))
        let all = try [FilterKind.occupation, .skill, .language].flatMap { try boxes($0, in: html) }
        #expect(all.map(\.value) == ["Kok", "kelner", "hygiëne", "Pools"])
        #expect(all.map(\.count) == ["13", "2", "4", "6"])
        #expect(all.map(\.chosen) == [false, false, true, false])
    }

    @Test("values that nobody has are folded away when there are many")
    func nobody() throws {
        let html = pages.search(try Samples.search(try Samples.results(), form: SearchForm()))
        let group = try #require(html.firstMatch(of: Regex("(?s)<fieldset id=\"groep-opleiding\".*?</fieldset>")))
        let parts = String(html[group.range]).components(separatedBy: "<details class=\"more\">")
        try #require(parts.count == 2)
        #expect(try boxes(.education, in: parts[0]).map(\.value) == ["VMBO", "MBO2", "MBO4", "WO", "ONBEKEND"])
        #expect(try boxes(.education, in: parts[1]).count == EducationLevel.allCases.count - 5)
        #expect(try boxes(.contract, in: html).count == ContractForm.allCases.count)
    }

    @Test("before a search there is no count, and nothing of what only people write")
    func before() throws {
        let html = pages.search(try Samples.search(nil, form: SearchForm()))
        #expect(!html.contains("class=\"count\""))
        #expect(!html.contains("groep-beroep") && !html.contains("groep-vaardigheid"))
        #expect(try boxes(.education, in: html).count == EducationLevel.allCases.count)
        #expect(try boxes(.sector, in: html).count == Sector.allCases.count)
    }

    @Test("“Meer filters” stands open when one of its filters is used, or wrong, and only then")
    func more() throws {
        let closed = "<details class=\"more\">\n<summary>Meer filters</summary>"
        #expect(pages.search(try Samples.search(nil, form: Samples.form)).contains(closed))
        for change: @Sendable (inout SearchForm) -> Void in [
            { $0[.education] = ["MBO2"] }, { $0[.licence] = ["B"] }, { $0[.language] = ["Pools"] },
            { $0[.contract] = ["leerbaan"] }, { $0[.sector] = ["H"] }, { $0.availableBy = "2026-12-01" },
        ] {
            var form = Samples.form
            change(&form)
            let html = pages.search(try Samples.search(nil, form: form))
            #expect(html.contains("<details class=\"more\" open>\n<summary>Meer filters (1)</summary>"))
        }
        for field in ["beschikbaar", "taalnaam", "taalniveau", "taal", "sector", "rijbewijs", "opleiding", "contract"] {
            let faults = [FormFault(field: field, message: "Fout.")]
            let html = pages.search(try Samples.search(nil, faults: faults))
            #expect(html.contains("<details class=\"more\" open>\n<summary>Meer filters</summary>"), "\(field)")
        }
    }

    @Test("each filter has a chip in plain Dutch that sends the search without it")
    func chips() throws {
        let html = pages.search(try Samples.search(try Samples.results(), form: Samples.fullForm))
        let pattern = try Regex("name=\"zonder\" value=\"([^\"]*)\"><span class=\"hidden\">Haal weg: </span>([^<]*) <")
        let chips = html.matches(of: pattern).map { (String($0[1].substring ?? ""), String($0[2].substring ?? "")) }
        #expect(chips.map(\.0) == Samples.fullForm.filters)
        #expect(
            chips.map(\.1) == [
                "Baanafspraak", "3011 + 25 km", "24-36 uur", "Rotterdam", "&#39;s-Gravenhage", "heftruckchauffeur",
                "reachtruck", "een vaardigheid die niemand heeft", "Rijnmond", "Haaglanden", "mbo 2",
                "opleiding niet bekend", "rijbewijs B", "rijbewijs CE", "Nederlands, minstens goed",
                "Pools, minstens goed", "kan beginnen op 1 december 2026", "onbepaalde tijd", "vervoer en opslag",
                "internationale organisaties",
            ])
    }

    @Test(
        "the page says what hits are ordered by",
        arguments: [
            ("", "kok", "past het best"), ("", "", "willekeurig"), ("relevantie", "", "willekeurig"),
            ("afstand", "", "dichtbij eerst"), ("beschikbaarheid", "kok", "wie het eerst kan beginnen"),
            ("neutraal", "kok", "willekeurig"),
        ])
    func order(_ order: String, _ text: String, _ words: String) throws {
        var form = Samples.form
        (form.order, form.text) = (order, text)
        let html = pages.search(try Samples.search(try Samples.results(), form: form))
        #expect(html.contains("<p class=\"muted\">Volgorde: \(words)</p>"))
        let ticked = try html.matches(of: Regex("name=\"sortering\" value=\"([^\"]*)\" checked")).map {
            $0[1].substring
        }
        #expect(ticked == [order == "relevantie" ? "" : order[...]])
    }
}
