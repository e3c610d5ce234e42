import Domain
import Foundation
import Glibc
import Search
import Showcase

/// Builds the index of visible people, alone and as a node has it, and measures both.
struct IndexBench {
    let workload: SearchWorkload
    let rounds: Int
    /// Whether answers are compared with a peer's.
    let compares: Bool
    let quiet: Bool

    func measured() async throws -> IndexFigures {
        let clock = ContinuousClock()
        let profiles = workload.profiles
        let before = ResidentMemory.now()
        var index = ProfileIndex<ShownProfile>(places: workload.places)
        let began = clock.now
        for profile in profiles { index.put(profile) }
        let putting = clock.now - began
        let after = ResidentMemory.now()
        var figures = IndexFigures(
            count: index.count, putting: putting, grownBytes: after - before,
            inlineBytes: index.count * MemoryLayout<ShowcaseProfile?>.stride, answers: answers(of: index))
        guard index.count == profiles.count, index.count > 0 else {
            throw OperatorError("The index holds \(index.count) of \(profiles.count) people.")
        }
        if compares { figures.words = words(of: index) }
        var bar = ProgressBar("Searching", total: rounds, unit: "rounds", quiet: quiet)
        for round in 0..<rounds {
            figures.oneCore.append(timedRound(index, &figures.timings))
            bar.update(round + 1)
        }
        figures.pairWithIndex = await pairRate { [index] in index.search($0, salt: workload.salt).fragments }
        (figures.hides, figures.shows) = changes(&index, profiles)
        try await throughShowcase(&figures)
        return figures
    }

    /// What is found, which also warms up.
    private func answers(of index: ProfileIndex<ShownProfile>) -> [BenchAnswer] {
        workload.requests.map { request in
            let found = index.search(request, salt: workload.salt)
            return BenchAnswer(
                total: found.total, hits: found.hits.map(\.profile.id.description),
                scores: found.hits.map { Double($0.score) })
        }
    }

    /// People found by each word of the queries alone.
    private func words(of index: ProfileIndex<ShownProfile>) -> [String: Int] {
        guard let purpose = workload.requests.first?.purpose else { return [:] }
        let words = Set(workload.queries.flatMap { $0.words + $0.phrase })
        return words.reduce(into: [:]) { found, word in
            let request = SearchRequest(text: word, count: 1, purpose: purpose)
            found[word] = index.search(request, salt: workload.salt).total
        }
    }

    /// Every request once, each timed.
    private func timedRound(_ index: ProfileIndex<ShownProfile>, _ timings: inout QueryTimings) -> RoundFigures {
        let clock = ContinuousClock()
        let (worked, began) = (Glibc.clock(), clock.now)
        var found = 0
        for (number, request) in workload.requests.enumerated() {
            let asked = clock.now
            let result = index.search(request, salt: workload.salt)
            timings.add(clock.now - asked, query: number)
            found += result.fragments
        }
        precondition(found > 0, "nobody was found by any query")
        return RoundFigures(took: clock.now - began, worked: .microseconds(Glibc.clock() - worked))
    }

    /// Requests a second of two who search at once, each all requests in an order of their own.
    private func pairRate(_ search: @Sendable @escaping (SearchRequest) -> Int) async -> Double {
        let clock = ContinuousClock()
        let orders = [UInt64(3), 4].map { stream in
            var random = BenchRandom(seed: workload.seed, stream: stream)
            return workload.requests.shuffled(using: &random)
        }
        var best = 0.0
        for _ in 0..<min(rounds, Self.pairRounds) {
            let began = clock.now
            let found = await withTaskGroup(of: Int.self) { group in
                for order in orders { group.addTask { order.reduce(0) { $0 + search($1) } } }
                return await group.reduce(0, +)
            }
            precondition(found > 0, "nobody was found by any query")
            best = max(best, Double(2 * workload.requests.count) / ((clock.now - began) / .seconds(1)))
        }
        return best
    }

    /// Takes people out of the index and puts them back in.
    private func changes(
        _ index: inout ProfileIndex<ShownProfile>, _ profiles: [ShowcaseProfile]
    ) -> (hides: QueryTimings, shows: QueryTimings) {
        let clock = ContinuousClock()
        var random = BenchRandom(seed: workload.seed, stream: 5)
        let people = profiles.shuffled(using: &random).prefix(Self.changed)
        var (hides, shows) = (QueryTimings(queries: people.count), QueryTimings(queries: people.count))
        for _ in 0..<Self.changes {
            for (number, profile) in people.enumerated() {
                let began = clock.now
                index.remove(profile.id)
                let between = clock.now
                index.put(profile)
                shows.add(clock.now - between, query: number)
                hides.add(between - began, query: number)
            }
        }
        return (hides, shows)
    }

    /// How often two search at once, at most: the best counts.
    private static let pairRounds = 2
    /// People who are hidden and shown again, and how often each.
    private static let changed = 700
    private static let changes = 3

    /// The same as a node has it: filled by two at once, searched while it changes.
    private func throughShowcase(_ figures: inout IndexFigures) async throws {
        let clock = ContinuousClock()
        let showcase = Showcase(places: workload.places)
        let dossiers = workload.dossiers
        let began = clock.now
        await withTaskGroup(of: Void.self) { group in
            for half in [dossiers[..<(dossiers.count / 2)], dossiers[(dossiers.count / 2)...]] {
                group.addTask {
                    for dossier in half { if let profile = BenchPeople.disclosed(dossier) { showcase.show(profile) } }
                }
            }
        }
        figures.starting = clock.now - began
        guard showcase.count == dossiers.count else {
            throw OperatorError("The showcase holds \(showcase.count) of \(dossiers.count) people.")
        }
        let salt = workload.salt
        figures.pairWithShowcase = await pairRate { showcase.search($0, salt: salt).value.fragments }
        (figures.busyHides, figures.busyShows) = await ChangesWhileSearched(
            workload: workload, showcase: showcase, changed: Self.changed, changes: Self.changes
        ).measured()
    }
}

extension SearchResult<ShownProfile> {
    /// Makes every hit's snippet, as whoever answers does; how many pieces they have.
    var fragments: Int { hits.reduce(0) { $0 + $1.fragment.count } }
}
