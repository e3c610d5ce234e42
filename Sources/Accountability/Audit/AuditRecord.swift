package import Foundation
import Storage

/// Who did what to what, and what came of it: the least that BIO2 8.15.01 asks of a line. No secrets, no personal
/// data of jobseekers.
package struct AuditRecord: Hashable, Sendable {
    package let action: String
    package let object: String
    package let result: String
    /// Where the request came from: an address, a peer's OIN, the socket.
    package let origin: String
    package let actor: String
    package let time: Date
    /// What joins it to the log of processings, and nothing else does.
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

    /// Whether its trace id is one: no line is stored without.
    var hasTrace: Bool { HexDigits.isID(traceID, digits: 32) }

    /// Characters that are kept of each field: what an asker sends must not fill the disk.
    static let fieldCharacters = 500

    /// As it is stored: long fields cut off with "…", empty ones "-", control characters "�" (SQLite reads a text
    /// up to a NUL); a line is never lost for its form.
    var stored: AuditRecord {
        AuditRecord(
            action: Self.cut(action), object: Self.cut(object), result: Self.cut(result), origin: Self.cut(origin),
            actor: Self.cut(actor), time: Date(milliseconds: time.milliseconds), traceID: traceID)
    }

    private static func cut(_ text: String) -> String {
        if text.isEmpty { return "-" }
        let kept = text.count <= fieldCharacters ? text : text.prefix(fieldCharacters - 1) + "…"
        guard kept.utf8.contains(where: { $0 < 0x20 }) else { return kept }
        var clean = String.UnicodeScalarView()
        clean.append(contentsOf: kept.unicodeScalars.map { $0.value < 0x20 ? "\u{FFFD}" : $0 })
        return String(clean)
    }
}
