import Domain
import Search
import Foundation
import TestSupport
import Testing

/// People for tests of search.
enum Person {
    static let places = PostcodeTable([])
    private static let occupations = ["kok", "lasser", "verzorgende", "chauffeur", "schilder"]
    private static let skills = ["keuken", "metaal", "zorg", "heftruck", "verf", "plannen"]

    static func request(_ text: String, facets: [Facet] = []) throws -> SearchRequest {
        SearchRequest(text: text, facets: facets, purpose: try Purpose(activity: .fillVacancy, basis: .wetSuwi))
    }

    static func dossier(
        _ number: Int, _ random: inout SeededRandom, occupation: String? = nil, motivation: String? = nil
    ) throws -> Dossier {
        let bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
        let chosen = skills.shuffled(using: &random).prefix(3)
        return Dossier(
            id: try #require(ProfileID(bytes: bytes)), municipality: try MunicipalityCode("GM0599"),
            contact: Contact(
                givenName: "Anna", familyName: "Veldhuis", email: "anna@voorbeeld.example", phone: "0600000000"),
            internalFields: InternalFields(
                clientNumber: "KLANT-\(number)", postcode: try Postcode("3011ZQ"),
                birthDay: try CalendarDay("1981-02-03"),
                caseManager: "Managernaam"),
            work: WorkProfile(
                occupations: [occupation ?? occupations.randomElement(using: &random) ?? "kok"], skills: Array(chosen),
                motivation: motivation ?? "Ik werk graag met \(chosen.joined(separator: " en ")).", experience: [],
                education: .mbo2, licences: [.car], languages: [LanguageSkill(language: "Nederlands", level: .native)],
                hours: try WeeklyHours(minimum: 24, maximum: 40), availableFrom: try CalendarDay("2026-12-01"),
                targetGroups: number % 3 == 0 ? [.bbl] : []),
            visibility: .visible, generation: 1, revision: 2)
    }

    static func visible(
        _ number: Int, _ random: inout SeededRandom, occupation: String? = nil, motivation: String? = nil
    ) throws -> ShowcaseProfile {
        let dossier = try dossier(number, &random, occupation: occupation, motivation: motivation)
        return try #require(ShowcaseProfile(disclosing: dossier))
    }
}

extension SearchResult {
    /// How many have each value of a facet.
    func counts(of facet: Facet) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: (facets[facet] ?? []).map { ($0.value, $0.count) })
    }
}
