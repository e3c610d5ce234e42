import Domain
import Search
import Showcase
import TestSupport
import Testing

@Suite("Search: one answer, however the people are divided (I-6)")
struct DivisionTests {
    @Test("1, 2, 5 and 14 indexes merged give what one index gives", arguments: [1, 2, 5, 14])
    func divided(parts: Int) throws {
        var random = SeededRandom(seed: 42)
        let people = try (0..<600).map { try Person.visible($0, &random) }
        var whole = ProfileIndex(places: Person.places)
        var divided = [ProfileIndex](repeating: ProfileIndex(places: Person.places), count: parts)
        for (number, profile) in people.enumerated() {
            whole.put(profile)
            divided[number % parts].put(profile)
        }
        let salt = SearchSalt(high: 7, low: 9)
        for text in ["", "kok", "kok keuken", "lasser metaal", "zorg", "afwezig"] {
            let request = try Person.request(text, facets: Facet.allCases)
            let central = whole.search(request, salt: salt)
            let answers = divided.map { $0.search(request, salt: salt) }
            let merged = answers.flatMap(\.hits).sorted { ($1.score, $0.tie) < ($0.score, $1.tie) }.prefix(
                request.count)
            #expect(merged.map(\.profile.id) == central.hits.map(\.profile.id), "seed 42, '\(text)'")
            #expect(answers.reduce(0) { $0 + $1.total } == central.total)
            for facet in Facet.allCases {
                let sum = answers.reduce(into: [String: Int]()) { sum, answer in
                    for (value, count) in answer.facets[facet] ?? [:] { sum[value, default: 0] += count }
                }
                #expect(sum == central.facets[facet])
            }
        }
    }

    @Test("paging shows everybody once")
    func pages() throws {
        var random = SeededRandom(seed: 3)
        var index = ProfileIndex(places: Person.places)
        for number in 0..<130 { index.put(try Person.visible(number, &random)) }
        let salt = SearchSalt(high: 1, low: 2)
        var seen: [ProfileID] = []
        var position: SearchPosition?
        repeat {
            var request = try Person.request("")
            request.position = position
            let result = index.search(request, salt: salt)
            seen += result.hits.map(\.profile.id)
            position =
                result.more
                ? result.hits.last.map { SearchPosition(salt: salt, score: $0.score, tie: $0.tie, shown: seen.count) }
                : nil
        } while position != nil
        #expect(seen.count == 130)
        #expect(Set(seen).count == 130)
    }

    @Test("a removed profile leaves no word behind")
    func forgets() throws {
        var random = SeededRandom(seed: 5)
        var index = ProfileIndex(places: Person.places)
        let kept = try Person.visible(1, &random)
        let gone = try Person.visible(2, &random, occupation: "glazenwasser", motivation: "uniekwoord")
        index.put(kept)
        let before = index.words
        index.put(gone)
        #expect(index.words.contains("uniekwoord"))
        index.remove(gone.id)
        #expect(index.words == before)
    }
}

@Suite("Showcase: nothing hidden is written (I-4, I-5)")
struct ShowcaseTests {
    @Test("an answer prepared before a hide may not be written after it")
    func stale() async throws {
        var random = SeededRandom(seed: 1)
        let profile = try Person.visible(1, &random)
        let showcase = Showcase(places: Person.places)
        #expect(showcase.show(profile))
        let prepared = showcase.search(try Person.request(""), salt: SearchSalt(high: 0, low: 0))
        await showcase.hide(profile.id, revision: profile.revision + 1)
        #expect(showcase.beginWriting(prepared, holding: [profile.id], close: {}) == nil)
        #expect(showcase.search(try Person.request(""), salt: SearchSalt(high: 0, low: 0)).value.total == 0)
    }

    @Test("a hide closes the connection of an answer that is not done in time")
    func closes() async throws {
        var random = SeededRandom(seed: 1)
        let profile = try Person.visible(1, &random)
        let showcase = Showcase(places: Person.places)
        showcase.show(profile)
        let prepared = showcase.search(try Person.request(""), salt: SearchSalt(high: 0, low: 0))
        try await confirmation("closed") { closed in
            let ticket = showcase.beginWriting(prepared, holding: [profile.id], close: { closed() })
            _ = try #require(ticket)
            await showcase.hide(profile.id, revision: profile.revision + 1)
        }
    }

    @Test("an older revision never comes back")
    func revisions() async throws {
        var random = SeededRandom(seed: 1)
        let profile = try Person.visible(1, &random)
        let showcase = Showcase(places: Person.places)
        await showcase.hide(profile.id, revision: profile.revision)
        #expect(!showcase.show(profile))
        #expect(showcase.count == 0)
    }

    @Test("a profile opens only with the generation of its handle")
    func generations() throws {
        var random = SeededRandom(seed: 1)
        let profile = try Person.visible(1, &random)
        let showcase = Showcase(places: Person.places)
        showcase.show(profile)
        #expect(showcase.profile(profile.id, generation: profile.generation) != nil)
        #expect(showcase.profile(profile.id, generation: profile.generation + 2) == nil)
    }
}
