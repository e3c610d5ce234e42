package import Domain
package import Foundation

/// One processing of personal data, as the Logboek Dataverwerkingen has it: no identity of a user, people as pseudonyms.
package struct ProcessingRecord: Hashable, Sendable {
    package let traceID: String
    package let spanID: String
    package let parentSpanID: String?
    /// The activity's URI in the register of processing activities.
    package let activity: String
    package let name: String
    package let started: Date
    package let ended: Date
    package let succeeded: Bool
    /// Pseudonyms of the people whose data was used; exported as one line each.
    package let subjects: [String]
    /// The organisation for which it was done, when it is another's.
    package let asker: OIN?

    package init(
        traceID: String, spanID: String, parentSpanID: String?, activity: String, name: String, started: Date,
        ended: Date, succeeded: Bool, subjects: [String], asker: OIN?
    ) {
        self.traceID = traceID
        self.spanID = spanID
        self.parentSpanID = parentSpanID
        self.activity = activity
        self.name = name
        self.started = started
        self.ended = ended
        self.succeeded = succeeded
        self.subjects = subjects
        self.asker = asker
    }
}
