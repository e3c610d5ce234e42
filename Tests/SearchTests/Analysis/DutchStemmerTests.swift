import Foundation
import TestSupport
import Testing

@testable import Search

@Suite("Stems: Snowball's Dutch algorithm")
struct DutchStemmerTests {
    @Test("4,000 words have the stem that Snowball's own program gives (README.md)")
    func vocabulary() throws {
        let url = Bundle.module.bundleURL.appendingPathComponent("Vocabulary.tsv")
        let rows = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst()
        #expect(rows.count > 4000)
        for row in rows {
            let cells = row.split(separator: "\t").map(String.init)
            try #require(cells.count == 2)
            #expect(DutchStemmer.stem(cells[0]) == cells[1], "\(cells[0])")
        }
    }

    @Test(
        "the examples that Snowball publishes",
        arguments: [
            ("lichaamsziek", "lichaamsziek"), ("lichamelijk", "licham"), ("lichamelijke", "licham"),
            ("lichamelijkheden", "licham"), ("lichamen", "licham"), ("lichere", "licher"),
            ("lichtbundel", "lichtbundel"), ("lichten", "licht"), ("lichtende", "lichtend"), ("lichter", "lichter"),
            ("opgingen", "opging"), ("opgravingen", "opgrav"), ("opheffende", "opheff"), ("opheldering", "ophelder"),
        ])
    func published(word: String, stem: String) {
        #expect(DutchStemmer.stem(word) == stem)
    }

    @Test(
        "singular and plural have one root where Snowball gives two stems",
        arguments: [
            ("bus", "bussen"), ("les", "lessen"), ("bedrijf", "bedrijven"), ("huis", "huizen"), ("brief", "brieven"),
            ("technicus", "technici"), ("timmerman", "timmermannen"), ("secretaris", "secretarissen"),
            ("lerares", "leraressen"), ("kokkin", "kokkinnen"), ("psycholoog", "psychologen"), ("monteur", "monteurs"),
            ("administratief", "administratieve"), ("actieplan", "actieplannen"),
        ])
    func roots(singular: String, plural: String) {
        #expect(DutchStemmer.root(singular) == DutchStemmer.root(plural))
    }

    @Test("a root is its own singular, also of odd words")
    func idempotent() {
        var random = SeededRandom(seed: 5)
        let letters = Array("aeivzfscu")
        for _ in 0..<3000 {
            let length = Int.random(in: 0...9, using: &random)
            let word = String((0..<length).map { _ in letters.randomElement(using: &random) ?? "a" })
            let root = DutchStemmer.root(word)
            #expect(DutchStemmer.singular(root) == root, "seed 5, \(word)")
        }
    }

    @Test("short words and words of other scripts are their own stem", arguments: ["", "a", "en", "3d", "été", "дома"])
    func untouched(_ word: String) {
        #expect(DutchStemmer.stem(word) == word)
        #expect(DutchStemmer.root(word) == word)
    }
}
