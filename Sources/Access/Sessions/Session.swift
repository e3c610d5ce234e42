import Crypto
import Domain
package import Foundation

/// Somebody's log-in while it lasts.
///
/// - Important: The token is the person for whoever holds it. Of it only the SHA-256 is stored.
package struct Session: Hashable, Sendable {
    /// How long a session lasts, and how long it lasts unused.
    package static let longest: TimeInterval = 8 * 3_600
    package static let idle: TimeInterval = 30 * 60
    /// Sessions of one account at a time; a new one ends the oldest.
    package static let perAccount = 10
    /// A use is noted at most this often, so an unused session may end this much early.
    static let touchInterval: TimeInterval = 60

    /// 32 random bytes, base64url.
    package let token: String
    package let account: Account
    /// Goes into every form of the session and must come back with it; follows from the token, so it is stored
    /// nowhere.
    package let csrfToken: String
    /// When it ends at the latest.
    package let expires: Date

    init(token: String, account: Account, began: Date) {
        self.token = token
        self.account = account
        expires = began.addingTimeInterval(Self.longest)
        let key = SymmetricKey(data: Array(token.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Array("csrf".utf8), using: key)
        csrfToken = Base64URL.encode(Array(code))
    }

    static func newToken() -> String { Base64URL.encode([UInt8].random(32)) }

    static func digest(of token: String) -> Data { Data(SHA256.hash(data: Array(token.utf8))) }
}
