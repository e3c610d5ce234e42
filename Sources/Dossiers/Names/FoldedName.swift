import Search

/// Names folded so that they are found: "van der Bérg, Noor-Anne" is `berg noor-anne`.
enum FoldedName {
    /// The words of the family name without leading particles, held together by `-`, one space, and the words of the
    /// given name. No case, no accents.
    static func of(given: String, family: String) -> String {
        joined(withoutParticles(Analyzer.foldedWords(in: family)[...])) + " "
            + joined(Analyzer.foldedWords(in: given)[...])
    }

    /// What a typed text may mean: beginnings of a family name, and of a given name beside it.
    struct Prefix: Hashable, Sendable {
        let family: String
        let given: String

        /// Whether the folded `name` begins so.
        func matches(_ name: String) -> Bool {
            guard name.utf8.starts(with: family.utf8) else { return false }
            guard !given.isEmpty else { return true }
            return name.utf8.drop { $0 != UInt8(ascii: " ") }.dropFirst().starts(with: given.utf8)
        }
    }

    /// Words of a typed name that are looked at.
    static let words = 8

    /// Every way to read `text`: a family name, a given name and a family name, or the other way round. None without a
    /// letter or digit.
    static func prefixes(_ text: String) -> [Prefix] {
        let words = Analyzer.foldedWords(in: text).prefix(words)
        guard !words.isEmpty else { return [] }
        var prefixes = [Prefix(family: joined(withoutParticles(words)), given: "")]
        for split in words.indices.dropFirst() {
            let (first, last) = (words[..<split], words[split...])
            for (family, given) in [(last, first), (first, last)] {
                let prefix = Prefix(family: joined(withoutParticles(family)), given: joined(given))
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
