package import Domain
package import Search
import Synchronization

/// The region's own hidden people, in memory only, for its own portal: an index of the same kind as the showcase's.
///
/// Invariants: `DossierLedger` alone changes it, after the commit; an older revision never replaces a newer one; who is
/// visible, or whose service has ended, is not in it.
package final class HomeRegion: Sendable {
    private let index: Mutex<ProfileIndex<HomeRegionProfile>>

    init(places: PostcodeTable) { index = Mutex(ProfileIndex(places: places)) }

    /// People in it.
    package var count: Int { index.withLock(\.count) }

    /// Every word that somebody in it has: for checks that nothing of one who left is there.
    package var words: Set<String> { index.withLock(\.words) }

    /// Searches; the region's own staff may see what comes of it, and nobody else.
    package func search(_ request: SearchRequest, salt: SearchSalt) -> SearchResult<HomeRegionProfile> {
        index.withLock { $0.search(request, salt: salt) }
    }

    /// The person, if hidden now with that generation of visibility; nil otherwise.
    package func profile(_ id: ProfileID, generation: Int) -> HomeRegionProfile? {
        index.withLock { $0.profile(id) }.flatMap { $0.generation == generation ? $0 : nil }
    }

    /// Puts `dossier` in as it is now, or takes it out when it does not belong here.
    func update(_ dossier: Dossier) {
        guard let profile = HomeRegionProfile(ofHidden: dossier) else {
            index.withLock { _ = $0.remove(dossier.id) }
            return
        }
        let analysed = AnalysedProfile(profile)
        index.withLock { index in
            guard profile.revision >= index.profile(profile.id)?.revision ?? 0 else { return }
            index.put(profile, analysed)
        }
    }
}
