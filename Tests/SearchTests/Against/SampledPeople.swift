import Domain
import Foundation
import TestSupport
import Testing

/// People and searches drawn from few words, so that they meet often: compounds and their parts, forms of one word, two
/// names of one occupation, stop words, accents.
struct SampledPeople {
    static let words = [
        "monteur", "monteurs", "onderhoudsmonteur", "lasser", "lassen", "vrachtwagenchauffeur", "vrachtwagen",
        "chauffeur", "Chauffeurs", "verpleegkundige", "verpleegkundigen", "kok", "koks", "keuken", "keukenhulp", "zorg",
        "werk", "werken", "magazijnmedewerker", "magazijn", "medewerker", "Élan", "elan", "heftruck", "het", "met",
        "de",
        "in", "als", "graag", "fysiotherapeut", "kinesitherapeut", "VCA", "3e", "schoonmaker", "schoonmaakster",
    ]
    private static let occupations = [
        "kok", "lasser", "monteur", "onderhoudsmonteur", "vrachtwagenchauffeur", "chauffeur", "fysiotherapeut",
        "kinesitherapeut", "Kok", "magazijnmedewerker", "schoonmaker",
    ]
    private static let municipalities = ["GM0599", "GM0606", "GM0518"]
    private static let areas = ["3011", "3012", "2511", "9711", "1011"]
    private static let languages = ["Nederlands", "nederlands", "Pools", "Turks"]

    static func places() throws -> PostcodeTable {
        let centres = [("3011", 51.92, 4.48), ("3012", 51.92, 4.47), ("2511", 52.08, 4.31), ("9711", 53.22, 6.56)]
        return PostcodeTable(
            try centres.map { area, latitude, longitude in
                PostcodeTable.Entry(
                    area: try PostcodeArea(area), municipality: try MunicipalityCode("GM0599"), place: "P",
                    centre: try Coordinate(latitude: latitude, longitude: longitude), inhabitants: 1)
            })
    }

    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    mutating func one<Value>(of values: [Value]) -> Value { values[number(0...values.count - 1)] }

    private mutating func some<Value: Hashable>(of values: [Value], _ count: ClosedRange<Int>) -> [Value] {
        var seen: Set<Value> = []
        return (0..<number(count)).map { _ in one(of: values) }.filter { seen.insert($0).inserted }
    }

    private mutating func text(_ words: ClosedRange<Int>) -> String {
        (0..<number(words)).map { _ in one(of: Self.words) }.joined(separator: number(0...4) == 0 ? ", " : " ")
    }

    mutating func profile() throws -> ShowcaseProfile {
        let bytes = (0..<16).map { _ in UInt8(number(0...255)) }
        let least = number(0...40)
        let dossier = Dossier(
            id: try #require(ProfileID(bytes: bytes)), municipality: try MunicipalityCode(one(of: Self.municipalities)),
            contact: Contact(
                givenName: "Anna", familyName: "Veldhuis", email: "anna@voorbeeld.example", phone: "0600000000"),
            internalFields: InternalFields(
                clientNumber: "K-1", postcode: try Postcode(one(of: Self.areas) + "AB"),
                birthDay: try CalendarDay("1981-02-03"), caseManager: "S. Bakker"),
            work: WorkProfile(
                occupations: some(of: Self.occupations, 1...6), skills: (0..<number(0...4)).map { _ in text(1...2) },
                motivation: text(0...30),
                experience: (0..<number(0...2)).map { _ in
                    Experience(
                        jobTitle: one(of: Self.occupations), employer: "Employer", firstYear: 2010, lastYear: nil,
                        description: text(0...12))
                },
                education: one(of: EducationLevel.allCases), licences: some(of: DrivingLicence.allCases, 0...3),
                languages: some(of: Self.languages, 0...2).map {
                    LanguageSkill(language: $0, level: one(of: LanguageSkill.Level.allCases))
                },
                hours: try WeeklyHours(minimum: least, maximum: number(least...60)), availableFrom: try day(),
                targetGroups: some(of: TargetGroup.allCases, 0...2),
                contracts: some(of: ContractForm.allCases, 0...3), sectors: some(of: Sector.allCases, 0...3),
                travelKm: number(0...2) == 0 ? nil : number(1...200)),
            visibility: .visible, generation: 1, revision: 2)
        return try #require(ShowcaseProfile(disclosing: dossier))
    }

    private mutating func day() throws -> CalendarDay { try CalendarDay("2026-1\(number(0...2))-0\(number(1...9))") }

    mutating func request(_ facets: [Facet] = Facet.allCases) throws -> SearchRequest {
        let filters = try filters()
        var orders: [SearchOrder] = [.relevance, .relevance, .neutral, .availability]
        if filters.area != nil { orders.append(.distance) }
        return SearchRequest(
            text: query(), filters: filters, order: one(of: orders), count: number(1...50), facets: facets,
            purpose: try Purpose(activity: .fillVacancy, basis: .wetSuwi), explain: true)
    }

    private mutating func query() -> String {
        let pieces = (0..<number(0...4)).map { _ in
            let word = one(of: Self.words)
            return switch number(0...11) {
            case 0: "\"\(word) \(one(of: Self.words))\""
            case 1: "-\(word)"
            case 2: "\(word.prefix(number(2...7)))*"
            case 3: "-\"\(word) \(one(of: Self.words))\""
            case 4: one(of: Self.occupations)
            case 5: "onbekendwoord"
            default: word
            }
        }
        return pieces.joined(separator: " ")
    }

    private mutating func filters() throws -> SearchFilters {
        var filters = SearchFilters()
        for _ in 0..<number(0...2) {
            switch number(0...10) {
            case 0: filters.municipalities = try some(of: Self.municipalities, 1...2).map { try MunicipalityCode($0) }
            case 1:
                filters.area = .init(
                    postcode: try PostcodeArea(one(of: Self.areas)), distanceKm: one(of: [1, 5, 30, 200]))
            case 2: filters.targetGroups = some(of: TargetGroup.allCases, 1...2)
            case 3: filters.occupations = some(of: Self.occupations + ["KOK", "nergens"], 1...2)
            case 4: filters.skills = [text(1...1)]
            case 5: filters.educationLevels = some(of: EducationLevel.allCases, 1...5)
            case 6: filters.licences = some(of: DrivingLicence.allCases, 1...3)
            case 7:
                filters.languages = [
                    LanguageSkill(
                        language: one(of: Self.languages + ["Klingon"]), level: one(of: LanguageSkill.Level.allCases))
                ]
            case 8: filters.hours = try WeeklyHours(minimum: number(0...30), maximum: number(30...60))
            case 9: filters.availableBy = try day()
            default:
                filters.contracts = some(of: ContractForm.allCases, 1...2)
                filters.sectors = some(of: Sector.allCases, 1...12)
            }
        }
        return filters
    }
}
