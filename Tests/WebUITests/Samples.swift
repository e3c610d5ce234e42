import Domain
import Foundation
import WebUI

/// Pages to look at and to test: invented, and with names that try to be markup.
enum Samples {
    static let hostile = "<script>alert('x')</script> & \"co\""

    static func region(_ slug: String) throws -> RegionCode { try RegionCode(slug) }

    static let regionNames = [
        ("amersfoort", "Amersfoort"), ("drechtsteden", "Drechtsteden"), ("flevoland", "Flevoland"),
        ("gooi-en-vechtstreek", "Gooi en Vechtstreek"), ("gorinchem", "Gorinchem"),
        ("groot-amsterdam", "Groot Amsterdam"),
        ("haaglanden", "Haaglanden"), ("holland-rijnland", "Holland Rijnland"), ("midden-holland", "Midden-Holland"),
        ("midden-utrecht", "Midden-Utrecht"), ("rijnmond", "Rijnmond"),
        ("zaanstreek-waterland", "Zaanstreek/Waterland"), ("zuid-holland-centraal", "Zuid-Holland Centraal"),
        ("zuid-kennemerland-en-ijmond", "Zuid-Kennemerland en IJmond"),
    ]

    static func choices(role: Role = .accountManager) throws -> SearchChoices {
        SearchChoices(
            role: role, regions: try regionNames.map { (try RegionCode($0.0), $0.1) },
            municipalities: [
                try MunicipalityCode("GM0599"): "Rotterdam", try MunicipalityCode("GM0518"): "'s-Gravenhage",
                try MunicipalityCode("GM0505"): "Dordrecht",
            ])
    }

    static func frame(name: String = "J. de Wit", role: Role = .accountManager) -> Frame {
        Frame(
            face: .portal(region: "Rijnmond"),
            visitor: Visitor(name: name, role: role, organisation: "Gemeente Rotterdam", csrfToken: "dGVzdA"))
    }

    static var form: SearchForm {
        var form = SearchForm()
        form.text = "heftruckchauffeur met reachtruck"
        form.purpose = "vacatureVervullen;wetSuwi"
        form.vacancy = "1183"
        form.postcode = "3011"
        form.distance = "25"
        form[.targetGroup] = ["baanafspraak"]
        form.minimumHours = "24"
        return form
    }

    /// A form in which every filter is used.
    static var fullForm: SearchForm {
        var form = form
        form.maximumHours = "36"
        form[.municipality] = ["GM0599", "GM0518"]
        form[.occupation] = ["heftruckchauffeur"]
        form[.skill] = ["reachtruck", "een vaardigheid die niemand heeft"]
        form[.region] = ["rijnmond", "haaglanden"]
        form[.education] = ["MBO2", "ONBEKEND"]
        form[.licence] = ["B", "CE"]
        form[.language] = ["Nederlands", "Pools"]
        form.languageLevel = "goed"
        form.availableBy = "2026-12-01"
        form[.contract] = ["onbepaaldeTijd"]
        form[.sector] = ["H", "U"]
        form.order = "afstand"
        return form
    }

    /// Counts of every kind.
    static var facets: [Facet: [String: Int]] {
        func numbered(_ name: String, _ count: Int) -> [String: Int] {
            Dictionary(uniqueKeysWithValues: (1...count).map { ("\(name) \($0)", 1_000 / $0) })
        }
        return [
            .targetGroup: ["baanafspraak": 48, "bbl": 12], .municipality: ["GM0599": 96, "GM0518": 71, "GM0505": 40],
            .occupation: numbered("medewerker magazijn en logistiek", 70).merging(["heftruckchauffeur": 1_312]) { $1 },
            .skill: numbered("vaardigheid", 12).merging(["reachtruck": 800]) { $1 },
            .educationLevel: ["MBO2": 700, "VMBO": 300, "MBO4": 120, "WO": 4, "ONBEKEND": 7],
            .licence: ["B": 900, "BE": 20, "C": 41, "CE": 12, "T": 2],
            .language: ["Nederlands": 1_300, "Engels": 410, "Pools": 60],
            .contract: ["bepaaldeTijd": 800, "onbepaaldeTijd": 1_100],
            .sector: ["H": 1_200, "G": 400, "N": 80, "C": 300, "U": 1],
        ]
    }

