import Search

/// Names folded so that they are found: "van der Bérg, Noor-Anne" is `berg noor-anne`.
extension DossierRow {
    /// The column `search_name`: the words of the family name without leading particles, held together by `-`, one
    /// space, and the words of the given name. No case, no accents.
    static func searchName(given: String, family: String) -> String {
        joined(withoutParticles(Analyzer.foldedWords(in: family)[...])) + " "
            + joined(Analyzer.foldedWords(in: given)[...])
    }

    /// What a typed text may mean: beginnings of a family name, and of a given name beside it.
    struct NamePrefix: Hashable {
        let family: String
        let given: String
    }

    /// Words of a typed name that are looked at.
    static let nameWords = 8

    /// Every way to read `text`: a family name, a given name and a family name, or the other way round. None without a
    /// letter or digit.
    static func namePrefixes(_ text: String) -> [NamePrefix] {
        let words = Analyzer.foldedWords(in: text).prefix(nameWords)
        guard !words.isEmpty else { return [] }
        var prefixes = [NamePrefix(family: joined(withoutParticles(words)), given: "")]
        for split in words.indices.dropFirst() {
            let (first, last) = (words[..<split], words[split...])
            for (family, given) in [(last, first), (first, last)] {
                let prefix = NamePrefix(family: joined(withoutParticles(family)), given: joined(given))
                if !prefixes.contains(prefix) { prefixes.append(prefix) }
            }
        }
        return prefixes
    }

    private static func joined(_ words: ArraySlice<String>) -> String { words.joined(separator: "-") }

    /// Without what stands before a family name; at least one word stays.
    private static func withoutParticles(_ words: ArraySlice<String>) -> ArraySlice<String> {
        let rest = words.drop { particles.contains($0) }
        return rest.isEmpty ? words.suffix(1) : rest
    }

    private static let particles: Set<String> = [
        "van", "der", "den", "de", "het", "t", "s", "ter", "ten", "te", "von", "vom", "zu", "la", "le", "du", "des",
        "da", "dos", "del", "el", "al", "op", "in", "aan", "bij", "uit", "onder", "over", "voor",
    ]
}
