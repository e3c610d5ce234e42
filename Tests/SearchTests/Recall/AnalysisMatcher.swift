@testable import Search

/// The least that analysis makes possible: who has all words of a query, as stems or parts of compounds, or an
/// occupation that the query names, or is of its family. No index; by name first, then by written words, then by parts,
/// then by family.
struct AnalysisMatcher {
    private struct Occupation {
        var stems: Set<String> = []
        var parts: Set<String> = []
        var concepts: Set<UInt16> = []
        var families: Set<String> = []
    }

    private let vocabulary: OccupationVocabulary
    private let occupations: [Occupation]
    private let correction: SpellingCorrection

    init(_ labels: [String], _ vocabulary: OccupationVocabulary) {
        self.vocabulary = vocabulary
        var known: [String: Int] = [:]
        occupations = labels.map { label in
            let words = Analyzer.foldedWords(in: label)
            for word in words { known[word, default: 0] += 1 }
            let parts = words.flatMap(vocabulary.parts(of:))
            for part in parts { known[part, default: 0] += 1 }
            let stems = words.map(DutchStemmer.root)
            let concepts = vocabulary.concepts(ofLabel: stems)
            return Occupation(
                stems: Set(stems), parts: Set(parts.map(DutchStemmer.root)), concepts: Set(concepts),
                families: Set(concepts.compactMap(vocabulary.family(of:)).map(DutchStemmer.root)))
        }
        // A word of the vocabulary is no typo, whether or not somebody has it.
        for word in vocabulary.words where known[word] == nil { known[word] = 0 }
        correction = SpellingCorrection(known)
    }

    /// Places of those found, best first; with its words corrected when nobody is found.
    func find(_ text: String) -> [Int] {
        let typed = SearchQuery(text).words.map(\.folded)
        let found = find(typed)
        return found.isEmpty ? find(typed.map { correction.correction(of: $0) ?? $0 }) : found
    }

    private func find(_ words: [String]) -> [Int] {
        let stems = words.map(DutchStemmer.root)
        let concepts = vocabulary.concepts(ofLabel: stems)
        let partsOfWords = words.map { Set(vocabulary.parts(of: $0).map(DutchStemmer.root)) }
        var found: [(place: Int, rank: Int)] = []
        for (place, occupation) in occupations.enumerated() {
            if !occupation.concepts.isDisjoint(with: concepts) {
                found.append((place, 0))
            } else if stems.allSatisfy({ occupation.stems.contains($0) }) {
                found.append((place, 1))
            } else if zip(stems, partsOfWords).allSatisfy({ stem, parts in
                let mine = occupation.parts.union(occupation.stems)
                return mine.contains(stem) || (!parts.isEmpty && parts.isSubset(of: mine))
            }) {
                found.append((place, 2))
            } else if let stem = stems.first, stems.count == 1, occupation.families.contains(stem) {
                found.append((place, 3))
            }
        }
        return found.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map(\.place)
    }
}
