import Crypto
import Foundation
import Storage

/// How a line of the audit log follows from the one before: SHA-256 over the hash before it and all of its own fields.
enum AuditChain {
    /// What stands before the first line.
    static let start = [UInt8](repeating: 0, count: 32)

    /// The hash of line `number`. Fields go in with their lengths, so that no two lines are spelled alike.
    static func hash(after previous: [UInt8], _ number: Int, _ record: AuditRecord) -> [UInt8] {
        var digest = SHA256()
        digest.update(data: previous)
        for field in [
            "\(number)", record.action, record.object, record.result, record.origin, record.actor,
            "\(record.time.milliseconds)", record.traceID,
        ] {
            let bytes = Array(field.utf8)
            digest.update(data: withLength(bytes.count))
            digest.update(data: bytes)
        }
        return Array(digest.finalize())
    }

    private static func withLength(_ count: Int) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: UInt64(count) >> (56 - 8 * UInt64($0))) }
    }
}

/// The end of the audit chain at some moment: kept elsewhere, it proves later that nothing before it was changed or
/// cut off.
package struct AuditHead: Hashable, Sendable, CustomStringConvertible {
    /// The latest line; 0 when there is none.
    package let number: Int
    /// Its hash, 32 bytes.
    package let hash: [UInt8]

    package init(number: Int, hash: [UInt8]) {
        self.number = number
        self.hash = hash
    }

    /// `<number>:<hash in hexadecimal>`.
    package var description: String {
        "\(number):" + hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The head that `text` spells as `description` does, or nil.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[0]), number >= 0, parts[1].utf8.count == 64 else { return nil }
        let digits = parts[1].map(\.hexDigitValue)
        guard digits.allSatisfy({ $0 != nil }) else { return nil }
        let values = digits.compactMap(\.self)
        self.init(number: number, hash: stride(from: 0, to: 64, by: 2).map { UInt8(values[$0] * 16 + values[$0 + 1]) })
    }
}

/// What an examination of the audit log found.
package enum AuditVerdict: Hashable, Sendable {
    /// Every line follows from the one before, up to this one.
    case untouched(AuditHead)
    /// This line is not what was written, or does not follow from the one before.
    case altered(number: Int)
    /// This line was taken out.
    case missing(number: Int)
}
