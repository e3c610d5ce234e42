package import Crypto
package import Domain
package import Foundation
import JWTKit

/// The registry under the federation authority's signature: a compact JWS, ES256 (RFC 7515; design.md §5).
///
/// The JSON is written in one way only (sorted keys, no white space), so the same registry gives the same bytes up to
/// the signature.
package enum SignedRegistry {
    /// The media type in the JWS header, so that nothing else that the authority signs passes for a registry (RFC 8725
    /// §3.11).
    package static let type = "hallowerk-register+jws"
    /// Bytes of the largest signed registry that is read; 35 regions take about 70 KiB.
    package static let limit = 1024 * 1024
    /// `Limits.registryDays`.
    package static var longestDays: Int { Limits.registryDays }

    /// Signs `registry`; its times are cut to whole seconds.
    ///
    /// - Throws: `RegistryRefusal.malformed` or `.validTooLong` for what no reader would take.
    package static func sign(_ registry: Registry, with key: P256.Signing.PrivateKey) async throws -> [UInt8] {
        let payload = RegistryPayload(registry)
        try checkValidity(of: try payload.registry())
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let keys = JWTKeyCollection()
        await keys.add(
            ecdsa: try ES256PrivateKey(backing: key), serializer: DefaultJWTSerializer(jsonEncoder: encoder))
        return Array(try await keys.sign(payload, header: ["alg": "ES256", "typ": .string(type)]).utf8)
    }

    /// The registry in `jws`, after everything about it was checked.
    ///
    /// - Parameters:
    ///   - now: The moment it must be valid at, with a leeway of `Limits.clockLeewaySeconds` for its beginning.
    ///   - serial: The serial of the registry in use, if there is one; an equal one is accepted.
    /// - Throws: `RegistryRefusal`, the first reason that applies; nothing inside is looked at before its signature
    ///   holds.
    package static func verify(
        _ jws: [UInt8], authority: P256.Signing.PublicKey, now: Date, notOlderThan serial: Int?
    ) async throws(RegistryRefusal) -> Registry {
        try checkHeader(of: jws)
        let payload = try await authenticated(jws, by: authority)
        let registry = try payload.registry()
        try checkValidity(of: registry)
        guard registry.issued <= now.addingTimeInterval(Double(Limits.clockLeewaySeconds)) else {
            throw .notYetValid(from: registry.issued)
        }
        guard now < registry.expires else { throw .expired(since: registry.expires) }
        if let serial, registry.serial < serial { throw .older(serial: registry.serial, than: serial) }
        return registry
    }

    private static func checkHeader(of jws: [UInt8]) throws(RegistryRefusal) {
        guard jws.count <= limit else { throw .tooLarge }
        guard let text = String(validating: jws, as: UTF8.self) else { throw .malformed("it is not text") }
        do throws(CompactJWS.Fault) {
            _ = try CompactJWS(text, type: type)
        } catch {
            switch error {
            case .form(let reason): throw .malformed(reason)
            case .unsigned: throw .unsigned
            case .algorithm(let name): throw .wrongAlgorithm(name)
            case .type: throw .wrongType
            case .critical: throw .malformed("its header asks for an extension")
            }
        }
    }

    private static func authenticated(
        _ jws: [UInt8], by authority: P256.Signing.PublicKey
    ) async throws(RegistryRefusal) -> RegistryPayload {
        do {
            let keys = JWTKeyCollection()
            await keys.add(ecdsa: try ES256PublicKey(backing: authority))
            return try await keys.verify(jws, as: RegistryPayload.self)
        } catch let error as JWTError where error.errorType == .malformedToken {
            throw .malformed("a field of it is missing or has the wrong form")
        } catch {
            throw .notAuthentic
        }
    }

    private static func checkValidity(of registry: Registry) throws(RegistryRefusal) {
        let seconds = registry.expires.timeIntervalSince(registry.issued)
        guard seconds <= Double(longestDays * 86_400) else {
            throw .validTooLong(days: Int((seconds / 86_400).rounded(.up)))
        }
    }
}
