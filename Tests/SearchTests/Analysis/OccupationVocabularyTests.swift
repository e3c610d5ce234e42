import Testing

@testable import Search

@Suite("Occupations: names of one occupation, and names by their beginning")
struct OccupationVocabularyTests {
    private static func concepts(_ name: String) -> [UInt16] {
        OccupationVocabulary.dutch.concepts(ofLabel: Analyzer.foldedWords(in: name).map(DutchStemmer.stem))
    }

    @Test(
        "two names of one occupation have a concept in common",
        arguments: [
            ("fysiotherapeut", "kinesitherapeut"), ("fysiotherapeut", "Kinesitherapeuten"),
            ("vrachtwagenchauffeur", "vrachtwagenbestuurder"), ("vrachtwagenchauffeur", "vrachtrijder"),
            ("timmerman", "timmervrouw"), ("inspiciënt", "toneelmeester"), ("kok", "kokkin"),
            ("elektricien", "elektriciens"), ("lerares lager onderwijs", "leraressen lager onderwijs"),
            ("technicus in de olie-industrie", "technicus olie industrie"),
        ])
    func synonyms(_ one: String, _ other: String) {
        #expect(!Set(Self.concepts(one)).isDisjoint(with: Self.concepts(other)))
    }

    @Test(
        "the family is the word that says what somebody is",
        arguments: [
            ("heftruckchauffeur", "chauffeur"), ("operator draadtrekmachine", "operator"), ("kok", "kok"),
            ("ingenieur micro-elektronica", "ingenieur"), ("verhuurmedewerker", "medewerker"),
        ])
    func family(_ name: String, _ family: String) throws {
        let vocabulary = OccupationVocabulary.dutch
        let concept = try #require(Self.concepts(name).first { vocabulary.family(of: $0) == family }, "\(name)")
        #expect(vocabulary.family(of: concept) == family)
        #expect(vocabulary.family(of: UInt16.max) == nil)
    }

    @Test("two occupations have none", arguments: [("kok", "bakker"), ("heftruckchauffeur", "vrachtwagenchauffeur")])
    func different(_ one: String, _ other: String) {
        #expect(!Self.concepts(one).isEmpty && !Self.concepts(other).isEmpty)
        #expect(Set(Self.concepts(one)).isDisjoint(with: Self.concepts(other)))
    }

    @Test(
        "what names no occupation, or too many, is nobody's synonym",
        arguments: ["", "in de", "medewerker", "monteur", "managers", "verzonnen beroep", "fysiotherapeut kok"])
    func none(_ name: String) {
        #expect(Self.concepts(name).isEmpty)
    }

    @Test("each name of up to six words leads to its own concept, unless another prefers it or it is too general")
    func complete() {
        let vocabulary = OccupationVocabulary.dutch
        var (found, missed) = (0, 0)
        for (concept, names) in vocabulary.concepts.enumerated() {
            for name in names {
                let concepts = Self.concepts(name)
                #expect(concepts == concepts.sorted() && Set(concepts).count == concepts.count)
                #expect(concepts.count <= OccupationLabels.conceptLimit)
                if concepts.contains(UInt16(concept)) { found += 1 } else { missed += 1 }
            }
        }
        #expect(vocabulary.concepts.count == 3039)
        #expect(Double(missed) < 0.06 * Double(found + missed), "\(missed) of \(found + missed)")
    }

    @Test("more concepts than eight share a name: it is no synonym; a concept that prefers it has it alone")
    func ambiguous() throws {
        func vocabulary(_ rows: [String]) throws -> OccupationVocabulary {
            try OccupationVocabulary(
                occupations: VocabularyFile(
                    name: "beroepen.tsv", text: "voorkeursnaam\tandere_namen\n" + rows.map { $0 + "\n" }.joined(),
                    columns: OccupationVocabulary.occupationColumns),
                parts: VocabularyFile(
                    name: "woorddelen.tsv", text: "deel\trollen\nbaas\talgemeen\n",
                    columns: OccupationVocabulary.partColumns))
        }
        let eight = (0..<8).map { "beroep \($0)\tduizendpoot|duizendpoten|baas" }
        #expect(try vocabulary(eight).concepts(ofLabel: ["duizendpot"]) == [0, 1, 2, 3, 4, 5, 6, 7])
        #expect(try vocabulary(eight + ["beroep 8\tduizendpoot"]).concepts(ofLabel: ["duizendpot"]).isEmpty)
        #expect(try vocabulary(eight + ["duizendpoot\t"] + eight).concepts(ofLabel: ["duizendpot"]) == [8])
        #expect(try vocabulary(eight).concepts(ofLabel: ["bas"]).isEmpty)
    }

    @Test(
        "names by their beginning, the shortest first, then those with a word that begins so",
        arguments: [
            ("heftruckch", ["heftruckchauffeur"]), ("HEFTRUCKCH", ["heftruckchauffeur"]),
            ("timmerman r", ["timmerman ramen"]), ("Kinésitherapeut", ["kinesitherapeut", "kinesitherapeute"]),
            ("toneelm", ["toneelmeester"]), ("", []), ("  ", []), ("qqq", []), ("timmermanr", []),
        ])
    func completes(_ prefix: String, _ first: [String]) {
        let labels = OccupationVocabulary.dutch.labels(startingWith: prefix, limit: 10)
        #expect(labels.prefix(first.count) == first[...] && (labels.isEmpty == first.isEmpty), "\(labels)")
    }

    @Test("a word in a name completes too, after all that begin so; never more than asked for, none twice")
    func insideWords() {
        let vocabulary = OccupationVocabulary.dutch
        let labels = vocabulary.labels(startingWith: "ramen", limit: 50)
        let begin = labels.map { $0.lowercased().hasPrefix("ramen") }
        #expect(begin.contains(true) && begin.contains(false))
        #expect(begin == begin.sorted { $0 && !$1 })
        #expect(vocabulary.labels(startingWith: "m", limit: 7).count == 7)
        #expect(vocabulary.labels(startingWith: "m", limit: 0).isEmpty)
        let many = vocabulary.labels(startingWith: "manager", limit: 500).map { $0.lowercased() }
        #expect(many.count > 100 && Set(many).count == many.count)
    }
}
