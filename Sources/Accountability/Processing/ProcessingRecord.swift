package import Domain
package import Foundation

/// One processing of personal data, as the Logboek Dataverwerkingen has it: people as pseudonyms, and no user's
/// identity.
package struct ProcessingRecord: Hashable, Sendable {
    /// 32 lower-case hexadecimal digits.
    package let traceID: String
    /// 16 lower-case hexadecimal digits.
    package let spanID: String
    package let parentSpanID: String?
    /// The activity's URI in the register of processing activities.
    package let activity: String
    package let name: String
    package let started: Date
    package let ended: Date
    package let succeeded: Bool
    /// Pseudonyms of the people whose data was used, base64url; one row with its list, a line each on export.
    package let subjects: [String]
    /// The organisation for which it was done.
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

    /// People of one processing.
    static let subjectLimit = 1_000

    /// The first field that the log cannot hold, or nil.
    var malformedField: String? {
        if !HexDigits.isID(traceID, digits: 32) { return "traceID" }
        if !HexDigits.isID(spanID, digits: 16) { return "spanID" }
        if let parentSpanID, !HexDigits.isID(parentSpanID, digits: 16) { return "parentSpanID" }
        if !Self.isText(activity, upTo: 500) { return "activity" }
        if !Self.isText(name, upTo: 100) { return "name" }
        return subjects.count <= Self.subjectLimit && subjects.allSatisfy(Self.isPseudonym) ? nil : "subjects"
    }

    private static func isText(_ text: String, upTo limit: Int) -> Bool {
        (1...limit).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x20 }
    }

    /// 1 to 64 characters of base64url (RFC 4648 §5).
    private static func isPseudonym(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45
                    || byte == 95
            }
    }
}
