package import Domain
package import Search
import Synchronization

/// What the index of hidden people keeps of one: who it is, and of which revision the index has the words. The rest
/// stands in the store.
package struct HiddenPerson: IndexEntry, Hashable {
    package let id: ProfileID
    package let generation: Int
    package let revision: Int
}

/// The region's own hidden people, for its own portal: an index of the same kind as the showcase's in memory, and their
/// profiles on disk. There may be ten times as many as visible ones, and of a list twenty are read.
///
/// Invariants: `DossierLedger` alone changes it, after the commit; an older revision never replaces a newer one; who is
/// visible, or whose service has ended, is not in it.
package final class HomeRegion: Sendable {
    private let index: SharedIndex<HiddenPerson>
    private let store: DossierStore
    /// The newest revision of each person who is not in it: one small entry a dossier, and an older one is known. Held
    /// over each change of the index; who only searches never takes it.
    private let away = Mutex<[ProfileID: Int]>([:])

    init(places: PostcodeTable, store: DossierStore) {
        index = SharedIndex(places: places)
        self.store = store
    }

    /// People in it.
    package var count: Int { index.count }

    /// Every word that somebody in it has: for checks that nothing of one who left is there.
    package var words: Set<String> { index.words }

    /// Searches; the region's own staff may see what comes of it, and nobody else.
    ///
    /// - Parameter epoch: how telling each word is: of visible people, as everywhere.
    package func search(
        _ request: SearchRequest, salt: SearchSalt, epoch: Epoch = .none
    ) -> SearchResult<HiddenPerson> {
        index.search(request, salt: salt, epoch: epoch)
    }

    /// The people of `hits` as they are now, in their order; without those whom a change since the search took out of
    /// the hidden people.
    ///
    /// - Throws: `StoreFault`, `StoreInvalid`.
    package func people(
        of hits: [SearchHit<HiddenPerson>]
    ) async throws -> [(hit: SearchHit<HiddenPerson>, profile: HomeRegionProfile)] {
        let profiles = try await profiles(hits.map(\.entry.id))
        return hits.compactMap { hit in profiles[hit.entry.id].map { (hit, $0) } }
    }

    /// The person, if hidden now with that generation of visibility; nil otherwise.
    ///
    /// - Throws: as `people`.
    package func profile(_ id: ProfileID, generation: Int) async throws -> HomeRegionProfile? {
        try await profiles([GrantedProfile(id: id, generation: generation)])[0]
    }

    /// Those of `wanted` who are hidden now in that generation, each in its place; nil in the place of everybody else.
    ///
    /// - Throws: as `people`.
    package func profiles(_ wanted: [GrantedProfile]) async throws -> [HomeRegionProfile?] {
        let found = try await profiles(wanted.filter { index.entry($0.id)?.generation == $0.generation }.map(\.id))
        return wanted.map { key in found[key.id].flatMap { $0.generation == key.generation ? $0 : nil } }
    }

    private func profiles(_ ids: [ProfileID]) async throws -> [ProfileID: HomeRegionProfile] {
        try await store.dossiers(ids).reduce(into: [:]) { $0[$1.id] = HomeRegionProfile(ofHidden: $1) }
    }

    /// Puts `dossier` in as it is now, or takes it out when it does not belong here; an older revision changes nothing.
    func update(_ dossier: Dossier) {
        let analysed = HomeRegionProfile(ofHidden: dossier).map { AnalysedProfile($0) }
        let person = HiddenPerson(id: dossier.id, generation: dossier.generation, revision: dossier.revision)
        away.withLock { away in
            let newest = max(away[dossier.id] ?? 0, index.entry(dossier.id)?.revision ?? 0)
            guard dossier.revision >= newest else { return }
            if let analysed {
                away[dossier.id] = nil
                index.put(person, analysed)
            } else {
                index.remove(dossier.id)
                away[dossier.id] = dossier.revision
            }
        }
    }
}

extension HomeRegionProfile {
    /// A piece of the person's text around the words found; without a mark when the text changed since the search.
    package func fragment(for hit: SearchHit<HiddenPerson>) -> [Fragment] {
        let passage = hit.entry.revision == revision ? hit.passage : .beginning
        return passage.fragments(of: Passage.texts(of: self))
    }
}
