package import Domain
package import Search
import Synchronization

/// The region's own hidden people, in memory only, for its own portal: an index of the same kind as the showcase's.
///
/// Invariants: `DossierLedger` alone changes it, after the commit; an older revision never replaces a newer one; who is
/// visible, or whose service has ended, is not in it.
package final class HomeRegion: Sendable {
    private struct State {
        var index: ProfileIndex<HomeRegionProfile>
        /// The newest revision of each person who is not in it: one small entry a dossier, and an older one is known.
        var away: [ProfileID: Int] = [:]
    }

    private let state: Mutex<State>

    init(places: PostcodeTable) { state = Mutex(State(index: ProfileIndex(places: places))) }

    /// People in it.
    package var count: Int { state.withLock(\.index.count) }

    /// Every word that somebody in it has: for checks that nothing of one who left is there.
    package var words: Set<String> { state.withLock(\.index.words) }

    /// Searches; the region's own staff may see what comes of it, and nobody else.
    package func search(_ request: SearchRequest, salt: SearchSalt) -> SearchResult<HomeRegionProfile> {
        state.withLock { $0.index.search(request, salt: salt) }
    }

    /// The person, if hidden now with that generation of visibility; nil otherwise.
    package func profile(_ id: ProfileID, generation: Int) -> HomeRegionProfile? {
        state.withLock { $0.index.profile(id) }.flatMap { $0.generation == generation ? $0 : nil }
    }

    /// Puts `dossier` in as it is now, or takes it out when it does not belong here; an older revision changes nothing.
    func update(_ dossier: Dossier) {
        let profile = HomeRegionProfile(ofHidden: dossier)
        let analysed = profile.map { AnalysedProfile($0) }
        state.withLock { state in
            let newest = max(state.away[dossier.id] ?? 0, state.index.profile(dossier.id)?.revision ?? 0)
            guard dossier.revision >= newest else { return }
            if let profile, let analysed {
                state.away[dossier.id] = nil
                state.index.put(profile, analysed)
            } else {
                state.index.remove(dossier.id)
                state.away[dossier.id] = dossier.revision
            }
        }
    }
}
