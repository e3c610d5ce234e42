import Crypto
package import Domain
import Foundation
import JWTKit

/// A gateway's signature over an epoch: a compact JWS (ES256) that carries the document's SHA-256 and goes beside it in
/// a header field, so that megabytes of terms are neither encoded twice nor read before they are known to be genuine.
package enum EpochSignature {
    /// In the JWS header, so that nothing else that a gateway signs passes for an epoch (RFC 8725 §3.11).
    package static let type = "hallowerk-tijdvak+jws"
    /// The longest token that is looked at.
    package static let tokenBytes = 1_024

    /// Why an epoch is not taken for a gateway's.
    package enum Refusal: String, Error, Hashable, Sendable, CaseIterable {
        case malformed, wrongType, unknownGateway, badSignature, otherDocument
    }

    /// Signs these very bytes with the key that the registry has for this gateway.
    package static func sign(_ document: [UInt8], with keys: KeyFolder) async throws -> String {
        let signers = JWTKeyCollection()
        await signers.add(ecdsa: try ES256PrivateKey(backing: keys.signingKey))
        let claims = Claims(iss: keys.oin.digits, inhoud: Base64URL.encode(SHA256.hash(data: document)))
        return try await signers.sign(claims, header: ["typ": .string(type)])
    }

    /// The gateway of `registry` that signed `document`.
    ///
    /// - Throws: `Refusal`, the first that applies.
    @discardableResult
    package static func verify(
        _ token: String, over document: [UInt8], registry: Registry
    ) async throws(Refusal) -> OIN {
        guard token.utf8.count <= tokenBytes else { throw .malformed }
        let jws: CompactJWS
        do throws(CompactJWS.Fault) {
            jws = try CompactJWS(token, type: type)
        } catch {
            switch error {
            case .form: throw .malformed
            case .unsigned, .algorithm, .type, .critical: throw .wrongType
            }
        }
        guard let stated = try? JSONDecoder().decode(Claims.self, from: Data(jws.payload)) else { throw .malformed }
        guard let oin = try? OIN(stated.iss), let signing = registry.gateway(oin: oin)?.signing,
            let key = try? P256.Signing.PublicKey(x963Representation: signing),
            let verifying = try? ES256PublicKey(backing: key)
        else { throw .unknownGateway }
        let verifiers = JWTKeyCollection()
        await verifiers.add(ecdsa: verifying)
        guard let claims = try? await verifiers.verify(token, as: Claims.self) else { throw .badSignature }
        guard claims.inhoud == Base64URL.encode(SHA256.hash(data: document)) else { throw .otherDocument }
        return oin
    }

    private struct Claims: JWTPayload {
        /// The gateway's OIN.
        let iss: String
        /// SHA-256 of the document, base64url.
        let inhoud: String

        /// Nothing in them has a time: an epoch's own number says when it was made.
        func verify(using algorithm: some JWTAlgorithm) throws {}
    }
}
