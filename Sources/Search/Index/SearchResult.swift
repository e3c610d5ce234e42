package import Domain

/// What one index found.
package struct SearchResult<Profile: SearchedProfile>: Sendable {
    /// Everybody who matches, shown or not.
    package let total: Int
    /// For each facet asked: how many of `total` have each value; complete.
    package let facets: [Facet: [String: Int]]
    /// Best first, at most as many as asked, all after the position asked.
    package let hits: [SearchHit<Profile>]
    /// Whether somebody comes after the last hit.
    package let more: Bool
}

/// One person found.
package struct SearchHit<Profile: SearchedProfile>: Sendable {
    package let profile: Profile
    /// From the text only, without statistics of the corpus: the same wherever the profile is held (I-6).
    package let score: Int
    /// Orders equal scores: a hash of profile and search.
    package let tie: UInt64
    /// A piece of the profile's text around the words found; empty when none of them stands in a text.
    package let fragment: [Fragment]
    package let reasons: [MatchReason]
}

/// A piece of a text, marked when it is a word that was looked for.
package struct Fragment: Hashable, Sendable {
    package let text: String
    package let match: Bool
}

/// Why a hit is there: a word of the query, and the best field it was found in.
package struct MatchReason: Hashable, Sendable {
    /// `beroep`, `vaardigheid`, `functie` or `tekst`: as the wire and the screen name it.
    package let field: String
    package let word: String
}
