import Crypto
package import Domain
import Foundation

/// The registry before it is signed: the JSON that a JWS of it carries, for people to read and compare.
package enum UnsignedRegistry {
    /// Sorted, indented JSON.
    package static func encode(_ registry: Registry) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return Array(try encoder.encode(RegistryPayload(registry))) + [0x0A]
    }

    /// The registry in `bytes`, JSON or a JWS of it.
    ///
    /// - Important: Nothing is verified: for showing only.
    /// - Throws: `RegistryRefusal.malformed`, `.tooLarge`.
    package static func read(_ bytes: [UInt8]) throws(RegistryRefusal) -> Registry {
        guard bytes.count <= SignedRegistry.limit else { throw .tooLarge }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isJWS = parts.count == 3 && !bytes.contains(UInt8(ascii: "{"))
        let json = isJWS ? Base64URL.decode(String(decoding: parts[1], as: UTF8.self)) : bytes
        guard let json, let payload = try? JSONDecoder().decode(RegistryPayload.self, from: Data(json)) else {
            throw .malformed("it is neither a registry's JSON nor a JWS of it")
        }
        return try payload.registry()
    }

    /// The first characters of a key's SHA-256, for people to compare.
    package static func fingerprint(of key: [UInt8]) -> String {
        String(Base64URL.encode(SHA256.hash(data: key)).prefix(12))
    }
}
