import Domain
import TestSupport
import Testing

@testable import Search

@Suite("Search finds what the rules say, in their order, with their counts, on every page")
struct AgainstPlainSearchTests {
    /// In full with `HALLOWERK_FULL=1`.
    private static let cases = FullRun.isWanted ? 10_000 : 1_000
    private static let people = 150

    @Test("random searches of random people, under an epoch and under none", arguments: [false, true])
    func same(_ hasEpoch: Bool) throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var sample = SampledPeople(seed: seed)
        let places = try SampledPeople.places()
        let people = try (0..<Self.people).map { _ in try sample.profile() }
        var index = ProfileIndex<ShownProfile>(places: places)
        for profile in people { index.put(profile) }
        let epoch =
            hasEpoch
            ? try Epoch(number: 1, profiles: people.count, frequencies: index.documentFrequencies(atLeast: 5)) : .none
        let plain = PlainSearch(people, places: places, epoch: epoch)
        for number in 0..<Self.cases / 2 {
            let request = try sample.request()
            let salt = SearchSalt(high: UInt64(number), low: seed)
            let expected = plain.found(request, salt: salt)
            let result = index.search(request, salt: salt, epoch: epoch)
            let label = "seed \(seed), case \(number): '\(request.text)' \(request.filters) \(request.order)"
            #expect(result.total == expected.count, "\(label)")
            #expect(result.hits.map(\.profile.id) == expected.prefix(request.count).map(\.profile.id), "\(label)")
            #expect(result.hits.map(\.score) == expected.prefix(request.count).map(\.key), "\(label)")
            #expect(result.more == (expected.count > request.count), "\(label)")
            let found = expected.map(\.profile)
            for facet in Facet.allCases {
                #expect(result.counts(of: facet) == PlainSearch.counts(of: facet, among: found), "\(label), \(facet)")
            }
            guard result.total == expected.count else { return }
            if number.isMultiple(of: 10) { try page(index, request, salt, epoch, expected, label) }
        }
    }

    /// All pages behind each other are the whole list, once.
    private func page(
        _ index: ProfileIndex<ShownProfile>, _ request: SearchRequest, _ salt: SearchSalt, _ epoch: Epoch,
        _ expected: [PlainSearch.Hit], _ label: String
    ) throws {
        var request = request
        var seen: [ProfileID] = []
        while true {
            let result = index.search(request, salt: salt, epoch: epoch)
            #expect(result.total == expected.count, "\(label)")
            seen += result.hits.map(\.profile.id)
            guard result.more, let last = result.hits.last else { break }
            request.position = SearchPosition(salt: salt, score: last.score, tie: last.tie, shown: seen.count)
        }
        #expect(seen == expected.map(\.profile.id), "\(label)")
    }
}
