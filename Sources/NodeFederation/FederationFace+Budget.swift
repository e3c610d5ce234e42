import Accountability
import Domain
import Foundation
import Logging
import PeerHTTP
import Telemetry
import Trust
import Wire

extension FederationFace {
    /// Counts the people that an answer has in the budgets of who asks, and writes its processing line and its audit
    /// line, all in one transaction; committed when this returns (I-9).
    ///
    /// - Parameters:
    ///   - search: the search of a profile that is opened; nil for a list.
    ///   - isAudited: the audit line was written before.
    /// - Throws: `Problem` 429 over a budget: nothing is counted then, and an audit line says which. 503 when it cannot
    ///   be written.
    func account(
        for subjects: [ProfileID], of asker: Asker, _ request: PeerRequest, name: String, started: Date,
        search: String? = nil, isAudited: Bool = false
    ) async throws {
        let verklaring = asker.verklaring
        let people = subjects.map { Pseudonym.subject($0, key: parts.subjectKey) }
        let time = parts.now()
        let who = BudgetAsker(
            .source, region: verklaring.issuer, organisation: verklaring.organisation, person: verklaring.person)
        let count: BudgetCount =
            search.map { .detail(ofSearch: $0, by: who, at: time) } ?? .list(people, by: who, at: time)
        let processing = ProcessingRecord(
            traceID: asker.trace.traceID, spanID: asker.trace.spanID, parentSpanID: asker.trace.parentSpanID,
            activity: verklaring.purpose.activity.registerURI, name: name, started: started, ended: time,
            succeeded: true, subjects: people, asker: verklaring.organisation)
        let audit = record(request, asker.trace, actor: verklaring.issuer, result: "answered")
        do {
            let uses = try await parts.telemetry.spans.under(SpanPlace(asker.trace), .nodeLog) { note in
                do {
                    return try await parts.budgets.count(
                        count, processing: processing, audit: isAudited ? nil : audit
                    ) { refusal in
                        record(request, asker.trace, actor: verklaring.issuer, result: "refused: \(refusal)")
                    }
                } catch let refusal as BudgetRefusal {
                    note.note(.outcome(.refused))
                    throw refusal
                }
            }
            let pattern = try await parts.enumeration.listed(
                asker.watched, uses, origin: request.peer.oin.digits, at: time, traceID: asker.trace.traceID)
            tell(pattern, asker)
        } catch let refusal as BudgetRefusal {
            let wait = Int(refusal.until.timeIntervalSince(time).rounded(.up))
            throw Problem.overBudget(
                refusal.use.budget.holder == .search ? .search : .day, retryAfterSeconds: wait)
        } catch {
            throw Problem.unavailable()
        }
    }

    /// Tells operators of somebody who goes through this region's people; the audit log has it already.
    func tell(_ pattern: EnumerationWatch.Pattern?, _ asker: Asker) {
        guard let pattern else { return }
        parts.logger.error(
            "somebody goes through this region's people",
            metadata: [
                "region": "\(asker.verklaring.issuer)", "person": "\(asker.verklaring.person)",
                "pattern": "\(pattern.rawValue)",
            ])
    }
}

extension Asker {
    var watched: EnumerationWatch.Person {
        EnumerationWatch.Person(region: verklaring.issuer, pseudonym: verklaring.person)
    }
}
