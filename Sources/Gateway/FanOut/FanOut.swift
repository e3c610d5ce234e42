import Accountability
import Domain
import Federation
import Foundation
import Logging
import PeerHTTP
import Trust
import Wire

/// Asks every region of a plan at the same time, each with what is left of the time; a slow one costs the deadline at
/// most (I-8).
struct FanOut: Sendable {
    /// What came of all regions.
    struct Answers: Sendable {
        let outcomes: [RegionOutcome]
        /// Whole and checked; in the order in which they came.
        let answers: [ScannedAnswer]
        /// Some region does not have the epoch that the query pins.
        let epochGone: Bool
    }

    let parts: GatewayParts
    let query: SearchRequest
    /// The asker's own bytes, passed on unchanged.
    let body: [UInt8]
    let token: String
    let search: String
    let trace: TraceContext
    /// How long regions have.
    let limit: Duration
    /// The time that the asker gave, as sentences name it.
    let named: Duration

    private enum Result: Sendable {
        case answered(ScannedAnswer)
        case failed(CallFailure)
    }

    /// Every registered region has one outcome when this returns (I-7).
    func run(_ plan: FanOutPlan) async throws -> Answers {
        var ledger = QueryLedger(plan)
        var answers: [ScannedAnswer] = []
        var epochGone = false
        let clock = ContinuousClock()
        let began = clock.now
        let deadline = began + limit
        await withTaskGroup(of: (RegionCode, Result, Duration).self) { group in
            for member in plan.asked {
                group.addTask {
                    let result = await ask(member, deadline)
                    return (member.region.code, result, clock.now - began)
                }
            }
            for await (region, result, duration) in group {
                switch result {
                case .answered(let answer):
                    let header = answer.header
                    if ledger.answered(region, count: header.total, asOf: header.asOf, duration: duration) != nil {
                        answers.append(answer)
                    }
                case .failed(let failure):
                    epochGone = epochGone || failure == .epochGone
                    _ = ledger.failed(region, failure, duration: duration)
                }
            }
        }
        return Answers(outcomes: ledger.all(after: named), answers: answers, epochGone: epochGone)
    }

    private func ask(_ member: Registry.Member, _ deadline: ContinuousClock.Instant) async -> Result {
        let left = deadline - ContinuousClock.now
        let call = PeerCall(
            method: "POST", path: WirePath.search,
            headers: [
                (name: "Accept", value: MediaType.ndjson), (name: "Content-Type", value: MediaType.json),
                (name: WireHeader.verklaring, value: token), (name: WireHeader.transaction, value: search),
                (name: WireHeader.timeLimit, value: String(max(1, Int(left / .milliseconds(1))))),
                (name: WireHeader.trace, value: trace.child().traceparent),
            ], body: body, answerLimit: query.facets.isEmpty ? Limits.answerBytes : Limits.answerBytesWithFacets)
        let region = member.region
        do throws(PeerCallFailure) {
            let answer = try await parts.client.call(
                call, to: region.endpoints, expecting: region.oin, deadline: deadline)
            return read(answer, of: region)
        } catch {
            parts.logger.notice(
                "a region did not answer", metadata: ["region": "\(region.code)", "failure": "\(error)"])
            return .failed(failure(error))
        }
    }

    private func read(_ answer: PeerAnswer, of region: Region) -> Result {
        switch answer.status {
        case 200:
            do throws(AnswerFault) {
                let scanned = try NodeAnswerJSON.scan(
                    answer.body, from: region.code, searchID: search, limit: query.count)
                guard scanned.header.epoch == query.pinnedEpoch else {
                    throw AnswerFault(line: 1, reason: "scored by another epoch")
                }
                return .answered(scanned)
            } catch {
                parts.logger.error(
                    "a region's answer is cut off", metadata: ["region": "\(region.code)", "fault": "\(error)"])
                return .failed(.faulty)
            }
        case 400 where Problem.isEpochGone(answer.body): return .failed(.epochGone)
        case 404, 405, 406, 415: return .failed(.incompatible)
        case 500...: return .failed(.faulty)
        default: return .failed(.refused)
        }
    }

    private func failure(_ failure: PeerCallFailure) -> CallFailure {
        switch failure {
        case .timedOut, .cancelled: .timedOut(after: named)
        case .peerRefused: .refused
        case .answerTooLarge, .malformed: .faulty
        case .unreachable, .closed, .tooManyCalls: .unreachable
        }
    }
}
