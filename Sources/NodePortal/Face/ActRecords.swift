import Accountability
import Crypto
import Domain
import Foundation
import Trust
import Wire

/// Writes what is done on a municipality's word, before it is answered or done (I-9): on the portal, over the control
/// socket, and by the services that go on afterwards.
struct ActRecords: Sendable {
    let auditLog: AuditLog
    let processingLog: ProcessingLog
    /// Keys the pseudonyms of jobseekers in the processing log.
    let subjectKey: SymmetricKey
    let now: @Sendable () -> Date

    /// One line of the audit log.
    ///
    /// - Throws: `Problem` 503 when it cannot be written.
    func audit(
        _ action: String, _ object: String, by user: String, from origin: String, _ result: String
    ) async throws {
        do {
            try await auditLog.record(
                AuditRecord(
                    action: action, object: object, result: result, origin: origin, actor: user, time: now(),
                    traceID: TraceContext.start().traceID))
        } catch {
            throw Problem.unavailable()
        }
    }

    /// One line of the processing log for `people`, by pseudonym; none for nobody.
    ///
    /// - Parameter activity: its name in the register of processing activities.
    /// - Throws: `Problem` 503 when it cannot be written.
    func processing(_ people: [ProfileID], _ name: String, _ activity: String, for organisation: OIN?) async throws {
        guard !people.isEmpty else { return }
        let trace = TraceContext.start()
        let time = now()
        do {
            try await processingLog.record(
                ProcessingRecord(
                    traceID: trace.traceID, spanID: trace.spanID, parentSpanID: nil,
                    activity: "https://register.hallowerk.example/verwerkingsactiviteiten/\(activity)", name: name,
                    started: time, ended: time, succeeded: true,
                    subjects: people.map { Pseudonym.subject($0, key: subjectKey) }, asker: organisation))
        } catch {
            throw Problem.unavailable()
        }
    }
}
