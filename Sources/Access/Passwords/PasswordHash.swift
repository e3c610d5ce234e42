import Crypto
import CryptoExtras
import Foundation

/// A password as it is stored: scrypt (RFC 7914) with N = 2^15, r = 8, p = 1, as OWASP advises, and a salt of its own.
struct PasswordHash: Sendable {
    static let minimumCharacters = 12
    /// A longer one is never right: hashing it would only cost time.
    static let maximumBytes = 256
    private static let rounds = 1 << 15
    private static let blockSize = 8

    let salt: Data
    let hash: Data

    init(salt: Data, hash: Data) {
        self.salt = salt
        self.hash = hash
    }

    /// Hashes a new password.
    init(of password: String) throws {
        salt = Data((0..<16).map { _ in UInt8.random(in: 0...255) })
        hash = try Self.derive(password, salt)
    }

    /// Compares in constant time.
    func matches(_ password: String) throws -> Bool {
        guard password.utf8.count <= Self.maximumBytes else { return false }
        let derived = try Self.derive(password, salt)
        return zip(derived, hash).reduce(UInt8(derived.count == hash.count ? 0 : 1)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func derive(_ password: String, _ salt: Data) throws -> Data {
        let key = try KDF.Scrypt.deriveKey(
            from: Data(password.utf8), salt: salt, outputByteCount: 32, rounds: rounds, blockSize: blockSize, parallelism: 1)
        return unsafe key.withUnsafeBytes { unsafe Data($0) }
    }
}
