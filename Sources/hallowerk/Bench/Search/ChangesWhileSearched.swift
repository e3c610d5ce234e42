import Domain
import Showcase

/// Hides and shows of a showcase that two search without a pause: the effect in the index, without what the ledger
/// writes.
struct ChangesWhileSearched: Sendable {
    let workload: SearchWorkload
    let showcase: Showcase
    /// How many people are hidden and shown again, and how often each.
    let changed: Int
    let changes: Int

    func measured() async -> (hides: QueryTimings, shows: QueryTimings) {
        await withTaskGroup(of: (hides: QueryTimings, shows: QueryTimings)?.self) { group in
            for stream in [UInt64(6), 7] {
                var random = BenchRandom(seed: workload.seed, stream: stream)
                let requests = workload.requests.shuffled(using: &random)
                group.addTask {
                    while !Task.isCancelled { await search(requests) }
                    return nil
                }
            }
            group.addTask { await change() }
            // The searchers go on until they are cancelled, so the first who is done is who changes.
            let changes = await group.next()
            group.cancelAll()
            return changes.flatMap { $0 } ?? (QueryTimings(queries: 0), QueryTimings(queries: 0))
        }
    }

    /// With a pause after each, because there may be no more threads than two.
    private func search(_ requests: [SearchRequest]) async {
        for request in requests where !Task.isCancelled {
            _ = showcase.search(request, salt: workload.salt)
            await Task.yield()
        }
    }

    private func change() async -> (hides: QueryTimings, shows: QueryTimings) {
        let clock = ContinuousClock()
        var random = BenchRandom(seed: workload.seed, stream: 8)
        let people = workload.dossiers.indices.shuffled(using: &random).prefix(changed)
        var (hides, shows) = (QueryTimings(queries: people.count), QueryTimings(queries: people.count))
        for turn in 1...changes {
            for (number, place) in people.enumerated() {
                var person = workload.dossiers[place]
                person.revision += 2 * turn
                guard let profile = BenchPeople.disclosed(person) else { continue }
                let began = clock.now
                showcase.remove(person.id, revision: person.revision - 1)
                hides.add(clock.now - began, query: number)
                await Task.yield()
                let again = clock.now
                showcase.show(profile)
                shows.add(clock.now - again, query: number)
                await Task.yield()
            }
        }
        return (hides, shows)
    }
}
