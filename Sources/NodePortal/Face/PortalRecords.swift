import Accountability
import Domain
import Foundation
import Trust
import Wire

/// Writes what the portal's users do, before they get an answer (I-9).
struct PortalRecords: Sendable {
    let parts: PortalParts

    /// Who did what to what, with which result.
    ///
    /// - Throws: `Problem` 503 when it cannot be written: then nothing may be answered.
    func audit(
        _ action: String, object: String, result: String, actor: String, origin: String, trace: TraceContext
    ) async throws {
        do {
            try await parts.auditLog.record(
                AuditRecord(
                    action: action, object: object, result: result, origin: origin, actor: actor, time: parts.now(),
                    traceID: trace.traceID))
        } catch {
            throw Problem.unavailable()
        }
    }

    /// One processing of the own municipality's people; none for nobody.
    ///
    /// - Parameter activity: its name in the register of processing activities.
    /// - Throws: `Problem` 503 when it cannot be written.
    func processing(
        _ people: [ProfileID], _ name: String, _ activity: String, account: PortalAsker, trace: TraceContext
    ) async throws {
        guard !people.isEmpty else { return }
        let time = parts.now()
        do {
            try await parts.processingLog.record(
                ProcessingRecord(
                    traceID: trace.traceID, spanID: trace.spanID, parentSpanID: trace.parentSpanID,
                    activity: "https://register.hallowerk.example/verwerkingsactiviteiten/\(activity)", name: name,
                    started: time, ended: time, succeeded: true,
                    subjects: people.map { Pseudonym.subject($0, key: parts.localKeys.pseudonym) },
                    asker: account.organisation))
        } catch {
            throw Problem.unavailable()
        }
    }

    /// One processing, with the people of this region whose data was used; those of other regions are logged at home.
    ///
    /// - Throws: `Problem` 503 when it cannot be written.
    func processing(
        _ name: String, _ purpose: Purpose, account: PortalAsker, trace: TraceContext, started: Date,
        subjects: [ProfileID]
    ) async throws {
        do {
            try await parts.processingLog.record(
                ProcessingRecord(
                    traceID: trace.traceID, spanID: trace.spanID, parentSpanID: trace.parentSpanID,
                    activity: purpose.activity.registerURI, name: name, started: started, ended: parts.now(),
                    succeeded: true,
                    subjects: subjects.map { Pseudonym.subject($0, key: parts.localKeys.pseudonym) },
                    asker: account.organisation))
        } catch {
            throw Problem.unavailable()
        }
    }
}
