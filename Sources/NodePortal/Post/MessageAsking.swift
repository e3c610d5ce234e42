import Access
import Domain
import Foundation
import Mailbox
import Trust
import Wire

/// Asks other regions how messages stand: each region once for at most `Limits.messageReferences` of one user's.
struct MessageAsking: Sendable {
    /// Regions that are asked at the same time.
    private static let atOnce = 8

    let parts: PortalParts

    /// What came of asking.
    struct Outcome: Sendable {
        /// Regions that did not answer.
        var silent: Set<RegionCode> = []
        var hasAnswers = false
    }

    /// Asks about `messages` of one user, and keeps what is said; those of a region that does not answer wait.
    func ask(about messages: [SentMessage], by asker: PortalAsker, within time: Duration) async -> Outcome {
        var batches: [[SentMessage]] = []
        for (_, group) in Dictionary(grouping: messages.filter { $0.reference != nil }, by: \.region) {
            for start in stride(from: 0, to: group.count, by: Limits.messageReferences) {
                batches.append(Array(group[start..<min(start + Limits.messageReferences, group.count)]))
            }
        }
        return await withTaskGroup(of: (RegionCode, Bool?).self) { group in
            var outcome = Outcome()
            var rest = batches[...]
            for batch in rest.prefix(Self.atOnce) { group.addTask { await ask(batch, asker, time) } }
            rest = rest.dropFirst(Self.atOnce)
            while let (region, hasAnswers) = await group.next() {
                if let hasAnswers {
                    outcome.hasAnswers = outcome.hasAnswers || hasAnswers
                } else {
                    outcome.silent.insert(region)
                }
                if let batch = rest.popFirst() { group.addTask { await ask(batch, asker, time) } }
            }
            return outcome
        }
    }

    /// Whether there were answers; nil when the region did not say.
    private func ask(
        _ batch: [SentMessage], _ asker: PortalAsker, _ time: Duration
    ) async -> (RegionCode, Bool?) {
        let region = batch[0].region
        do {
            let purpose = try batch[0].purpose.withoutVacancy
            let references = batch.compactMap(\.reference)
            let standings = try await SealedCalls(parts).ask(
                .messages(region), MessageStandingsJSON.encodeQuestion(references), named: "antwoord op bericht vragen",
                for: purpose, by: asker, within: time
            ) { try MessageStandingsJSON.decode($0, count: references.count) }
            let heard = zip(batch, standings).map { (message: $0, standing: $1) }
            return (region, try await parts.post.store.heard(heard))
        } catch {
            try? await parts.post.store.postpone(batch)
            return (region, nil)
        }
    }
}

extension Purpose {
    /// The same for any vacancy: messages of several are asked about together.
    fileprivate var withoutVacancy: Purpose {
        get throws { try Purpose(activity: activity, basis: basis) }
    }
}
