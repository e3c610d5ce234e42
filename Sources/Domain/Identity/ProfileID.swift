package import Foundation

/// Names one jobseeker's dossier and the profile made from it, in the whole country. Random, so it says nothing about
/// the person.
///
/// - Important: It never leaves the home region in the clear; outside, a profile is known by a handle only (design.md
///   §5).
package struct ProfileID: Hashable, Sendable, CustomStringConvertible {
    package let uuid: UUID
    package var description: String { uuid.uuidString.lowercased() }

    package init(_ uuid: UUID) { self.uuid = uuid }

    /// A new id whose first bytes are the time, so that people who are added together stand together in an index on
    /// disk (RFC 9562 §5.7).
    package init(madeAt time: Date) {
        let milliseconds = UInt64(max(0, time.timeIntervalSince1970 * 1_000))
        var random = SystemRandomNumberGenerator()
        let halves = (
            milliseconds << 16 | 0x7000 | random.next() & 0x0FFF, 0x8 << 60 | random.next() & 0x3FFF_FFFF_FFFF_FFFF
        )
        func byte(_ half: UInt64, _ place: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: half >> (56 - 8 * place)) }
        let (high, low) = halves
        uuid = UUID(
            uuid: (
                byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3), byte(high, 4), byte(high, 5),
                byte(high, 6), byte(high, 7), byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3), byte(low, 4),
                byte(low, 5), byte(low, 6), byte(low, 7)
            ))
    }

    /// The id that `text` spells in RFC 9562's form, or nil.
    package init?(_ text: String) {
        guard let uuid = UUID(uuidString: text) else { return nil }
        self.uuid = uuid
    }

    /// The sixteen bytes, most significant first.
    package var bytes: [UInt8] {
        let u = uuid.uuid
        return [
            u.0, u.1, u.2, u.3, u.4, u.5, u.6, u.7, u.8, u.9, u.10, u.11, u.12, u.13, u.14, u.15,
        ]
    }

    /// The id of exactly sixteen `bytes`, or nil.
    package init?(bytes b: some Collection<UInt8>) {
        let b = Array(b)
        guard b.count == 16 else { return nil }
        uuid = UUID(
            uuid: (
                b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]
            ))
    }
}
