import Domain
import Foundation
import JWTKit
import Wire

/// A provider's public keys by their names (RFC 7517), those that can be used here.
struct ProviderKeys: Sendable {
    /// One key as the document has it.
    private struct Key: Sendable {
        let kind: String
        let algorithm: String?
        let members: [String: String]
    }

    private let keys: [String: Key]

    /// - Throws: `ProviderRefusal.document` for what is no set of keys. A key of no use is passed over: there may be
    ///   others.
    init(_ bytes: [UInt8]) throws(ProviderRefusal) {
        guard StrictJSON.isOne(bytes),
            let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
            let list = object["keys"] as? [[String: Any]], list.count <= ProviderRules.keys
        else { throw .document("its keys are no JSON Web Key Set of at most \(ProviderRules.keys)") }
        var keys: [String: Key] = [:]
        for entry in list {
            let members = entry.compactMapValues { $0 as? String }
            guard let name = members["kid"], let kind = members["kty"], members["use"] ?? "sig" == "sig",
                keys[name] == nil
            else { continue }
            keys[name] = Key(kind: kind, algorithm: members["alg"], members: members)
        }
        self.keys = keys
    }

    func has(_ name: String) -> Bool { keys[name] != nil }

    /// Checks the signature of `token` with the key that its header names.
    ///
    /// JWTKit verifies with the key that it is given, whatever the header says; so the key is given the header's
    /// algorithm here, and only where both go together.
    func verify(_ token: IDToken) async throws(TokenFault) {
        guard let key = keys[token.key], key.algorithm ?? token.algorithm == token.algorithm else {
            throw .unknownKey
        }
        let name = JWKIdentifier(string: token.key)
        let members = key.members
        let jwk: JWK? =
            switch (token.algorithm, key.kind) {
            case ("RS256", "RSA"):
                .rsa(.rs256, identifier: name, modulus: members["n"], exponent: members["e"])
            case ("PS256", "RSA"):
                .rsa(.ps256, identifier: name, modulus: members["n"], exponent: members["e"])
            case ("ES256", "EC") where members["crv"] == "P-256":
                .ecdsa(.es256, identifier: name, x: members["x"], y: members["y"], curve: .p256)
            default: nil
            }
        guard let jwk else { throw .unknownKey }
        let collection = JWTKeyCollection()
        do { try await collection.add(jwk: jwk) } catch { throw .unknownKey }
        do { _ = try await collection.verify(token.text, as: Anything.self) } catch { throw .signature }
    }

    /// The claims are looked at by `IDToken`, not by JWTKit.
    private struct Anything: JWTPayload {
        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }
}
