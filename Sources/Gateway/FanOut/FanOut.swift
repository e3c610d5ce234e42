import Accountability
import Domain
import Federation
import Foundation
import Logging
import PeerHTTP
import Telemetry
import Trust
import Wire

/// Asks every region of a plan at the same time, each with what is left of the time; a slow one costs the deadline at
/// most, and less once nearly everybody has answered (I-8).
struct FanOut: Sendable {
    /// What came of all regions.
    struct Answers: Sendable {
        let outcomes: [RegionOutcome]
        /// Of `outcomes`, those that nobody was told while they came.
        let untold: [RegionOutcome]
        /// Whole and checked; in the order in which they came.
        let answers: [ScannedAnswer]
        /// Some region does not have the epoch that the query pins.
        let epochGone: Bool
        /// Regions that have no answer on this page or had none on one before.
        let missed: [RegionCode]
    }

    let parts: GatewayParts
    let query: SearchRequest
    /// The asker's own bytes, passed on unchanged.
    let body: [UInt8]
    let token: String
    let search: String
    let trace: TraceContext
    /// When regions must have answered, as `RegionCalls` counts.
    let deadline: Duration
    /// The time that the asker gave, as sentences name it.
    let named: Duration
    /// Writes the processing line.
    let log: @Sendable () async throws -> Void

    private enum Event: Sendable {
        case region(RegionCode, RegionCalls.Ending<ScannedAnswer>)
        /// Nearly everybody has answered, and the rest had its time.
        case enough
        case logged((any Error)?)
    }

    /// What is known so far.
    private struct Progress {
        var ledger: QueryLedger
        var wait: GoodEnough
        var answers: [ScannedAnswer] = []
        var epochGone = false
        var isLogged = false
        var isEnough = false
        /// Outcomes that were not told yet.
        var untold: [RegionOutcome]
    }

    /// Every registered region has one outcome when this returns (I-7).
    ///
    /// - Parameter tell: gets outcomes as they are decided, once the log is written and some region has answered.
    /// - Throws: what `log` and `tell` throw; `CancellationError` when the asker went away. Nothing is under way then.
    func run(_ plan: FanOutPlan, tell: ([RegionOutcome]) async throws -> Void) async throws -> Answers {
        let began = parts.calls.now
        var progress = Progress(
            ledger: QueryLedger(plan, missed: query.position?.missed ?? []),
            wait: GoodEnough(
                asked: plan.asked.map(\.region.code), visible: parts.board.visible, deadline: deadline),
            untold: plan.decided)
        try await withThrowingTaskGroup(of: Event.self) { group in
            group.addTask {
                do { try await log() } catch { return .logged(error) }
                return .logged(nil)
            }
            for member in plan.asked {
                group.addTask { .region(member.region.code, await ask(member.region)) }
            }
            // Cancels what is under way, and waits until it is gone, whatever is thrown.
            defer { group.cancelAll() }
            while !(progress.isLogged && progress.ledger.isComplete), let event = try await group.next() {
                switch event {
                case .logged(let error):
                    if let error { throw error }
                    progress.isLogged = true
                case .enough:
                    progress.isEnough = true
                    group.cancelAll()
                case .region(let region, let ending):
                    let end = note(ending, of: region, after: parts.calls.now - began, &progress)
                    guard let end else { break }
                    group.addTask {
                        try? await ContinuousClock().sleep(until: parts.calls.instant(end))
                        return .enough
                    }
                }
                if progress.isLogged, !progress.answers.isEmpty, !progress.untold.isEmpty {
                    try await tell(progress.untold)
                    progress.untold = []
                }
            }
        }
        try Task.checkCancellation()
        let outcomes = progress.ledger.all(after: named)
        return Answers(
            outcomes: outcomes, untold: progress.untold, answers: progress.answers, epochGone: progress.epochGone,
            missed: progress.ledger.missedSoFar)
    }

