package import Domain
package import Search
import Synchronization

/// What may leave the region: the visible profiles, in memory only (I-4).
///
/// Invariants: a profile is in it only between a committed show and the start of a hide; an older revision never
/// replaces a newer one; after `hide` returns, no answer holding the profile is being written (I-5).
package final class Showcase: Sendable {
    private struct Writing {
        let ids: Set<ProfileID>
        let close: @Sendable () -> Void
    }

    private struct State {
        var removals = 0
        var writing: [Int: Writing] = [:]
        var nextTicket = 0
        var waiters: [Int: Waiter] = [:]
        var nextWaiter = 0
    }

    /// A hide that waits until no answer holding `id` is being written.
    private struct Waiter {
        let id: ProfileID
        let continuation: CheckedContinuation<Void, Never>
    }

    /// Where postcode areas lie.
    package let places: PostcodeTable
    private let index: SharedIndex<ShownProfile>
    /// The newest revision of each profile that was taken out: one small entry a dossier, so it is bounded by the
    /// dossiers of the region, and an entry goes when the profile is shown again. Held over each change of the index,
    /// so that changes come one after another; who only searches never takes it.
    private let removed = Mutex<[ProfileID: Int]>([:])
    private let state = Mutex(State())
    private let names = OfferedNames()
    /// The latest count, and the change that it was made after.
    private let counted = Mutex<(version: Int, statistics: TermStatistics)?>(nil)
    private let clock: any Clock<Duration>

    /// - Parameters:
    ///   - places: where postcode areas lie.
    ///   - clock: measures how long a hide waits.
    package init(places: PostcodeTable, clock: any Clock<Duration> = ContinuousClock()) {
        self.places = places
        index = SharedIndex(places: places)
        self.clock = clock
    }

    /// Visible profiles.
    package var count: Int { index.count }

    /// Puts a profile in the showcase; call it after the commit that made it visible.
    ///
    /// - Returns: False, and nothing changes, when a newer revision was shown or taken out before.
    @discardableResult
    package func show(_ profile: ShowcaseProfile) -> Bool {
        let (entry, analysed) = (ShownProfile(profile), AnalysedProfile(profile))
        return removed.withLock { removed in
            let shown = index.entry(profile.id)?.profile
            let newest = max(removed[profile.id] ?? 0, shown?.revision ?? 0)
            guard profile.revision >= newest, profile.revision > removed[profile.id] ?? 0 else { return false }
            removed[profile.id] = nil
            index.put(entry, analysed)
            if shown != nil { state.withLock { $0.removals += 1 } }
            return true
        }
    }

    /// Takes a profile out at once; call it before the commit that hides it (I-4).
    ///
    /// - Parameter revision: the revision that the hide will have; nothing of it or before comes back.
    package func remove(_ id: ProfileID, revision: Int) {
        removed.withLock { removed in
            removed[id] = max(removed[id] ?? 0, revision)
            index.remove(id)
            // After the removal: who reads the new number finds the profile no more.
            state.withLock { $0.removals += 1 }
        }
    }

    /// Waits at most `Limits.hideWait` for answers being written that hold the profile, then closes their connections
    /// (I-5).
    package func settle(_ id: ProfileID) async {
        guard state.withLock({ state in state.writing.values.contains { $0.ids.contains(id) } }) else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.untilNobodyWrites(id) }
            group.addTask { [clock] in
                try? await clock.sleep(for: Limits.hideWait)
            }
            await group.next()
            let holding = state.withLock { state in state.writing.filter { $0.value.ids.contains(id) } }
            for writing in holding.values { writing.close() }
            state.withLock { state in for number in holding.keys { Self.end(number, in: &state) } }
            group.cancelAll()
        }
    }

    /// Takes a profile out and settles: when it returns, nothing of it leaves any more.
    package func hide(_ id: ProfileID, revision: Int) async {
        remove(id, revision: revision)
        await settle(id)
    }

    /// Searches; write what comes of it only with `beginWriting`.
    ///
    /// - Parameter epoch: how telling each word is; the same in every region that is asked.
    package func search(
        _ request: SearchRequest, salt: SearchSalt, epoch: Epoch = .none
    ) -> Prepared<SearchResult<ShownProfile>> {
        search(request, salt: salt, epoch: epoch, goesOn: {})
    }

    /// The same.
    ///
    /// - Parameter goesOn: called now and then meanwhile; what it throws ends the search.
    package func search(
        _ request: SearchRequest, salt: SearchSalt, epoch: Epoch, goesOn: () throws -> Void
    ) rethrows -> Prepared<SearchResult<ShownProfile>> {
        // The number before the search: if somebody is taken out meanwhile, it no longer holds.
        let stamp = state.withLock(\.removals)
        let result = try index.search(request, salt: salt, epoch: epoch, goesOn: goesOn)
        return Prepared(value: result, stamp: stamp)
    }

    /// What every region may know of the words that its visible people have, for an epoch (design.md §7): counted once
    /// for each change.
    package func statistics() -> TermStatistics {
        // The version before the count: what changes meanwhile is counted at the next call.
        let version = index.version
        if let known = counted.withLock(\.self), known.version == version { return known.statistics }
        let (profiles, frequencies) = index.statistics(atLeast: Limits.epochThreshold)
        let statistics = TermStatistics(reporting: profiles, counts: frequencies)
        counted.withLock { if $0?.version ?? version <= version { $0 = (version, statistics) } }
        return statistics
    }

    /// `text` with each word that is not known put right, if one could be: by words of visible people and of the
    /// occupation vocabulary only. Nil when nothing changes, or what comes of it could not be asked; when a word is not
    /// known it takes some 20 ms.
    package func corrected(_ text: String) -> String? {
        guard !index.knowsAll(text), let corrected = SpellingCorrection(index.knownWords).corrected(text),
            corrected.count <= Limits.textCharacters
        else { return nil }
        return corrected
    }

    /// Names of occupations and of skills that begin with `prefix`: of the public vocabularies, and skills as visible
    /// people write them; never anything of a hidden person (I-3).
    ///
    /// - Parameters:
    ///   - limit: of each kind; 1 to 20.
    ///   - forgiving: as of `LabelCompletion`.
    package func completions(of prefix: String, limit: Int, forgiving: Bool = false) -> CompletedNames {
        names.completions(of: prefix, limit: limit, forgiving: forgiving, in: index)
    }

    /// The profile, if it is shown now with that generation of visibility; nil otherwise (I-5).
    package func profile(_ id: ProfileID, generation: Int) -> Prepared<ShowcaseProfile>? {
        let stamp = state.withLock(\.removals)
        guard let profile = index.entry(id)?.profile, profile.generation == generation else { return nil }
        return Prepared(value: profile, stamp: stamp)
    }

    /// Those of `wanted` who are visible in that generation, each in its place; nil in the place of everybody else.
    package func profiles(_ wanted: [GrantedProfile?]) -> Prepared<[ShowcaseProfile?]> {
        let stamp = state.withLock(\.removals)
        let found = wanted.map { key -> ShowcaseProfile? in
            guard let key, let profile = index.entry(key.id)?.profile, profile.generation == key.generation else {
                return nil
            }
            return profile
        }
        return Prepared(value: found, stamp: stamp)
    }

    /// Leave to write an answer that holds `ids`; nil when anybody was hidden or changed since it was prepared: prepare
    /// it again.
    ///
    /// - Parameter close: closes the connection at once; called when a hide has waited long enough.
    package func beginWriting<Value>(
        _ prepared: Prepared<Value>, holding ids: [ProfileID], close: @escaping @Sendable () -> Void
    ) -> WritingTicket? {
        state.withLock { state in
            guard prepared.stamp == state.removals else { return nil }
            state.nextTicket += 1
            state.writing[state.nextTicket] = Writing(ids: Set(ids), close: close)
            return WritingTicket(number: state.nextTicket)
        }
    }

    /// Gives the ticket back: the bytes were handed over, or will never be.
    package func endWriting(_ ticket: WritingTicket) {
        state.withLock { Self.end(ticket.number, in: &$0) }
    }

    private static func end(_ number: Int, in state: inout State) {
        guard state.writing.removeValue(forKey: number) != nil else { return }
        for (key, waiter) in state.waiters where !state.writing.values.contains(where: { $0.ids.contains(waiter.id) }) {
            state.waiters[key] = nil
            waiter.continuation.resume()
        }
    }

    private func untilNobodyWrites(_ id: ProfileID) async {
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let done = state.withLock { state in
                    guard !Task.isCancelled, state.writing.values.contains(where: { $0.ids.contains(id) }) else {
                        return true
                    }
                    state.waiters[number] = Waiter(id: id, continuation: continuation)
                    return false
                }
                if done { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.continuation.resume()
        }
    }
}
