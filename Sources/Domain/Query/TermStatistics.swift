/// What one region reports for an epoch: its visible profiles, and the terms that at least `Limits.epochThreshold` of
/// them have (design.md §7). Terms are opaque here.
///
/// Invariant: a term has 1 to `Limits.termBytes` bytes of UTF-8, of which none is a control character, `"` or `\`, and
/// a count from the threshold up to `profiles`.
///
/// - Important: A smaller count is never in it: a word that a handful of people use may name one of them.
package struct TermStatistics: Hashable, Sendable {
    package enum Invalid: Error, Hashable, Sendable { case profiles, tooManyTerms, term, frequency }

    /// Of nobody.
    package static let none = TermStatistics(profiles: 0, most: 0, of: [:])

    /// Visible profiles.
    package let profiles: Int
    /// Term to visible profiles that have it.
    package let frequencies: [String: Int]

    /// Statistics as a region states them.
    ///
    /// - Throws: `Invalid`, when a value is out of range: then nothing of it is used.
    package init(profiles: Int, frequencies: [String: Int]) throws(Invalid) {
        try Self.check(profiles, frequencies, within: Limits.peopleOfRegion, terms: Limits.regionTerms)
        self.profiles = profiles
        self.frequencies = frequencies
    }

    /// What may be reported of `counts`: nothing under the threshold, no term that is too long, and no more terms than
    /// `Limits.regionTerms`, the rarest left out.
    ///
    /// - Parameter profiles: visible profiles; none of `counts` is above it.
    package init(reporting profiles: Int, counts: [String: Int]) {
        let people = Limits.peopleOfRegion
        self.init(
            profiles: min(max(profiles, people.lowerBound), people.upperBound), most: Limits.regionTerms,
            of: counts.filter { term, count in count >= Limits.epochThreshold && Self.isTerm(term) })
    }

    /// The `limit` most frequent of `counts`; of terms that are equally frequent, those that come first by their bytes.
    init(profiles: Int, most limit: Int, of counts: [String: Int]) {
        self.profiles = profiles
        guard counts.count > limit else {
            frequencies = counts.mapValues { min($0, profiles) }
            return
        }
        let ordered = counts.sorted { one, other in
            one.value == other.value
                ? one.key.utf8.lexicographicallyPrecedes(other.key.utf8) : one.value > other.value
        }
        frequencies = Dictionary(
            ordered.prefix(limit).map { ($0.key, min($0.value, profiles)) }, uniquingKeysWith: { one, _ in one })
    }

    /// Terms are written as they are, without an escape: so that `Limits.termBytes` bounds what is sent.
    private static func isTerm(_ term: String) -> Bool {
        (1...Limits.termBytes).contains(term.utf8.count)
            && term.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }

    /// - Throws: the first `Invalid` that applies.
    static func check(
        _ profiles: Int, _ frequencies: [String: Int], within people: ClosedRange<Int>, terms limit: Int
    ) throws(Invalid) {
        guard people.contains(profiles) else { throw .profiles }
        guard frequencies.count <= limit else { throw .tooManyTerms }
        for (term, count) in frequencies {
            guard isTerm(term) else { throw .term }
            guard count >= Limits.epochThreshold, count <= profiles else { throw .frequency }
        }
    }
}