    /// - Returns: When the rest must have answered, if this answer made that known.
    private func note(
        _ ending: RegionCalls.Ending<ScannedAnswer>, of region: RegionCode, after duration: Duration,
        _ progress: inout Progress
    ) -> Duration? {
        let failure: CallFailure
        switch ending {
        case .answered(let answer):
            let (count, asOf) = (answer.header.total, answer.header.asOf)
            guard let outcome = progress.ledger.answered(region, count: count, asOf: asOf, duration: duration) else {
                return nil
            }
            progress.answers.append(answer)
            progress.untold.append(outcome)
            return progress.wait.answered(region, at: parts.calls.now)
        case .failed(let found): failure = found
        case .cancelled(let attempt):
            // The asker went away, or the others were enough: only the second says something of the region.
            failure = .overtaken
            if progress.isEnough, !Task.isCancelled { parts.calls.note(failure, of: attempt) }
        }
        progress.epochGone = progress.epochGone || failure == .epochGone
        if let outcome = progress.ledger.failed(region, failure, duration: duration) { progress.untold.append(outcome) }
        return nil
    }

    private func ask(_ region: Region) async -> RegionCalls.Ending<ScannedAnswer> {
        let step = trace.child()
        return await parts.telemetry.spans.within(.regionCall, SpanPlace(step), .region(region.code)) { note in
            let ending = await call(region, step)
            note.note(.outcome(ending.outcome))
            return ending
        }
    }

    private func call(_ region: Region, _ step: TraceContext) async -> RegionCalls.Ending<ScannedAnswer> {
        await parts.calls.call(region, isSafe: true, until: deadline, late: named) { left in
            PeerCall(
                method: "POST", path: WirePath.search,
                headers: [
                    (name: "Accept", value: MediaType.ndjson), (name: "Content-Type", value: MediaType.json),
                    (name: WireHeader.verklaring, value: token), (name: WireHeader.transaction, value: search),
                    TimeLimit.header(left),
                    (name: WireHeader.trace, value: step.traceparent),
                ], body: body, answerLimit: query.facets.isEmpty ? Limits.answerBytes : Limits.answerBytesWithFacets)
        } read: { answer in
            read(answer, of: region)
        }
    }

    private func read(_ answer: PeerAnswer, of region: Region) -> RegionCalls.Reading<ScannedAnswer> {
        let version = APIVersion(answer.header(WireHeader.version))
        let incompatible = CallFailure.incompatible(theirs: version.text, ours: APIVersion.ours)
        guard version.isCompatible else {
            parts.calls.alarm(region.code, "API-Version \(version.text)")
            return .failed(incompatible, .final)
        }
        switch answer.status {
        case 200:
            do throws(AnswerFault) {
                let scanned = try NodeAnswerJSON.scan(
                    answer.body, from: region.code, searchID: search, limit: query.count)
                guard scanned.header.epoch == query.pinnedEpoch else {
                    throw AnswerFault(line: 1, reason: "scored by another epoch")
                }
                guard let listed = HitList.decode(scanned.own.list), Self.isList(listed, of: scanned.hits) else {
                    throw AnswerFault(line: 1, reason: "its list is not of its hits")
                }
                return .value(scanned)
            } catch {
                parts.calls.alarm(region.code, "\(error)")
                return .failed(.faulty, .final)
            }
        case 400 where Problem.isEpochGone(answer.body): return .failed(.epochGone, .final)
        case 429 where Problem.overBudget(in: answer.body) != nil: return .failed(.overBudget, .final)
        case 404, 405, 406, 415:
            parts.calls.alarm(region.code, "status \(answer.status)")
            return .failed(incompatible, .final)
        case 500...:
            parts.calls.alarm(region.code, "status \(answer.status)")
            return .failed(.faulty, .broken)
        default: return .failed(.refused, .final)
        }
    }

    /// Whether the region's list orders its hits as they came. What only the asking region can check is left to it.
    private static func isList(_ listed: [HitList.Entry], of hits: [ScannedAnswer.Hit]) -> Bool {
        listed.count == hits.count && zip(listed, hits).allSatisfy { $0.score == $1.score && $0.tie == $1.tie }
    }
}

extension RegionCalls.Ending {
    /// As spans tell it.
    fileprivate var outcome: CallOutcome {
        switch self {
        case .answered: .answered
        case .failed(.refused), .failed(.overBudget), .failed(.epochGone): .refused
        case .failed: .failed
        case .cancelled: .left
        }
    }
}
