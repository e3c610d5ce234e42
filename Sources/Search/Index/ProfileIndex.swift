package import Domain

/// An inverted index over profiles of one kind, in memory: put, remove, search.
///
/// Invariants: what is removed leaves nothing behind, neither a word nor a facet's value; the same profiles give the
/// same answers in whatever order and index they were put. A value type: whoever shares one guards it (`SharedIndex`).
package struct ProfileIndex<Profile: SearchedProfile>: Sendable {
    private(set) var core: DocumentIndex
    /// By the document's number.
    private var profiles: [Held<Profile>?] = []

    /// - Parameter places: where postcode areas lie, for filters on distance.
    package init(places: PostcodeTable) { core = DocumentIndex(places: places) }

    /// Profiles in the index.
    package var count: Int { core.count }

    /// Every word that some profile has: for checks that nothing of a removed one is left.
    package var words: Set<String> { core.words.words }

    /// Whether every word of `text` is one that somebody in the index has, or of the occupation vocabulary.
    package func knowsAll(_ text: String) -> Bool {
        Analyzer.foldedWords(in: text).allSatisfy {
            core.words.number(of: Analyzer.cut($0)) != nil || OccupationVocabulary.dutchWords.contains($0)
        }
    }

    /// Names of occupations that begin with `prefix`, or have a word that does, and that somebody in the index has, in
    /// whatever words.
    ///
    /// - Parameter limit: 1 to 20.
    package func completions(of prefix: String, limit: Int) -> [String] {
        Array(
            OccupationVocabulary.dutch.labels(startingWith: prefix, limit: Self.candidates * limit).lazy
                .filter { core.knows($0) }.prefix(limit))
    }

    /// Names that are looked at for each that is asked for.
    private static var candidates: Int { 8 }

    package func profile(_ id: ProfileID) -> Profile? { core.number(of: id).flatMap { profiles[$0]?.profile } }

    /// The terms that at least `documents` profiles have, each with how many do.
    package func documentFrequencies(atLeast documents: Int) -> [String: Int] {
        var frequencies: [String: Int] = [:]
        core.terms.addFrequencies(of: 0..<core.terms.capacity, atLeast: documents, to: &frequencies)
        return frequencies
    }

    /// Puts `profile` in the index, in place of the one with its id.
    ///
    /// - Parameter analysed: the same profile taken apart, by who did that before taking a lock.
    package mutating func put(_ profile: Profile, _ analysed: AnalysedProfile? = nil) {
        let analysed = analysed ?? AnalysedProfile(profile)
        remove(profile.id)
        let number = core.insert(analysed)
        if number == profiles.count { profiles.append(Held(profile)) } else { profiles[number] = Held(profile) }
    }

    /// Takes a profile out, with its words; nil when it was not in.
    @discardableResult
    package mutating func remove(_ id: ProfileID) -> Profile? {
        guard let number = core.remove(id) else { return nil }
        defer { profiles[number] = nil }
        return profiles[number]?.profile
    }

    /// Finds who matches any word of the text and all phrases and filters; nobody's place depends on anybody else's
    /// profile.
    ///
    /// - Parameters:
    ///   - salt: keys the order of ties; the same on every page of one search.
    ///   - epoch: how telling each word is.
    package func search(_ request: SearchRequest, salt: SearchSalt, epoch: Epoch = .none) -> SearchResult<Profile> {
        var run = SearchRun(request, salt: salt, epoch: epoch, in: core)
        while run.advance(in: core) {}
        guard let result = result(of: run, request) else { preconditionFailure("nothing changes meanwhile") }
        return result
    }

    /// What a run that has gone through all of the index found; nil when the index changed meanwhile.
    func result(of run: borrowing SearchRun, _ request: SearchRequest) -> SearchResult<Profile>? {
        run.found(in: core).map { found in
            let snippet = Snippet(found.plan, in: core)
            let reasons = Reasons(found.plan)
            let hits = found.hits.compactMap { hit in
                profiles[hit.number].map { held in
                    SearchHit(
                        held: held, score: hit.key, tie: hit.tie,
                        fragment: snippet.make(from: held.texts, at: hit.number, in: core),
                        reasons: request.explain ? reasons.of(hit.number, in: core) : [])
                }
            }
            return SearchResult(total: found.total, facets: found.facets, hits: hits, more: found.more)
        }
    }
}
