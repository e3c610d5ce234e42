import Domain
import Foundation
import SyntheticPeople
import Trust

/// What is measured: people of one region who do not exist, and queries about them, both from one seed.
struct SearchWorkload: Sendable {
    private static let region = "rijnmond"
    private static let visiblePercent = 75

    let seed: UInt64
    /// People made, hidden ones included.
    let made: Int
    let places: PostcodeTable
    /// Visible all; and what others may see of each.
    let dossiers: [Dossier]
    let profiles: [ShowcaseProfile]
    /// How long disclosing them took on one core, and what both take of memory.
    let disclosing: Duration
    let bytes: Int
    let queries: [BenchQuery]
    let requests: [SearchRequest]
    let salt = SearchSalt(high: 0x0123_4567_89ab_cdef, low: 0xfedc_ba98_7654_3210)

    /// - Throws: `OperatorError`, `RegionsInvalid`, when regions or facts refuse.
    static func make(
        profiles: Int, queries: Int, seed: UInt64, regionsDir: String?, quiet: Bool
    ) throws -> SearchWorkload {
        let location = try RegionsLocation.find(explicit: regionsDir)
        let loaded = try RegionsFolder.load(location)
        guard let region = loaded.regions.first(where: { $0.code.slug == region }) ?? loaded.regions.first else {
            throw OperatorError("\(location) names no region.")
        }
        var bar = ProgressBar("Making \(profiles) people", total: profiles, unit: "people", quiet: quiet)
        var random = BenchRandom(seed: seed, stream: 1)
        let empty = ResidentMemory.now()
        var dossiers: [Dossier] = []
        dossiers.reserveCapacity(profiles * visiblePercent / 100 + 1)
        let people = try PeopleGenerator(places: loaded.places, seed: seed).stream(in: region, count: profiles)
        for (number, person) in people.enumerated() {
            if random.chance(visiblePercent) { dossiers.append(Self.visible(person)) }
            if number % 1_000 == 999 { bar.update(number + 1) }
        }
        let clock = ContinuousClock()
        let began = clock.now
        let shown = dossiers.compactMap(BenchPeople.disclosed)
        let (disclosing, bytes) = (clock.now - began, ResidentMemory.now() - empty)
        guard !shown.isEmpty, shown.count == dossiers.count else {
            throw OperatorError("Of \(dossiers.count) people \(shown.count) are visible.")
        }
        var draw = QueryDraw(people: shown, seed: seed)
        let drawn = draw.queries(queries)
        let purpose = try Purpose(activity: .fillVacancy, basis: .wetSuwi)
        return SearchWorkload(
            seed: seed, made: profiles, places: loaded.places, dossiers: dossiers, profiles: shown,
            disclosing: disclosing, bytes: bytes, queries: drawn,
            requests: drawn.map { $0.request(for: purpose) })
    }

    /// `person` as they are once shown.
    private static func visible(_ person: Dossier) -> Dossier {
        var person = person
        person.visibility = .visible
        person.generation = 1
        person.revision = 2
        return person
    }
}
