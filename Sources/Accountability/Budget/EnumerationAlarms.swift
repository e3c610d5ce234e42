package import Domain
package import Foundation
import Synchronization

/// Tells the audit log of people who go through a region's people one by one; shared by all that a process answers.
package final class EnumerationAlarms: Sendable {
    private let watch = Mutex(EnumerationWatch())
    private let log: AuditLog

    package init(_ log: AuditLog) { self.log = log }

    /// A handle of `person` opened nothing.
    ///
    /// - Returns: What is to be told to operators, if anything; it is in the audit log then.
    /// - Throws: `LogRefusal` when it cannot be written.
    package func tried(
        _ person: EnumerationWatch.Person, origin: String, at time: Date, traceID: String
    ) async throws -> EnumerationWatch.Pattern? {
        guard watch.withLock({ $0.tried(person, at: time) }) else { return nil }
        return try await tell(.handlesTried, person, origin, time, traceID)
    }

    /// `person` was shown people in a list, after which the budgets stand as `uses`.
    ///
    /// - Returns: As `tried`.
    /// - Throws: As `tried`.
    package func listed(
        _ person: EnumerationWatch.Person, _ uses: [BudgetUse], origin: String, at time: Date, traceID: String
    ) async throws -> EnumerationWatch.Pattern? {
        guard let use = uses.first(where: { $0.budget == Budget(.people, of: .person) }),
            watch.withLock({ $0.listed(person, use, at: time) })
        else { return nil }
        return try await tell(.listsRead, person, origin, time, traceID)
    }

    private func tell(
        _ pattern: EnumerationWatch.Pattern, _ person: EnumerationWatch.Person, _ origin: String, _ time: Date,
        _ traceID: String
    ) async throws -> EnumerationWatch.Pattern {
        try await log.record(
            AuditRecord(
                action: "alarm", object: "person \(person.pseudonym)", result: pattern.rawValue, origin: origin,
                actor: person.region.digits, time: time, traceID: traceID))
        return pattern
    }
}
