import TestSupport
import Testing

@testable import Search

@Suite("Correction: the nearest known word, and never another")
struct SpellingCorrectionTests {
    private static let occupations = SpellingCorrection(
        Dictionary(uniqueKeysWithValues: OccupationVocabulary.dutch.words.map { ($0, 1) }))

    @Test(
        "mistakes in names of occupations",
        arguments: [
            ("heftrukchaufeur", "heftruckchauffeur"), ("vrachtwagenchaufeur", "vrachtwagenchauffeur"),
            ("vrachtwagenchafeur", "vrachtwagenchauffeur"), ("montuer", "monteur"), ("timmrman", "timmerman"),
            ("tmimerman", "timmerman"), ("fysioterapeut", "fysiotherapeut"), ("fisiotherapeut", "fysiotherapeut"),
            ("loodgietr", "loodgieter"), ("electricien", "elektricien"), ("schoonmaakser", "schoonmaakster"),
            ("magazijnmedewerkr", "magazijnmedewerker"),
            ("medewrekster", "medewerkster"), ("bakkr", "bakker"), ("xmonteur", "monteur"),
        ])
    func occupation(_ typed: String, _ meant: String) {
        #expect(Self.occupations.correction(of: typed) == meant)
    }

    @Test(
        "nothing for a known word, for short words, digits, capitals, other scripts, and for what is too far away",
        arguments: [
            "monteur", "kko", "", "m", "mont3ur", "m0nteur", "MONTUER", "montéur", "мonteur", "mnotuer", "qqqqqqqqqq",
            String(repeating: "monteur", count: 100),
        ])
    func nothing(_ typed: String) {
        #expect(Self.occupations.correction(of: typed) == nil)
    }

    @Test("one mistake up to seven letters, two from eight on")
    func lengths() {
        let known = SpellingCorrection(["monteur": 1, "metselaar": 1])
        #expect(known.correction(of: "mnteur") == "monteur")
        #expect(known.correction(of: "mnteu") == nil)
        #expect(known.correction(of: "mtselar") == nil)
        #expect(known.correction(of: "metslaer") == "metselaar")
        #expect(known.correction(of: "montjeuur") == "monteur")
    }

    @Test("fewest mistakes, then the same first letter, then the most people, then the alphabet")
    func order() {
        #expect(SpellingCorrection(["smelter": 9, "smelters": 1]).correction(of: "smeltres") == "smelters")
        #expect(SpellingCorrection(["lasser": 9, "gasser": 1]).correction(of: "gassers") == "gasser")
        #expect(SpellingCorrection(["kasser": 9, "lasser": 1]).correction(of: "lbsser") == "lasser")
        #expect(SpellingCorrection(["tasser": 9, "lesser": 1]).correction(of: "lasser") == "lesser")
        #expect(SpellingCorrection(["lesser": 1, "losser": 2]).correction(of: "lasser") == "losser")
        #expect(SpellingCorrection(["losser": 1, "lesser": 1]).correction(of: "lasser") == "lesser")
    }

    @Test("no word is known: nothing is corrected; words that cannot be are not corrected to")
    func emptySet() {
        #expect(SpellingCorrection([:]).correction(of: "monteur") == nil)
        let odd = ["ok": 1, "kok2": 1, "köken": 1, String(repeating: "k", count: 49): 1]
        for word in ["okk", "okka", "kokk", "koken", String(repeating: "k", count: 48)] {
            #expect(SpellingCorrection(odd).correction(of: word) == nil, "\(word)")
        }
    }

    @Test("as a plain search over all words by the textbook's distance", arguments: 1...6 as ClosedRange<UInt64>)
    func plainSearch(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let letters = Array("abens")
        func word(_ lengths: ClosedRange<Int>) -> String {
            String(
                (0..<Int.random(in: lengths, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" })
        }
        let known = Dictionary(
            (0..<200).map { _ in (word(3...9), Int.random(in: 0...5, using: &random)) }, uniquingKeysWith: max)
        let correction = SpellingCorrection(known)
        var corrected = 0
        for _ in 0..<120 {
            let typed = word(4...9)
            let limit = typed.count < 8 ? 1 : 2
            let near = known.map { (word: $0.key, count: $0.value, far: Self.distance(typed, $0.key)) }
                .filter { $0.far <= limit }
                .sorted {
                    ($0.far, $0.word.first == typed.first ? 0 : 1, -$0.count, $0.word)
                        < ($1.far, $1.word.first == typed.first ? 0 : 1, -$1.count, $1.word)
                }
            let expected = known[typed] == nil ? near.first?.word : nil
            #expect(correction.correction(of: typed) == expected, "seed \(seed), \(typed)")
            if expected != nil { corrected += 1 }
        }
        #expect(corrected > 15, "seed \(seed)")
    }

    /// Optimal string alignment, whole table.
    private static func distance(_ one: String, _ other: String) -> Int {
        let (one, other) = (Array(one), Array(other))
        var table = (0...one.count).map { row in (0...other.count).map { row == 0 ? $0 : $0 == 0 ? row : 0 } }
        for row in 1...one.count {
            for column in 1...other.count {
                let same = one[row - 1] == other[column - 1] ? 0 : 1
                table[row][column] = min(
                    table[row - 1][column] + 1, table[row][column - 1] + 1, table[row - 1][column - 1] + same)
                if row > 1, column > 1, one[row - 1] == other[column - 2], one[row - 2] == other[column - 1] {
                    table[row][column] = min(table[row][column], table[row - 2][column - 2] + 1)
                }
            }
        }
        return table[one.count][other.count]
    }
}
