package import Domain

/// An inverted index over profiles of one kind, in memory: put, remove, search.
///
/// Invariants: what is removed leaves nothing behind, neither a word nor a facet's value; the same profiles give the
/// same answers in whatever order and index they were put. A value type: whoever shares one guards it.
package struct ProfileIndex<Profile: SearchedProfile>: Sendable {
    private(set) var core: DocumentIndex
    /// By the document's number.
    private var profiles: [Profile?] = []

    /// - Parameter places: where postcode areas lie, for filters on distance.
    package init(places: PostcodeTable) { core = DocumentIndex(places: places) }

    /// Profiles in the index.
    package var count: Int { core.count }

    /// Every word that some profile has: for checks that nothing of a removed one is left.
    package var words: Set<String> { core.words.words }

    package func profile(_ id: ProfileID) -> Profile? { core.number(of: id).flatMap { profiles[$0] } }

    /// Puts `profile` in the index, in place of the one with its id.
    ///
    /// - Parameter analysed: the same profile taken apart, by who did that before taking a lock.
    package mutating func put(_ profile: Profile, _ analysed: AnalysedProfile? = nil) {
        remove(profile.id)
        let number = core.insert(analysed ?? AnalysedProfile(profile))
        if number == profiles.count { profiles.append(profile) } else { profiles[number] = profile }
    }

    /// Takes a profile out, with its words; nil when it was not in.
    @discardableResult
    package mutating func remove(_ id: ProfileID) -> Profile? {
        guard let number = core.number(of: id), let profile = profiles[number] else { return nil }
        core.remove(AnalysedProfile(profile))
        profiles[number] = nil
        return profile
    }

    /// Finds who matches any word of the text and all filters; nobody's place depends on anybody else's profile.
    ///
    /// - Parameter salt: keys the order of ties; the same on every page of one search.
    package func search(_ request: SearchRequest, salt: SearchSalt) -> SearchResult<Profile> {
        let found = core.find(request, salt: salt)
        let hits = found.hits.compactMap { hit in
            profiles[hit.number].map { profile in
                SearchHit(
                    profile: profile, score: hit.score, tie: hit.tie,
                    fragment: Snippet.make(from: profile, words: Set(found.words)),
                    reasons: request.explain ? core.reasons(for: hit.number, words: found.words) : [])
            }
        }
        return SearchResult(total: found.total, facets: found.facets, hits: hits, more: found.more)
    }
}
