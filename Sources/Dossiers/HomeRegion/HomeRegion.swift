package import Domain
package import Search
import Synchronization

/// The region's own hidden people, in memory only, for its own portal: an index of the same kind as the showcase's.
///
/// Invariants: `DossierLedger` alone changes it, after the commit; an older revision never replaces a newer one; who is
/// visible, or whose service has ended, is not in it.
package final class HomeRegion: Sendable {
    private let index: SharedIndex<HomeRegionProfile>
    /// The newest revision of each person who is not in it: one small entry a dossier, and an older one is known. Held
    /// over each change of the index; who only searches never takes it.
    private let away = Mutex<[ProfileID: Int]>([:])

    init(places: PostcodeTable) { index = SharedIndex(places: places) }

    /// People in it.
    package var count: Int { index.count }

    /// Every word that somebody in it has: for checks that nothing of one who left is there.
    package var words: Set<String> { index.words }

    /// Searches; the region's own staff may see what comes of it, and nobody else.
    ///
    /// - Parameter epoch: how telling each word is: of visible people, as everywhere.
    package func search(
        _ request: SearchRequest, salt: SearchSalt, epoch: Epoch = .none
    ) -> SearchResult<HomeRegionProfile> {
        index.search(request, salt: salt, epoch: epoch)
    }

    /// The person, if hidden now with that generation of visibility; nil otherwise.
    package func profile(_ id: ProfileID, generation: Int) -> HomeRegionProfile? {
        index.profile(id).flatMap { $0.generation == generation ? $0 : nil }
    }

    /// Puts `dossier` in as it is now, or takes it out when it does not belong here; an older revision changes nothing.
    func update(_ dossier: Dossier) {
        let profile = HomeRegionProfile(ofHidden: dossier)
        let analysed = profile.map { AnalysedProfile($0) }
        away.withLock { away in
            let newest = max(away[dossier.id] ?? 0, index.profile(dossier.id)?.revision ?? 0)
            guard dossier.revision >= newest else { return }
            if let profile, let analysed {
                away[dossier.id] = nil
                index.put(profile, analysed)
            } else {
                index.remove(dossier.id)
                away[dossier.id] = dossier.revision
            }
        }
    }
}
