import Domain
import TestSupport
import Testing

extension Samples {
    /// Any request that there can be, as often without a thing as with it.
    static func request(_ random: inout SeededRandom) throws -> SearchRequest {
        var filters = SearchFilters(
            regions: try some(of: ["rijnmond", "haaglanden", "zeeland"], &random).map { try RegionCode($0) },
            municipalities: try some(of: ["GM0599", "GM0518"], &random).map { try MunicipalityCode($0) },
            targetGroups: some(of: TargetGroup.allCases, &random), occupations: some(of: texts, &random),
            skills: some(of: texts, &random), educationLevels: some(of: EducationLevel.allCases, &random),
            licences: some(of: DrivingLicence.allCases, &random),
            languages: some(of: texts, &random).map {
                LanguageSkill(language: $0, level: LanguageSkill.Level.allCases.randomElement(using: &random) ?? .good)
            }, contracts: some(of: ContractForm.allCases, &random), sectors: some(of: Sector.allCases, &random))
        if Bool.random(using: &random) {
            filters.area = .init(postcode: try PostcodeArea("3011"), distanceKm: .random(in: 1...200, using: &random))
        }
        if Bool.random(using: &random) {
            let minimum = Int.random(in: 0...60, using: &random)
            filters.hours = try WeeklyHours(minimum: minimum, maximum: .random(in: minimum...60, using: &random))
        }
        if Bool.random(using: &random) { filters.availableBy = try CalendarDay("2026-12-01") }
        let orders = SearchOrder.allCases.filter { $0 != .distance || filters.area != nil }
        let position = SearchPosition(
            salt: SearchSalt(high: random.next(), low: random.next()),
            score: .random(in: Limits.scores, using: &random), tie: random.next(),
            shown: .random(in: 1...Limits.depth, using: &random),
            missed: try some(of: ["rijnmond", "zeeland"], &random).map { try RegionCode($0) })
        return SearchRequest(
            text: Bool.random(using: &random) ? "" : texts.randomElement(using: &random) ?? "", filters: filters,
            order: orders.randomElement(using: &random), count: .random(in: Limits.pageHits, using: &random),
            position: Bool.random(using: &random) ? nil : position, facets: some(of: Facet.allCases, &random),
            purpose: try Purpose(
                activity: .mediate, basis: .participatiewet, vacancy: Bool.random(using: &random) ? nil : "V-1"),
            timeLimit: .milliseconds(Int.random(in: 1...10_000, using: &random)), explain: .random(using: &random))
    }

    private static let texts = ["kok", "\"chef\"", "é\\/", "verzorgende ig, niveau 3", "C++", "\u{1F373}"]

    /// A few of `all`, none twice.
    private static func some<Value>(of all: [Value], _ random: inout SeededRandom) -> [Value] {
        Bool.random(using: &random) ? [] : all.filter { _ in Bool.random(using: &random) }
    }
}
