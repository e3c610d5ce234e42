import Crypto
package import Foundation
import Storage

/// One line of the Logboek Dataverwerkingen as it is exported: at most one data subject a line.
///
/// Source: Logius, Logboek Dataverwerkingen 0.8 (draft), sections/specificaties.md.
package struct ProcessingLine: Hashable, Sendable {
    package let traceID: String
    package let spanID: String
    package let parentSpanID: String?
    package let activity: String
    package let name: String
    package let started: Date
    package let ended: Date
    package let succeeded: Bool
    package let subject: String?

    /// The line as one JSON object, without newline; members in one fixed order.
    package func json() -> [UInt8] {
        var members = [
            ("trace_id", Self.quoted(traceID)), ("span_id", Self.quoted(spanID)),
            ("status", Self.quoted(succeeded ? "Ok" : "Error")), ("name", Self.quoted(name)),
            ("start_time", "\(started.milliseconds)"), ("end_time", "\(ended.milliseconds)"),
        ]
        if let parentSpanID { members.append(("parent_span_id", Self.quoted(parentSpanID))) }
        var attributes = [("dpl.core.processing_activity_id", Self.quoted(activity))]
        if let subject {
            attributes.append(("dpl.core.data_subject_id", Self.quoted(subject)))
            attributes.append(("dpl.core.data_subject_id_type", Self.quoted("pseudoniem")))
        }
        members.append(("attributes", Self.object(attributes)))
        return Array(Self.object(members).utf8)
    }

    private static func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension ProcessingRecord {
    /// The record as lines of at most one subject: itself with its one subject or none; or itself without, and
    /// after it a child for each subject. Children's spans follow from the record, so exporting again gives the
    /// same lines.
    package var lines: [ProcessingLine] {
        guard subjects.count > 1 else { return [line(span: spanID, parent: parentSpanID, subject: subjects.first)] }
        let children = subjects.enumerated().map { number, subject in
            let digest = SHA256.hash(data: Array("\(traceID)-\(spanID)-\(number)".utf8))
            return line(span: HexDigits.text(of: digest.prefix(8)), parent: spanID, subject: subject)
        }
        return [line(span: spanID, parent: parentSpanID, subject: nil)] + children
    }

    private func line(span: String, parent: String?, subject: String?) -> ProcessingLine {
        ProcessingLine(
            traceID: traceID, spanID: span, parentSpanID: parent, activity: activity, name: name, started: started,
            ended: ended, succeeded: succeeded, subject: subject)
    }
}
