package import Crypto
package import Domain

/// Names that say nothing to whoever has not the key, and stay the same: HMAC-SHA-256, 128 bits, base64url.
package enum Pseudonym {
    /// Of a user, as a verklaring carries it.
    package static func person(_ account: String, key: SymmetricKey) -> String { make("persoon:" + account, key) }

    /// Of a jobseeker, as the processing log carries it.
    package static func subject(_ id: ProfileID, key: SymmetricKey) -> String {
        make("betrokkene:" + id.description, key)
    }

    /// Of a jobseeker of another region as a list shows them, who has no name there that stays the same: of all that
    /// the list says.
    package static func shown(_ content: String, key: SymmetricKey) -> String { make("getoond:" + content, key) }

    private static func make(_ text: String, _ key: SymmetricKey) -> String {
        Base64URL.encode(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key).prefix(16))
    }
}

extension SearchSalt {
    /// The salt of the search whose first page has transaction id `search`: the first half of its SHA-256.
    package init(ofSearch search: String) {
        let digest = Array(SHA256.hash(data: Array(search.utf8)))
        func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        self.init(high: number(digest[0..<8]), low: number(digest[8..<16]))
    }
}
