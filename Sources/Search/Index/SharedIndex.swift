package import Domain

/// An index that many search and one changes, at the same time.
///
/// A search holds it for one window of documents at a time, together with other searches; a change waits for the
/// windows that are being looked through, some 50 microseconds, and no search waits longer than for that change. A
/// search finds what was there at one moment: when something changed between two of its windows it begins again, and
/// the third time goes through without letting go.
package final class SharedIndex<Profile: SearchedProfile>: Sendable {
    private static var restarts: Int { 2 }

    private let index: ReadWriteLock<ProfileIndex<Profile>>

    /// - Parameter places: where postcode areas lie, for filters on distance.
    package init(places: PostcodeTable) { index = ReadWriteLock(ProfileIndex(places: places)) }

    package var count: Int { index.read { $0.count } }

    /// Every word that some profile has: for checks that nothing of a removed one is left.
    package var words: Set<String> { index.read { $0.words } }

    package func profile(_ id: ProfileID) -> Profile? { index.read { $0.profile(id) } }

    /// Visible profiles and the terms that at least `documents` of them have, of one moment.
    package func statistics(atLeast documents: Int) -> (profiles: Int, frequencies: [String: Int]) {
        index.read { ($0.count, $0.documentFrequencies(atLeast: documents)) }
    }

    /// As `ProfileIndex.knownWords`.
    package var knownWords: [String: Int] { index.read { $0.knownWords } }

    /// As `ProfileIndex.knowsAll`.
    package func knowsAll(_ text: String) -> Bool { index.read { $0.knowsAll(text) } }

    /// As `ProfileIndex.completions`.
    package func completions(of prefix: String, limit: Int) -> [String] {
        index.read { $0.completions(of: prefix, limit: limit) }
    }

    /// As `ProfileIndex.put`.
    package func put(_ profile: Profile, _ analysed: AnalysedProfile) { index.write { $0.put(profile, analysed) } }

    /// As `ProfileIndex.remove`.
    @discardableResult
    package func remove(_ id: ProfileID) -> Profile? { index.write { $0.remove(id) } }

    /// As `ProfileIndex.search`.
    package func search(_ request: SearchRequest, salt: SearchSalt, epoch: Epoch) -> SearchResult<Profile> {
        var run = index.read { SearchRun(request, salt: salt, epoch: epoch, in: $0.core) }
        while true {
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
