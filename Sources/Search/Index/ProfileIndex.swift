package import Domain

/// An inverted index over profiles, in memory: put, remove, search. Of each profile it keeps an entry, which hits give
/// back.
///
/// Invariants: what is removed leaves nothing behind, neither a word nor a facet's value; the same profiles give the
/// same answers in whatever order and index they were put. A value type: whoever shares one guards it (`SharedIndex`).
package struct ProfileIndex<Entry: IndexEntry>: Sendable {
    private(set) var core: DocumentIndex
    /// By the document's number.
    private var entries: [Entry?] = []

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

    package func entry(_ id: ProfileID) -> Entry? { core.number(of: id).flatMap { entries[$0] } }

    /// The terms that at least `documents` profiles have, each with how many do.
    package func documentFrequencies(atLeast documents: Int) -> [String: Int] {
        var frequencies: [String: Int] = [:]
        core.terms.addFrequencies(of: 0..<core.terms.capacity, atLeast: documents, to: &frequencies)
        return frequencies
    }

    /// Puts somebody in the index, in place of the one with that id.
    ///
    /// - Parameter analysed: the profile of `entry`, taken apart by who did that before taking a lock.
    package mutating func put(_ entry: Entry, _ analysed: AnalysedProfile) {
        precondition(entry.id == analysed.id, "an entry is put in with its own profile")
        remove(entry.id)
        let number = core.insert(analysed)
        if number == entries.count { entries.append(entry) } else { entries[number] = entry }
    }

    /// Takes a profile out, with its words; nil when it was not in.
    @discardableResult
    package mutating func remove(_ id: ProfileID) -> Entry? {
        guard let number = core.remove(id) else { return nil }
        defer { entries[number] = nil }
        return entries[number]
    }

    /// Finds who matches any word of the text and all phrases and filters; nobody's place depends on anybody else's
    /// profile.
    ///
    /// - Parameters:
    ///   - salt: keys the order of ties; the same on every page of one search.
    ///   - epoch: how telling each word is.
    package func search(_ request: SearchRequest, salt: SearchSalt, epoch: Epoch = .none) -> SearchResult<Entry> {
        var run = SearchRun(request, salt: salt, epoch: epoch, in: core)
        while run.advance(in: core) {}
        guard let result = result(of: run, request) else { preconditionFailure("nothing changes meanwhile") }
        return result
    }

    /// What a run that has gone through all of the index found; nil when the index changed meanwhile.
    func result(of run: borrowing SearchRun, _ request: SearchRequest) -> SearchResult<Entry>? {
        run.found(in: core).map { found in
            let snippet = Snippet(found.plan, in: core)
            let reasons = Reasons(found.plan)
            let hits = found.hits.compactMap { hit in
                entries[hit.number].map { entry in
                    SearchHit(
                        entry: entry, score: hit.key, tie: hit.tie, passage: snippet.passage(at: hit.number, in: core),
                        reasons: request.explain ? reasons.of(hit.number, in: core) : [])
                }
            }
            return SearchResult(total: found.total, facets: found.facets, hits: hits, more: found.more)
        }
    }
}

extension ProfileIndex<ShownProfile> {
    /// Puts `profile` in the index, in place of the one with its id.
    package mutating func put(_ profile: ShowcaseProfile) { put(ShownProfile(profile), AnalysedProfile(profile)) }

    package func profile(_ id: ProfileID) -> ShowcaseProfile? { entry(id)?.profile }
}
