import Crypto
import Domain

/// The ordered list of a region's hits, as its line carries it past the gateway: what each is ordered by, and a digest
/// of its bytes (design.md §5).
package enum HitList {
    /// One hit of the list.
    package struct Entry: Hashable, Sendable {
        /// In `Limits.scores`.
        package let score: Int
        package let tie: UInt64
        /// The first 16 bytes of the SHA-256 of its line: nobody finds another line with the same ones.
        package let digest: [UInt8]

        package init(score: Int, tie: UInt64, digest: [UInt8]) {
            self.score = score
            self.tie = tie
            self.digest = digest
        }
    }

    private static let digestBytes = 16
    /// A score of 4 bytes, a tie-breaker of 8, a digest.
    private static let entryBytes = 12 + digestBytes

    /// The digest of a hit's line without its end.
    package static func digest(of line: some Sequence<UInt8>) -> [UInt8] {
        Array(SHA256.hash(data: Array(line)).prefix(digestBytes))
    }

    /// `entries` as base64url; empty for none.
    package static func encode(_ entries: [Entry]) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.count * entryBytes)
        for entry in entries {
            bytes += [UInt8](bigEndian: Int32(entry.score))
            bytes += [UInt8](bigEndian: entry.tie)
            bytes += entry.digest
        }
        return Base64URL.encode(bytes)
    }

    /// The entries that `text` spells; nil when it spells none.
    package static func decode(_ text: String) -> [Entry]? {
        guard let bytes = Base64URL.decode(text), bytes.count.isMultiple(of: entryBytes) else { return nil }
        return stride(from: 0, to: bytes.count, by: entryBytes).map { place in
            let score = Int32(truncatingIfNeeded: bytes[place..<place + 4].bigEndianValue)
            return Entry(
                score: Int(score), tie: bytes[place + 4..<place + 12].bigEndianValue,
                digest: Array(bytes[place + 12..<place + entryBytes]))
        }
    }
}
