package import Domain

/// An index that many search and one changes, at the same time.
///
/// A search holds it for one window of documents at a time, together with other searches; a change waits for the
/// windows that are being looked through, some 50 microseconds, and no search waits longer than for that change. A
/// search finds what was there at one moment: when something changed between two of its windows it begins again, and
/// the third time goes through without letting go.
package final class SharedIndex<Entry: IndexEntry>: Sendable {
    private static var restarts: Int { 2 }

    private let index: ReadWriteLock<ProfileIndex<Entry>>

    /// - Parameter places: where postcode areas lie, for filters on distance.
    package init(places: PostcodeTable) { index = ReadWriteLock(ProfileIndex(places: places)) }

    package var count: Int { index.read { $0.count } }

    /// Grows with each change.
    package var version: Int { index.read { $0.core.version } }

    /// Every word that some profile has: for checks that nothing of a removed one is left.
    package var words: Set<String> { index.read { $0.words } }

    package func entry(_ id: ProfileID) -> Entry? { index.read { $0.entry(id) } }

    /// Profiles and the terms that at least `documents` of them have, gathered piece by piece: beside changes a count
    /// may be of the moment before one.
    package func statistics(atLeast documents: Int) -> (profiles: Int, frequencies: [String: Int]) {
        var frequencies: [String: Int] = [:]
        readPieces(of: { $0.core.terms.capacity }) {
            $0.core.terms.addFrequencies(of: $1, atLeast: documents, to: &frequencies)
        }
        return (count, frequencies)
    }

    /// What a misspelled word may have meant: the words that people in the index have, with how many places, and those
    /// of the occupation vocabulary.
    package var knownWords: [String: Int] {
        var known: [String: Int] = [:]
        for word in OccupationVocabulary.dutchWords { known[word] = 0 }
        readPieces(of: { $0.core.words.capacity }) { $0.core.words.addPlaces(of: $1, to: &known) }
        return known
    }

    /// What people in the index call their skills, in their own words: those of most people first, then by name; at
    /// most `limit`.
    package func skills(limit: Int) -> [String] {
        var counts: [String: Int] = [:]
        readPieces(of: { $0.core.skills.capacity }) { $0.core.skills.addHolders(of: $1, to: &counts) }
        let ordered = counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
        return ordered.prefix(limit).map(\.key)
    }

    /// Those of `skills` that somebody has now.
    package func stillHeld(skills: [String]) -> [String] {
        index.read { index in skills.filter { index.core.skills.has($0) } }
    }

    /// Those of `occupations` that somebody has now, in whatever words.
    package func held(occupations: [String]) -> Set<String> {
        index.read { index in Set(occupations.filter { index.core.knows($0) }) }
    }

    /// Words or terms that are looked at before a change may go first.
    private static var piece: Int { 1_024 }

    /// Goes through a table by number, letting changes in between.
    private func readPieces(
        of capacity: (ProfileIndex<Entry>) -> Int, _ body: (ProfileIndex<Entry>, Range<Int>) -> Void
    ) {
        var next = 0
        var isDone = false
        while !isDone {
            index.read { index in
                let end = min(capacity(index), next + Self.piece)
                if next < end { body(index, next..<end) }
                isDone = end >= capacity(index)
                next = end
            }
        }
    }

    /// As `ProfileIndex.knowsAll`.
    package func knowsAll(_ text: String) -> Bool { index.read { $0.knowsAll(text) } }

    /// As `ProfileIndex.put`.
    package func put(_ entry: Entry, _ analysed: AnalysedProfile) { index.write { $0.put(entry, analysed) } }

    /// As `ProfileIndex.remove`.
    @discardableResult
    package func remove(_ id: ProfileID) -> Entry? { index.write { $0.remove(id) } }

    /// As `ProfileIndex.search`.
    package func search(_ request: SearchRequest, salt: SearchSalt, epoch: Epoch) -> SearchResult<Entry> {
        search(request, salt: salt, epoch: epoch, goesOn: {})
    }

    /// As `ProfileIndex.search`.
    ///
    /// - Parameter goesOn: called before each window, beside changes; what it throws ends the search.
    package func search(
        _ request: SearchRequest, salt: SearchSalt, epoch: Epoch, goesOn: () throws -> Void
    ) rethrows -> SearchResult<Entry> {
        var run = index.read { SearchRun(request, salt: salt, epoch: epoch, in: $0.core) }
        while true {
            try goesOn()
            if run.restarts >= Self.restarts {
                return index.read { index in
                    while run.advance(in: index.core) {}
                    guard let result = index.result(of: run, request) else {
                        preconditionFailure("nothing changes while it is read")
                    }
                    return result
                }
            }
            if index.read({ run.advance(in: $0.core) }) { continue }
            if let result = index.read({ $0.result(of: run, request) }) { return result }
        }
    }
}

extension SharedIndex<ShownProfile> {
    /// As `ProfileIndex.put`: what is costly is done before the index is locked.
    package func put(_ profile: ShowcaseProfile) { put(ShownProfile(profile), AnalysedProfile(profile)) }
}
