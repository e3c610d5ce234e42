package import Crypto
import Domain
package import Foundation

/// A log-in at a provider that began in one browser: what must come back with it.
///
/// It is kept by that browser, sealed, in a cookie: so it is bound to the browser, and nobody can fill our memory with
/// log-ins that go nowhere.
package struct PendingLogIn: Hashable, Sendable {
    /// The provider's name in the settings.
    package let provider: String
    package let state: String
    let nonce: String
    /// Of PKCE (RFC 7636).
    let verifier: String
    package let expires: Date

    init(provider: String, at time: Date) {
        func random() -> String {
            Base64URL.encode([UInt8].random(ProviderRules.randomBits / 8))
        }
        self.provider = provider
        (state, nonce, verifier) = (random(), random(), random())
        expires = time.addingTimeInterval(TimeInterval(ProviderRules.pendingSeconds))
    }

    /// The challenge that goes to the provider: SHA-256 of the verifier (RFC 7636 §4.2, S256).
    var challenge: String { Base64URL.encode(SHA256.hash(data: Array(verifier.utf8))) }

    private init?(parts: [String]) {
        guard parts.count == 5, let seconds = TimeInterval(parts[4]) else { return nil }
        (provider, state, nonce, verifier) = (parts[0], parts[1], parts[2], parts[3])
        expires = Date(timeIntervalSince1970: seconds)
    }

    /// - Parameter key: the process's own.
    package func sealed(with key: SymmetricKey) throws -> String {
        let parts = [provider, state, nonce, verifier, String(expires.timeIntervalSince1970)]
        let box = try AES.GCM.seal(Array(parts.joined(separator: " ").utf8), using: Self.derived(key))
        return Base64URL.encode(Data(box.nonce) + box.ciphertext + box.tag)
    }

    /// What `text` holds, or nil when it was not sealed with `key`.
    package static func open(_ text: String, with key: SymmetricKey) -> PendingLogIn? {
        guard text.utf8.count <= 1_024, let bytes = Base64URL.decode(text),
            let box = try? AES.GCM.SealedBox(combined: bytes), let opened = try? AES.GCM.open(box, using: derived(key))
        else { return nil }
        return PendingLogIn(parts: String(decoding: opened, as: UTF8.self).split(separator: " ").map(String.init))
    }

    private static func derived(_ key: SymmetricKey) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key, info: Array("hallowerk log-in elsewhere".utf8), outputByteCount: 32)
    }
}
