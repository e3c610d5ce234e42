import Domain
import Showcase

/// Hides and shows of a showcase that two search without a pause: the effect in the index, without what the ledger
/// writes.
struct ChangesWhileSearched: Sendable {
    let workload: SearchWorkload
    let showcase: Showcase
    let changed: Int

    func measured() async -> (hides: [Duration], shows: [Duration]) {
        await withTaskGroup(of: (hides: [Duration], shows: [Duration]).self) { group in
            for stream in [UInt64(6), 7] {
                var random = BenchRandom(seed: workload.seed, stream: stream)
                let requests = workload.requests.shuffled(using: &random)
                group.addTask {
                    while !Task.isCancelled { await search(requests) }
                    return ([], [])
                }
            }
            group.addTask { await change() }
            // The searchers go on until they are cancelled, so the first who is done is who changes.
            let changes = await group.next()
            group.cancelAll()
            return changes ?? ([], [])
        }
    }

    /// With a pause after each, because there may be no more threads than two.
    private func search(_ requests: [SearchRequest]) async {
        for request in requests where !Task.isCancelled {
            _ = showcase.search(request, salt: workload.salt)
            await Task.yield()
        }
    }

    private func change() async -> (hides: [Duration], shows: [Duration]) {
        let clock = ContinuousClock()
        var random = BenchRandom(seed: workload.seed, stream: 8)
        let people = workload.dossiers.indices.shuffled(using: &random).prefix(changed)
        var (hides, shows) = ([Duration](), [Duration]())
        for place in people {
            var person = workload.dossiers[place]
            person.revision += 2
            guard let profile = BenchPeople.disclosed(person) else { continue }
            let began = clock.now
            showcase.remove(person.id, revision: person.revision - 1)
            hides.append(clock.now - began)
            await Task.yield()
            let again = clock.now
            showcase.show(profile)
            shows.append(clock.now - again)
            await Task.yield()
        }
        return (hides, shows)
    }
}
