import Domain
import Showcase
import TestSupport
import Testing

@testable import Search

@Suite("Reasons: how each person was found, in what, and how much it counts")
struct ReasonsTests {
    private static func reasons(_ query: String, of occupation: String, motivation: String = "") throws -> [MatchReason]
    {
        var random = SeededRandom(seed: 1)
        var index = ProfileIndex<ShownProfile>(places: Person.places)
        index.put(try Person.visible(1, &random, occupation: occupation, motivation: motivation))
        var request = try Person.request(query)
        request.explain = true
        return index.search(request, salt: SearchSalt(high: 1, low: 1)).hits.first?.reasons ?? []
    }

    @Test(
        "each way of saying it",
        arguments: [
            ("lasser", "lasser", [MatchReason.Kind.written]), ("lassers", "lasser", [.form]),
            ("chauffeur", "vrachtwagenchauffeur", [.part, .family]),
            ("vrachtwagen chauffeur", "vrachtwagenchauffeur", [.part]),
            ("fysiotherapeut", "kinesitherapeut", [.synonym, .family]), ("monteur", "technicus liften", [.family]),
            ("glazenwasser", "lasser", []),
        ] as [(String, String, [MatchReason.Kind])])
    func kinds(_ query: String, _ occupation: String, _ kinds: [MatchReason.Kind]) throws {
        let found = try Self.reasons(query, of: occupation)
        #expect(found.isEmpty == kinds.isEmpty, "\(found)")
        #expect(found.allSatisfy { kinds.contains($0.kind) && $0.field == "beroep" }, "\(found)")
        #expect(kinds.isEmpty || kinds.contains(found.first?.kind ?? .written), "\(found)")
    }

    @Test(
        "a name that was typed as it stands there is no other name; the field is the best, the shares are the score's")
    func typed() throws {
        let name = try Self.reasons("heftruckchauffeur", of: "heftruckchauffeur", motivation: "heftruckchauffeur")
        #expect(name == [MatchReason(field: "beroep", word: "heftruckchauffeur", kind: .written, share: 100)])
        let two = try Self.reasons("lasser ervaren metaalwerk", of: "lasser", motivation: "met metaalwerk")
        #expect(two.map(\.field) == ["beroep", "tekst"] && two.map(\.word) == ["lasser", "metaalwerk"])
        #expect(two[0].share > two[1].share && (98...100).contains(two[0].share + two[1].share), "\(two)")
    }
}

@Suite("A word that only hidden people have is never offered, and never corrected to (I-3)")
struct OfferedWordsTests {
    @Test("what a showcase offers and corrects is the same with and without hidden people, and after a hide")
    func hidden() async throws {
        var random = SeededRandom(seed: 2)
        let shown = try Person.visible(1, &random, occupation: "heftruckchauffeur", motivation: "xylograveur")
        let gone = try Person.visible(2, &random, occupation: "fysiotherapeut", motivation: "qwertzwoord")
        let (showcase, twin) = (Showcase(places: Person.places), Showcase(places: Person.places))
        for each in [showcase, twin] { #expect(each.show(shown)) }
        #expect(showcase.show(gone))
        #expect(showcase.corrected("qwertzword") == "qwertzwoord")
        #expect(showcase.statistics().profiles == 2)
        let skill = try #require(gone.skills.first { !shown.skills.contains($0) && $0 != "plannen" })
        #expect(showcase.completions(of: skill, limit: 5).skills.contains(skill))
        await showcase.hide(gone.id, revision: gone.revision + 1)
        for text in ["qwertzword", "xylogaveur", "heftrukchauffeur"] {
            #expect(showcase.corrected(text) == twin.corrected(text), "\(text)")
        }
        #expect(showcase.corrected("qwertzword") == nil && showcase.corrected("xylogaveur") == "xylograveur")
        for prefix in ["fysio", "heft", "the"] {
            #expect(showcase.completions(of: prefix, limit: 9) == twin.completions(of: prefix, limit: 9))
        }
        #expect(!showcase.completions(of: skill, limit: 5).skills.contains(skill), "in a table made before the hide")
        #expect(showcase.statistics() == twin.statistics())
    }
}

@Suite("One index, many searches and one that changes it")
struct SharedIndexTests {
    @Test("statistics and known words, gathered piece by piece, are those of the whole index")
    func pieces() throws {
        var random = SeededRandom(seed: 13)
        let (shared, whole) = (SharedIndex<ShownProfile>(places: Person.places), 3_000)
        let text = (0..<whole).map { "w\($0)y" }.joined(separator: " ")
        for number in 0..<5 {
            let profile = try Person.visible(number, &random, motivation: text)
            shared.put(profile)
        }
        let (profiles, frequencies) = shared.statistics(atLeast: 5)
        let words = (0..<whole).map { "w\($0)y" }
        #expect(profiles == 5 && words.allSatisfy { frequencies[DutchStemmer.root($0)] == 5 })
        let known = shared.knownWords
        #expect(words.allSatisfy { known[$0] == 5 } && known["kok"] != nil)
        #expect(shared.statistics(atLeast: 6).frequencies.isEmpty)
    }

    @Test("searches beside changes find one moment each: everybody who stays, once, whole facets, and nobody twice")
    func beside() async throws {
        var sample = SampledPeople(seed: 12)
        let places = try SampledPeople.places()
        let (staying, moving) = (
            try (0..<9_000).map { _ in try sample.profile() }, try (0..<60).map { _ in try sample.profile() }
        )
        let index = SharedIndex<ShownProfile>(places: places)
        for profile in staying + moving { index.put(profile) }
        let request = try Person.request("", facets: [.municipality])
        let everybody = staying.count + moving.count
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for round in 0..<300 {
                    let profile = moving[round % moving.count]
                    index.remove(profile.id)
                    index.put(profile)
                }
            }
            for reader in 0..<2 {
                group.addTask {
                    for round in 0..<40 {
                        let salt = SearchSalt(high: UInt64(reader), low: UInt64(round))
                        let result = index.search(request, salt: salt, epoch: .none)
                        #expect((everybody - 1...everybody).contains(result.total), "\(result.total)")
                        let counted = result.counts(of: .municipality).values.reduce(0, +)
                        #expect(counted == result.total)
                        #expect(Set(result.hits.map(\.profile.id)).count == result.hits.count)
                    }
                }
            }
        }
        #expect(index.count == everybody)
    }
}
