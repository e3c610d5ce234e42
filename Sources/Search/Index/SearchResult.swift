package import Domain

/// What an index gives back of somebody whom a search found: no more than the index keeps.
package protocol IndexEntry: Sendable {
    var id: ProfileID { get }
}

/// What one index found.
package struct SearchResult<Entry: IndexEntry>: Sendable {
    /// Everybody who matches, shown or not.
    package let total: Int
    /// For each facet asked: how many of `total` have each value; complete, each value once, in no order.
    package let facets: [Facet: [FacetCount]]
    /// Best first, at most as many as asked, all after the position asked.
    package let hits: [SearchHit<Entry>]
    /// Whether somebody comes after the last hit.
    package let more: Bool
}

/// One person found.
package struct SearchHit<Entry: IndexEntry>: Sendable {
    package let entry: Entry
    /// What hits are ordered by, more first: for relevance from the profile, the query and the epoch alone, so the same
    /// wherever the profile is held (I-6); see `SearchPosition.score` for the other orders.
    package let score: Int
    /// Orders equal scores: a hash of profile and search.
    package let tie: UInt64
    /// Where in the profile's texts the words stand that were looked for.
    package let passage: Passage
    package let reasons: [MatchReason]
}

/// A visible profile by reference: a hit then costs one count of references, not one for each text that the profile
/// has.
package final class ShownProfile: IndexEntry {
    package let profile: ShowcaseProfile
    /// What snippets are made of.
    let texts: [String]
    package var id: ProfileID { profile.id }

    package init(_ profile: ShowcaseProfile) {
        self.profile = profile
        texts = Passage.texts(of: profile)
    }
}

extension SearchHit<ShownProfile> {
    package var profile: ShowcaseProfile { entry.profile }
    /// A piece of the profile's text around the words found; empty when it has no text.
    package var fragment: [Fragment] { passage.fragments(of: entry.texts) }
}

/// A piece of a text, marked when it is a word that was looked for.
package struct Fragment: Hashable, Sendable {
    package let text: String
    package let match: Bool
}
