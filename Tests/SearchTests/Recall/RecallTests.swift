import Domain
import Showcase
import TestSupport
import Testing

@testable import Search

@Suite("Recall: an occupation is found by whatever name of it is asked for")
struct RecallTests {
    /// Least recall, and least precision in the first 20.
    private static func goal(_ kind: OccupationQuery.Kind) -> (recall: Double, precision: Double) {
        switch kind {
        case .asWritten: (0.97, 0.9)
        case .plural: (0.93, 0.9)
        case .family: (0.65, 0.9)
        case .typo: (0.8, 0.7)
        }
    }

    private static func figures(
        _ sets: RecallSets, _ find: (String) throws -> [Int]
    ) rethrows -> [OccupationQuery.Kind: RecallFigures] {
        var figures: [OccupationQuery.Kind: RecallFigures] = [:]
        for query in sets.queries {
            figures[query.kind, default: RecallFigures()].count(query, found: try find(query.text))
        }
        return figures
    }

    @Test("stems, parts, names and correction make the goals possible", arguments: [1, 2] as [UInt64])
    func analysis(seed: UInt64) throws {
        let sets = RecallSets(.dutch, seed: seed)
        let matcher = AnalysisMatcher(sets.people.map(\.label), .dutch)
        let figures = Self.figures(sets, matcher.find)
        for kind in OccupationQuery.Kind.allCases {
            let reached = try #require(figures[kind], "seed \(seed), \(kind.rawValue)")
            #expect(reached.queries >= 15, "seed \(seed), \(kind.rawValue): \(reached)")
            #expect(reached.recall >= Self.goal(kind).recall, "seed \(seed), \(kind.rawValue): \(reached)")
            #expect(reached.precision >= Self.goal(kind).precision, "seed \(seed), \(kind.rawValue): \(reached)")
        }
    }

    @Test("neither words as they are written nor everybody reaches them")
    func trivialSearches() throws {
        let sets = RecallSets(.dutch, seed: 1)
        let words = sets.people.map { Set(Analyzer.foldedWords(in: $0.label)) }
        let plain = Self.figures(sets) { text in
            let wanted = SearchQuery(text).words.map(\.folded)
            return words.indices.filter { words[$0].isSuperset(of: wanted) }
        }
        let everybody = Self.figures(sets) { _ in Array(words.indices) }
        for kind in OccupationQuery.Kind.allCases {
            let (found, all) = (try #require(plain[kind]), try #require(everybody[kind]))
            #expect(found.recall < Self.goal(kind).recall - 0.1, "\(kind.rawValue): \(found)")
            #expect(all.recall == 1 && all.precision < 0.5, "\(kind.rawValue): \(all)")
        }
    }

    @Test(
        "the index reaches the goals, when what may have been meant is followed", arguments: [1, 2] as [UInt64])
    func index(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let sets = RecallSets(.dutch, seed: seed)
        var index = ProfileIndex<ShownProfile>(places: Person.places)
        var places: [ProfileID: Int] = [:]
        var people: [ShowcaseProfile] = []
        for (place, person) in sets.people.enumerated() {
            let profile = try Person.visible(place, &random, occupation: person.label, motivation: "")
            places[profile.id] = place
            people.append(profile)
            index.put(profile)
        }
        let epoch = try Epoch(
            number: 1, profiles: sets.people.count, frequencies: index.documentFrequencies(atLeast: 5))
        let shared = SharedIndex<ShownProfile>(places: Person.places)
        for person in people { shared.put(person) }
        let correction = SpellingCorrection(shared.knownWords)
        func found(_ text: String) throws -> [Int] {
            var request = try Person.request(text)
            request.count = sets.people.count
            let hits = index.search(request, salt: SearchSalt(high: seed, low: 1), epoch: epoch).hits
            return hits.compactMap { places[$0.profile.id] }
        }
        let figures = try Self.figures(sets) { text in
            try found(correction.corrected(text) ?? text)
        }
        for kind in OccupationQuery.Kind.allCases {
            let reached = try #require(figures[kind])
            #expect(reached.recall >= Self.goal(kind).recall, "seed \(seed), \(kind.rawValue): \(reached)")
            #expect(reached.precision >= Self.goal(kind).precision, "seed \(seed), \(kind.rawValue): \(reached)")
        }
    }
}
