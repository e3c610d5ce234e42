import Domain
import Crypto
package import Foundation

/// The secret of a second factor: makes a code of six digits each half minute (RFC 6238: HMAC-SHA-1, 30 s).
///
/// SHA-1 is what every authenticator app does; HMAC does not depend on the collisions that broke it.
package struct TOTPSecret: Hashable, Sendable {
    /// As long as the hash (RFC 4226 §4 R6).
    static let byteCount = 20
    static let stepSeconds = 30
    static let digits = 6
    /// Steps before and after now whose codes are taken: a clock may be half a minute off (RFC 6238 §5.2).
    static let leeway = 1

    let bytes: [UInt8]

    /// A new one, of random bytes.
    package init() { bytes = .random(Self.byteCount) }

    /// - Parameter bytes: at least 16, as RFC 4226 §4 R6 asks; nil otherwise.
    init?(bytes: [UInt8]) {
        guard (16...64).contains(bytes.count) else { return nil }
        self.bytes = bytes
    }

    /// - Parameter base32: as it is shown at enrolment; blanks and lower case do not matter. Nil when it is none.
    package init?(base32: String) {
        guard let bytes = Base32.decode(base32) else { return nil }
        self.init(bytes: bytes)
    }

    package var base32: String { Base32.encode(bytes) }

    /// The code of the half minute in which `time` lies.
    package func code(at time: Date) -> String { code(ofStep: Self.step(at: time)) }

    static func step(at time: Date) -> Int { Int((time.timeIntervalSince1970 / Double(stepSeconds)).rounded(.down)) }

    /// HOTP of a step (RFC 4226 §5.3).
    func code(ofStep step: Int) -> String {
        let number = UInt64(clamping: step)
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: bytes)))
        let offset = Int(mac[mac.count - 1] & 0x0F)
        let truncated = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let text = String(truncated % 1_000_000)
        return String(repeating: "0", count: Self.digits - text.count) + text
    }

    /// The step that `code` is of, within the leeway around `time` and later than `last`; nil when it is of none.
    ///
    /// - Parameter last: the step of the code that was taken last: each code is taken once (RFC 6238 §5.2).
    func step(of code: String, at time: Date, after last: Int) -> Int? {
        let now = Self.step(at: time)
        var found: Int?
        // All are compared, so that how long it takes says nothing.
        for step in now - Self.leeway...now + Self.leeway where Self.isSame(self.code(ofStep: step), code) {
            if step > last { found = step }
        }
        return found
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
