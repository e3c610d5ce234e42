import ArgumentParser
import Domain

/// What is looked for, as options of a command; everything that is wrong with them is said at once, by option.
struct SearchOptions: ParsableArguments {
    @Option(help: "Only these regions (rijnmond); may be given more than once, as most of these.")
    var regio: [String] = []

    @Option(help: "Only these municipalities (GM0599).")
    var gemeente: [String] = []

    @Option(help: "Around this four-digit postcode; with --afstand.")
    var postcode: String?

    @Option(help: "Kilometres around --postcode, 1 to 200.")
    var afstand: Int?

    @Option(help: "Only this target group (baanafspraak, praktijkroute, bbl).")
    var doelgroep: [String] = []

    @Option(help: "Only who prefers this occupation, as profiles name it.")
    var beroep: [String] = []

    @Option(help: "Only who has this skill, as profiles name it.")
    var vaardigheid: [String] = []

    @Option(help: "Only this level of education (BO, PRO, VMBO, MBO1 ... MBO4, HAVO, VWO, AD, HBO, WO ...).")
    var opleiding: [String] = []

    @Option(help: "Only with this driving licence (B, BE, C, CE ...).")
    var rijbewijs: [String] = []

    @Option(help: "Only who speaks this language, at this level at least: pools, or pools:goed.")
    var taal: [String] = []

    @Option(help: "Hours a week, such as 24-32 or 36.")
    var uren: String?

    @Option(help: "Only who can start on this day (2026-12-01).")
    var beschikbaar: String?

    @Option(help: "Only this kind of contract (bepaaldeTijd, onbepaaldeTijd, leerbaan ...).")
    var contract: [String] = []

    @Option(help: "Only this sector, by its letter (H for transport).")
    var sector: [String] = []

    @Option(
        name: [.customLong("sorteer"), .customLong("sortering")],
        help: "Order: relevantie, afstand, beschikbaarheid or neutraal.")
    var sorteer: String?

    @Option(help: "Count the values of this: gemeente, doelgroep, beroep, vaardigheid, opleidingsniveau ...")
    var facet: [String] = []

    @Option(help: "Hits, 1 to 50.")
    var aantal = 20

    @Option(help: "Activity: vacatureVervullen, werkgeverAdviseren or bemiddelen.")
    var activiteit = "vacatureVervullen"

    @Option(help: "Legal basis: wetSuwi or participatiewet.")
    var grondslag = "wetSuwi"

    @Option(help: "Your reference of the vacancy.")
    var vacature: String?

    /// The request for `text` with these options.
    ///
    /// - Throws: `ValidationError` with a line for each option that is wrong.
    func request(for text: String) throws -> SearchRequest {
        var reader = OptionReader()
        let filters = filters(&reader)
        let order = sorteer.flatMap { reader.choice("--sorteer", $0, SearchOrder.self) }
        if order == .distance, postcode == nil, afstand == nil {
            reader.fail("--sorteer", "'afstand' needs a place: give --postcode and --afstand")
        }
        let facets = reader.all("--facet", facet, "one of \(OptionReader.known(Facet.self))", Facet.init)
        if !Limits.pageHits.contains(aantal) { reader.fail("--aantal", "\(aantal) is not 1 to 50") }
        if text.count > Limits.textCharacters {
            reader.fail("TEXT", "\(text.count) characters; at most \(Limits.textCharacters)")
        }
        let purpose = purpose(&reader)
        guard reader.faults.isEmpty, let purpose else {
            throw ValidationError(reader.faults.joined(separator: "\n       "))
        }
        return SearchRequest(
            text: text, filters: filters, order: order, count: aantal, facets: facets, purpose: purpose, explain: true)
    }

    private func filters(_ reader: inout OptionReader) -> SearchFilters {
        let name = "a text of 1 to \(Limits.filterCharacters) characters"
        func isName(_ text: String) -> String? {
            text.count <= Limits.filterCharacters && text.contains { !$0.isWhitespace } ? text : nil
        }
        return SearchFilters(
            regions: reader.all("--regio", regio, "a region's code, such as rijnmond") { try? RegionCode($0) },
            municipalities: reader.all("--gemeente", gemeente, "a municipality's code, such as GM0599") {
                try? MunicipalityCode($0)
            }, area: area(&reader), targetGroups: reader.choices("--doelgroep", doelgroep, TargetGroup.self),
            occupations: reader.all("--beroep", beroep, name, isName),
            skills: reader.all("--vaardigheid", vaardigheid, name, isName),
            educationLevels: reader.choices("--opleiding", opleiding, EducationLevel.self),
            licences: reader.choices("--rijbewijs", rijbewijs, DrivingLicence.self), languages: languages(&reader),
            hours: hours(&reader),
            availableBy: beschikbaar.flatMap {
                reader.one("--beschikbaar", $0, "a day, such as 2026-12-01") { try? CalendarDay($0) }
            }, contracts: reader.choices("--contract", contract, ContractForm.self),
            sectors: reader.choices("--sector", sector, Sector.self))
    }

    private func area(_ reader: inout OptionReader) -> SearchFilters.Area? {
        guard postcode != nil || afstand != nil else { return nil }
        let place = postcode.flatMap { text in
            reader.one("--postcode", text, "four digits, such as 3011") { try? PostcodeArea($0) }
        }
        if postcode == nil { reader.fail("--postcode", "is missing: --afstand is counted from it") }
        guard let afstand else {
            reader.fail("--afstand", "is missing: how many kilometres around --postcode")
            return nil
        }
        guard Limits.distanceKm.contains(afstand) else {
            reader.fail("--afstand", "\(afstand) is not 1 to 200")
            return nil
        }
        return place.map { SearchFilters.Area(postcode: $0, distanceKm: afstand) }
    }

    private func languages(_ reader: inout OptionReader) -> [LanguageSkill] {
        let levels = OptionReader.known(LanguageSkill.Level.self)
        let skills = reader.all("--taal", taal, "a language, or one with a level (\(levels)), such as pools:goed") {
            text -> LanguageSkill? in
            let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard let name = parts.first, name.contains(where: \.isLetter), parts.count <= 2,
                let level = parts.count == 1 ? .beginner : LanguageSkill.Level(rawValue: parts[1])
            else { return nil }
            return LanguageSkill(language: name, level: level)
        }
        if Set(skills.map { $0.language.lowercased() }).count < skills.count {
            reader.fail("--taal", "names one language more than once")
        }
        return skills
    }

    private func hours(_ reader: inout OptionReader) -> WeeklyHours? {
        uren.flatMap { text in
            reader.one("--uren", text, "hours from 0 to 60, such as 24-32 or 36") { text in
                let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
                guard (1...2).contains(ends.count), let least = ends[0], let most = ends[ends.count - 1] else {
                    return nil
                }
                return try? WeeklyHours(minimum: least, maximum: most)
            }
        }
    }

    private func purpose(_ reader: inout OptionReader) -> Purpose? {
        let activity = reader.choice("--activiteit", activiteit, Activity.self)
        let basis = reader.choice("--grondslag", grondslag, LegalBasis.self)
        guard let activity, let basis else { return nil }
        do throws(Purpose.Refusal) {
            return try Purpose(activity: activity, basis: basis, vacancy: vacature)
        } catch {
            switch error {
            case .basisNotAllowed: reader.fail("--grondslag", "'\(grondslag)' is no basis for '\(activiteit)'")
            case .vacancyTooLong: reader.fail("--vacature", "at most 64 bytes")
            case .roleNotAllowed: reader.fail("--activiteit", "'\(activiteit)' is not for your role")
            }
            return nil
        }
    }
}
