import Accountability
import Crypto
import Domain
import Foundation
import Trust
import Wire

/// Writes what is done in a region, before it is answered or done (I-9): by its users on the portal, over the control
/// socket, and by the services that go on afterwards.
struct ActRecords: Sendable {
    let auditLog: AuditLog
    let processingLog: ProcessingLog
    /// Keys the pseudonyms of jobseekers in the processing log.
    let subjectKey: SymmetricKey
    let now: @Sendable () -> Date

    /// Who did what to what, with which result: one line of the audit log.
    ///
    /// - Throws: `Problem` 503 when it cannot be written: then nothing may be answered.
    func audit(
        _ action: String, object: String, result: String, actor: String, origin: String, trace: TraceContext = .start()
    ) async throws {
        do {
            try await auditLog.record(
                AuditRecord(
                    action: action, object: object, result: result, origin: origin, actor: actor, time: now(),
                    traceID: trace.traceID))
        } catch {
            throw Problem.unavailable()
        }
    }

    /// One processing for a purpose across regions, with the people of this region whose data was used; those of other
    /// regions are logged at home. Also one of nobody.
    ///
    /// - Throws: `Problem` 503 when it cannot be written.
    func processing(
        _ name: String, _ purpose: Purpose, for organisation: OIN, trace: TraceContext, started: Date,
        subjects: [ProfileID]
    ) async throws {
        try await record(name, purpose.activity.registerURI, organisation, trace, started, subjects)
    }

    /// One processing of the own municipality's people, by pseudonym; none for nobody.
    ///
    /// - Parameter activity: its name in the register of processing activities.
    /// - Throws: `Problem` 503 when it cannot be written.
    func processing(
        _ people: [ProfileID], _ name: String, _ activity: String, for organisation: OIN?,
        trace: TraceContext = .start()
    ) async throws {
        guard !people.isEmpty else { return }
        try await record(name, Activity.registerURI(of: activity), organisation, trace, now(), people)
    }

    private func record(
        _ name: String, _ activity: String, _ organisation: OIN?, _ trace: TraceContext, _ started: Date,
        _ people: [ProfileID]
    ) async throws {
        do {
            try await processingLog.record(
                ProcessingRecord(
                    traceID: trace.traceID, spanID: trace.spanID, parentSpanID: trace.parentSpanID,
                    activity: activity, name: name, started: started, ended: now(), succeeded: true,
                    subjects: people.map { Pseudonym.subject($0, key: subjectKey) }, asker: organisation))
        } catch {
            throw Problem.unavailable()
        }
    }
}
