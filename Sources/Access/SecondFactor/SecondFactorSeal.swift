import Crypto
import Foundation

/// Keeps secrets of second factors unreadable for who has the file of accounts and not the process's keys.
struct SecondFactorSeal: Sendable {
    private let secrets: SymmetricKey
    private let codes: SymmetricKey

    /// - Parameter key: the process's own; a key for each use is derived from it (RFC 5869).
    init(_ key: SymmetricKey) {
        func derived(_ use: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array(use.utf8), outputByteCount: 32)
        }
        secrets = derived("hallowerk second factor secret")
        codes = derived("hallowerk recovery code")
    }

    /// - Parameter bytes: of the key.
    init(bytes: [UInt8]) { self.init(SymmetricKey(data: bytes)) }

    /// AES-GCM with a random nonce; bound to the user, so that nobody's secret can be put in another's row.
    func seal(_ secret: TOTPSecret, of user: String) throws -> Data {
        let box = try AES.GCM.seal(secret.bytes, using: secrets, authenticating: Array(user.utf8))
        return Data(box.nonce) + box.ciphertext + box.tag
    }

    /// - Throws: for what was not sealed with this key for this user.
    func open(_ sealed: Data, of user: String) throws -> TOTPSecret {
        let bytes = try AES.GCM.open(
            AES.GCM.SealedBox(combined: sealed), using: secrets, authenticating: Array(user.utf8))
        guard let secret = TOTPSecret(bytes: Array(bytes)) else { throw LogInRefusal.unavailable }
        return secret
    }

    /// What a recovery code is known by. A keyed hash: 49 bits alone could be tried out by who has the file.
    func digest(ofRecoveryCode code: String, of user: String) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: Array("\(user) \(code)".utf8), using: codes))
    }
}

/// Codes for who has lost the second factor; each lets in once.
enum RecoveryCodes {
    static let count = 10
    /// Letters and digits that are not taken for one another: 49 bits in ten of them.
    private static let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789")
    static let characters = 10

    /// Ten new ones, as they are shown: `abcde-fghjk`.
    static func make() -> [String] {
        (0..<count).map { _ in
            let code = (0..<characters).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] }
            return String(code.prefix(5)) + "-" + String(code.suffix(5))
        }
    }

    /// As it is hashed, however it was typed.
    static func spelled(_ code: String) -> String { code.lowercased().filter { !" -".contains($0) } }
}