    static func hit(_ number: Int, text: String = "geldig ") throws -> HitCard {
        HitCard(
            handle: "rijnmond.Zm9v\(number)", region: try region("rijnmond"),
            municipality: try MunicipalityCode("GM0599"),
            distanceKm: 4 + number, occupations: ["Heftruckchauffeur", "orderpicker"],
            skills: ["reachtruck", "magazijnbeheer", "VCA", "laden en lossen"],
            hours: try WeeklyHours(minimum: 32, maximum: 40),
            availableFrom: try CalendarDay(number % 2 == 0 ? "2026-11-01" : "2027-01-04"), education: .mbo2,
            licences: [.car, .lorry],
            languages: [
                LanguageSkill(language: "Nederlands", level: .good), LanguageSkill(language: "Pools", level: .native),
            ],
            targetGroups: number % 3 == 0 ? [.baanafspraak, .bbl] : [],
            fragment: [
                ("… ik werkte drie jaar op de ", false), ("reachtruck", true), (", heb een " + text, false),
                ("heftruck", true), ("certificaat en hou van aanpakken in een groot magazijn …", false),
            ],
            reasons: [
                MatchReason(field: "tekst", word: "reachtruck", kind: .written, share: 70),
                MatchReason(field: "beroep", word: "heftruckchauffeur", kind: .family, share: 30),
            ])
    }

    static func outcomes(down: Bool = true) throws -> [RegionOutcome] {
        try regionNames.enumerated().map { index, region in
            down && region.0 == "flevoland"
                ? RegionOutcome(
                    region: try RegionCode(region.0), state: .late, duration: .milliseconds(1_500),
                    reason: "Flevoland antwoordde niet binnen 1,5 seconde.")
                : RegionOutcome(
                    region: try RegionCode(region.0), state: .answered, count: 12 + index * 7,
                    duration: .milliseconds(4 + index), asOf: Date(timeIntervalSince1970: 1_795_000_000))
        }
    }

    static func results(hits: Int = 6, banners: [SearchResults.Banner] = []) throws -> SearchResults {
        SearchResults(
            total: 1_312, shownBefore: 0, hits: try (0..<hits).map { try hit($0) }, outcomes: try outcomes(),
            facets: facets, banners: banners, cursor: "c2VhbGVk")
    }

    /// Hidden people of the own region.
    static func home(total: Int = 18, before: Int = 0) throws -> HomeRegionResults {
        HomeRegionResults(
            total: total, shownBefore: before, hits: try (0..<min(total, 3)).map { try hit($0 + 20) },
            cursor: total > 3 ? "b25zZWFsZWQ" : nil)
    }

    static func search(
        _ results: SearchResults?, form: SearchForm = form, faults: [FormFault] = [], home: HomeRegionResults? = nil
    ) throws -> SearchPage {
        SearchPage(
            frame: frame(), form: form, choices: try choices(), faults: faults, results: results, home: home,
            today: try CalendarDay("2026-11-23"))
    }

