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
    let held: Held<Profile>
    package var profile: Profile { held.profile }
    /// What hits are ordered by, more first: for relevance from the profile, the query and the epoch alone, so the same
    /// wherever the profile is held (I-6); see `SearchPosition.score` for the other orders.
    package let score: Int
    /// Orders equal scores: a hash of profile and search.
    package let tie: UInt64
    /// A piece of the profile's text around the words found; empty when none of them stands in a text.
    package let fragment: [Fragment]
    package let reasons: [MatchReason]
}

/// A profile by reference: a hit then costs one count of references, not one for each text that the profile has.
final class Held<Profile: SearchedProfile>: Sendable {
    let profile: Profile
    /// What snippets are made of.
    let texts: [String]

    init(_ profile: Profile) {
        self.profile = profile
        texts = SearchField.text.texts(of: profile)
    }
}

/// A piece of a text, marked when it is a word that was looked for.
package struct Fragment: Hashable, Sendable {
    package let text: String
    package let match: Bool
}
