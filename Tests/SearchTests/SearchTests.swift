import Domain
import Showcase
import TestSupport
import Testing

@testable import Search

@Suite("Search: one answer, however the people are divided (I-6)")
struct DivisionTests {
    @Test("1, 2, 5 and 14 indexes merged give what one index gives", arguments: [1, 2, 5, 14])
    func divided(parts: Int) throws {
        var random = SeededRandom(seed: 42)
        let people = try (0..<600).map { try Person.visible($0, &random) }
        var whole = ProfileIndex<ShownProfile>(places: Person.places)
        var divided = [ProfileIndex<ShownProfile>](
            repeating: ProfileIndex(places: Person.places), count: parts)
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
                    sum.merge(answer.counts(of: facet), uniquingKeysWith: +)
                }
                #expect(sum == central.counts(of: facet))
            }
        }
    }

    @Test("more people than are looked at in one go: what one window left behind counts for nobody in the next")
    func windows() throws {
        var random = SeededRandom(seed: 44)
        var first = ProfileIndex<ShownProfile>(places: Person.places)
        for number in 0..<ScoreWindow.documents { first.put(try Person.visible(number, &random)) }
        var whole = first
        var second = ProfileIndex<ShownProfile>(places: Person.places)
        for number in 1...200 {
            let person = try Person.visible(number, &random)
            whole.put(person)
            second.put(person)
        }
        let salt = SearchSalt(high: 5, low: 11)
        for (text, groups) in [
            ("", []), ("", [.bbl]), ("kok keuken", []), ("kok", [.bbl]), ("-\"zorg\"", []),
            ("\"graag met\" verf", [.bbl]),
        ] as [(String, [TargetGroup])] {
            var request = try Person.request(text, facets: [.targetGroup, .occupation, .skill])
            request.filters.targetGroups = groups
            request.count = 100
            let central = whole.search(request, salt: salt)
            let answers = [first, second].map { $0.search(request, salt: salt) }
            let merged = answers.flatMap(\.hits).sorted { ($1.score, $0.tie) < ($0.score, $1.tie) }.prefix(100)
            #expect(merged.map(\.profile.id) == central.hits.map(\.profile.id), "seed 44, '\(text)' \(groups)")
            #expect(merged.map(\.score) == central.hits.map(\.score), "seed 44, '\(text)' \(groups)")
            #expect(answers.reduce(0) { $0 + $1.total } == central.total && central.total > 200)
            for facet in request.facets {
                let sum = answers.reduce(into: [String: Int]()) { sum, answer in
                    sum.merge(answer.counts(of: facet), uniquingKeysWith: +)
                }
                #expect(sum == central.counts(of: facet), "\(facet)")
            }
        }
    }

    @Test("paging shows everybody once")
    func pages() throws {
        var random = SeededRandom(seed: 3)
        var index = ProfileIndex<ShownProfile>(places: Person.places)
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

    @Test("a removed profile leaves no word behind, and nothing else either")
    func forgets() throws {
        var random = SeededRandom(seed: 5)
        var index = ProfileIndex<ShownProfile>(places: Person.places)
        let kept = try Person.visible(1, &random)
        let gone = try Person.visible(2, &random, occupation: "glazenwasser", motivation: "uniekwoord")
        index.put(kept)
        let before = index.words
        index.put(gone)
        #expect(index.words.contains("uniekwoord"))
        index.remove(gone.id)
        #expect(index.words == before)
        let core = index.core
        let none = FacetRow(occupations: [], document: .none, number: 1)
        #expect(core.documents[1] == .none && core.rows[1] == none && core.ids[1] == .none)
        #expect(core.records[1].bytes.isEmpty && core.taken == [1])
        for kind in DocumentBits.Kind.allCases {
            let bits = core.bits[kind]
            #expect(bits.holders.indices.allSatisfy { bits.words(of: $0, from: 0, count: 1).allSatisfy { $0 < 2 } })
        }
    }
}

@Suite("Analysis: words read from bytes are the words of the text")
struct AnalysisTests {
    private static let pieces = [
        "lasser", "Élan", "ELAN", "e\u{301}lan", "IJsje", "ĳs", "straße", "3e", "½", "²", "d'r", "–", "\u{2019}",
        "\r\n",
        " ", "-", ".", "_", "@", "ß", "Ω", "漢字", "👩‍🔧", "\u{0}", "x\u{200D}y", "Łódź", "İ", "ǅ", "\u{301}", "\u{FEFF}",
        "VCA", "MBO4", "\u{10FFFF}", "ﬁets", "aàa", "١٢",
    ]

    @Test("the same words in the same order, for texts of all scripts")
    func same() {
        var random = SeededRandom(seed: 11)
        let texts = (0..<3_000).map { _ in
            (0..<Int.random(in: 0...9, using: &random)).map { _ in
                Self.pieces[Int.random(in: Self.pieces.indices, using: &random)]
            }.joined()
        }
        let differing = texts.first { text in
            var words: [String] = []
            unsafe Analyzer.forEachWord(in: text) { unsafe words.append(String(decoding: $0, as: UTF8.self)) }
            return words != Analyzer.words(in: text).map(\.folded)
        }
        #expect(differing == nil, "seed 11: \(differing.debugDescription)")
    }
}

@Suite("An index does not show how it came about")
struct IndexHistoryTests {
    @Test("after thousands of puts, replacements and removals it answers as one that was filled at once")
    func churn() throws {
        var random = SeededRandom(seed: 8)
        var index = ProfileIndex<ShownProfile>(places: Person.places)
        let people = try (0..<400).map { try Person.visible($0, &random) }
        var held: Set<Int> = []
        for round in 0..<4_000 {
            let number = Int.random(in: people.indices, using: &random)
            if round % 3 == 2 {
                index.remove(people[number].id)
                held.remove(number)
            } else {
                index.put(people[number])
                held.insert(number)
            }
        }
        var fresh = ProfileIndex<ShownProfile>(places: Person.places)
        for number in held { fresh.put(people[number]) }
        #expect(index.count == held.count && index.words == fresh.words)
        for text in ["", "kok keuken", "lasser", "plannen verf metaal"] {
            var request = try Person.request(text, facets: Facet.allCases)
            request.count = 50
            request.explain = true
            let (first, second) = (
                index.search(request, salt: SearchSalt(high: 5, low: 6)),
                fresh.search(request, salt: SearchSalt(high: 5, low: 6))
            )
            #expect(first.hits.map(\.profile) == second.hits.map(\.profile) && first.total == second.total)
            #expect(first.hits.map(\.score) == second.hits.map(\.score))
            #expect(Facet.allCases.allSatisfy { first.counts(of: $0) == second.counts(of: $0) })
            #expect(first.hits.map(\.reasons) == second.hits.map(\.reasons))
        }
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