    static func profile(
        given: String = "Fatma", family: String = "van den Berg", isHidden: Bool = false, message: ContactForm? = nil
    ) throws -> ProfilePage {
        ProfilePage(
            frame: frame(), form: form,
            purpose: try Purpose(activity: .fillVacancy, basis: .wetSuwi, vacancy: "1183"), regionName: "Rijnmond",
            municipalityName: "Rotterdam",
            contact: Contact(
                givenName: given, familyName: family, email: "fatma@voorbeeld.example", phone: "06 12345678"),
            work: WorkProfile(
                occupations: ["Heftruckchauffeur", "orderpicker"],
                skills: ["reachtruck", "magazijnbeheer", "VCA", "laden en lossen", "voorraad tellen"],
                motivation: "Ik hou van aanpakken en van een team dat op elkaar kan rekenen.\nVroege dienst is prima.",
                experience: [
                    Experience(
                        jobTitle: "Heftruckchauffeur", employer: "Magazijn BV", firstYear: 2021, lastYear: nil,
                        description: "Laden en lossen van containers, reachtruck in smalle gangen."),
                    Experience(
                        jobTitle: "Orderpicker", employer: "De Haven", firstYear: 2018, lastYear: 2021,
                        description: "Orders verzamelen met scanner."),
                ],
                education: .mbo2, licences: [.car],
                languages: [LanguageSkill(language: "Nederlands", level: .good)],
                hours: try WeeklyHours(minimum: 24, maximum: 36), availableFrom: try CalendarDay("2026-11-01"),
                targetGroups: [.baanafspraak]), isHidden: isHidden,
            today: try CalendarDay("2026-11-23"), message: message)
    }

    /// Every page in every state worth looking at, by name.
    static func all(_ pages: Pages) throws -> [(name: String, html: String)] {
        var empty = try results(hits: 0)
        empty = SearchResults(
            total: 0, shownBefore: 0, hits: [], outcomes: try outcomes(down: false),
            suggestions: [.init(filter: "gebied", total: 41), .init(filter: "doelgroep:baanafspraak", total: 1)])
        let own: [(name: String, html: String)] = [
            ("login", pages.logIn(LogInPage(face: .portal(region: "Rijnmond")))),
            (
                "login-fout",
                pages.logIn(LogInPage(face: .monitor, user: hostile, fault: .refused(.wrongUserOrPassword)))
            ),
            ("zoeken", pages.search(try search(nil, form: SearchForm()))),
            ("resultaten", pages.search(try search(try results(), home: try home()))),
            ("alle-filters", pages.search(try search(try results(), form: fullForm, home: try home()))),
            ("eigen-mensen", pages.search(try search(nil, home: try home(total: 43, before: 20)))),
            ("eigen-regio", pages.search(try search(try results(banners: [.ownRegionOnly, .gatewayCaught])))),
            ("niemand", pages.search(try search(empty, home: try home(total: 0)))),
            (
                "zoekfout",
                pages.search(
                    try search(
                        nil,
                        faults: [
                            FormFault(
                                field: "postcode", message: "De postcode moet uit vier cijfers bestaan, zoals 3011."),
                            FormFault(field: "urenvan", message: "Het aantal uren moet tussen 0 en 60 liggen."),
                            FormFault(field: "gemeentenaam", message: "Deze gemeente kennen wij niet."),
                            FormFault(field: "tekst", message: "De zoekvraag mag hooguit 200 tekens lang zijn."),
                            FormFault(field: "doel", message: "Kies waarvoor u zoekt."),
                            FormFault(
                                field: "vacature", message: "Het vacaturenummer mag hooguit 64 tekens lang zijn."),
                            FormFault(field: "beschikbaar", message: "Kies een dag, of schrijf die als 1-12-2026."),
                            FormFault(field: "sortering", message: "Dit kan alleen met een postcode."),
                            FormFault(field: "sector", message: "Een van de gekozen sectoren kennen wij niet."),
                        ]))
            ),
            ("profiel", pages.profile(try profile())),
            ("eigen-profiel", pages.profile(try profile(isHidden: true))),
            ("probleem", pages.problem(ProblemPage(frame: frame(), status: 503, requestID: "0193a5"))),
        ]
        let others = try [
            dossiers(pages), deliveryPages(pages), entrancePages(pages), messagePages(pages), vacancyPages(pages),
            monitorPages(pages),
        ]
        return own + others.flatMap(\.self)
    }
}
