package import Crypto
import Domain

/// Seals where a page ended for a browser or program (AES-256-GCM), so that only the person whose search it is can go
/// on with it.
package struct CursorSealer: Sendable {
    /// A cursor that is altered, or somebody else's.
    package struct Refusal: Error, Hashable {}

    private let key: SymmetricKey

    package init(key: SymmetricKey) { self.key = key }

    /// An opaque text of base64url.
    package func seal(_ position: [UInt8], person: String) throws -> String {
        guard let combined = try AES.GCM.seal(position, using: key, authenticating: Array(person.utf8)).combined else {
            throw Refusal()
        }
        return Base64URL.encode(combined)
    }

    package func open(_ cursor: String, person: String) throws(Refusal) -> [UInt8] {
        guard cursor.utf8.count <= 8_192, let sealed = Base64URL.decode(cursor),
            let box = try? AES.GCM.SealedBox(combined: sealed),
            let bytes = try? AES.GCM.open(box, using: key, authenticating: Array(person.utf8))
        else { throw Refusal() }
        return Array(bytes)
    }
}
