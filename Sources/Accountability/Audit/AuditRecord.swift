package import Foundation

/// Who did what to what, when, from where and with which result (BIO2 8.15.01).
package struct AuditRecord: Hashable, Sendable {
    package let action: String
    package let object: String
    package let result: String
    package let origin: String
    package let actor: String
    package let time: Date
    /// Meets the processing log in this only.
    package let traceID: String

    package init(
        action: String, object: String, result: String, origin: String, actor: String, time: Date, traceID: String
    ) {
        self.action = action
        self.object = object
        self.result = result
        self.origin = origin
        self.actor = actor
        self.time = time
        self.traceID = traceID
    }
}
