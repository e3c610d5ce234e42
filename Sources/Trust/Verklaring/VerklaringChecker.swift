import Domain
package import Foundation
import Crypto
import JWTKit

/// Checks every claim of a verklaring against the request that it came with and the registry as it is now.
package struct VerklaringChecker: Sendable {
    /// The longest token that is looked at.
    package static let tokenBytes = 4_096
    /// Until the year 9999: sums of such numbers do not overflow.
    private static let seconds = 0...253_402_300_799
    /// Bytes of a pseudonym.
    private static let personBytes = 1...64
    private let registry: CurrentRegistry
    private let started: Date
    private let now: @Sendable () -> Date
    private let verifiers = Verifiers()

    /// - Parameter startedAt: when this process began: what was signed before may be in the memory of its
    ///   predecessor, which is gone, so it is refused.
    package init(registry: CurrentRegistry, startedAt: Date, now: @escaping @Sendable () -> Date) {
        self.registry = registry
        started = startedAt
        self.now = now
    }

    /// The verklaring that `token` is, if it is good for exactly this request.
    ///
    /// - Parameters:
    ///   - audience: whom it must be for.
    ///   - certificateThumbprint: of the connection's peer; nil where the asker is not the peer (at a source).
    /// - Throws: `VerklaringRefusal`, the first that applies. Replay is for `ReplayMemory`.
    package func check(
        _ token: String, method: String, path: String, body: [UInt8], audience: Verklaring.Audience,
        certificateThumbprint: String?
    ) async throws(VerklaringRefusal) -> Verklaring {
        let claims = try await claims(of: token)
        guard Self.personBytes.contains(claims.sub.utf8.count) else { throw .malformed }
        guard claims.methode == method else { throw .wrongMethod }
        guard claims.pad == path else { throw .wrongPath }
        let digest = Array(SHA256.hash(data: body))
        guard claims.inhoud == Base64URL.encode(digest) else { throw .wrongBody }
        guard claims.aud == audience.text else { throw .wrongAudience }
        try checkTimes(claims)
        guard UUIDv7.isOne(claims.jti) else { throw .badIdentifier }
        if let certificateThumbprint, claims.cnf.thumbprint != certificateThumbprint { throw .otherCertificate }
        guard let issuer = try? OIN(claims.iss), let organisation = try? OIN(claims.org),
            let region = registry.value.member(oin: issuer)?.region,
            region.municipalities.contains(where: { $0.oin == organisation })
        else { throw .foreignOrganisation }
        let (role, purpose) = try purpose(of: claims)
        return Verklaring(
            id: claims.jti, issuer: issuer, organisation: organisation, person: claims.sub, role: role,
            purpose: purpose, audience: audience, method: method, path: path, bodyDigest: digest,
            registrySerial: claims.register, certificateThumbprint: claims.cnf.thumbprint,
            issued: Date(timeIntervalSince1970: TimeInterval(claims.iat)),
            expires: Date(timeIntervalSince1970: TimeInterval(claims.exp)))
    }

    /// The claims, once the signature is that of the key that the registry has for the issuer.
    private func claims(of token: String) async throws(VerklaringRefusal) -> VerklaringClaims {
        guard token.utf8.count <= Self.tokenBytes else { throw .malformed }
        let jws: CompactJWS
        do throws(CompactJWS.Fault) {
            jws = try CompactJWS(token, type: VerklaringClaims.type)
        } catch {
            switch error {
            case .form: throw .malformed
            case .unsigned, .algorithm, .type, .critical: throw .wrongType
            }
        }
        struct Issuer: Decodable { let iss: String }
        guard let issuer = try? JSONDecoder().decode(Issuer.self, from: Data(jws.payload)) else { throw .malformed }
        guard let oin = try? OIN(issuer.iss), let member = registry.value.member(oin: oin),
            registry.value.roles(of: oin).contains(.asker)
        else { throw .unknownIssuer }
        // While a region replaces its key, both are in the registry.
        for key in [member.keys.signing, member.keys.previousSigning].compactMap({ $0 }) {
            guard let verifier = await verifiers.verifier(of: key) else { throw .unknownIssuer }
            do {
                return try await verifier.verify(token, as: VerklaringClaims.self)
            } catch let error as JWTError where error.errorType == .malformedToken {
                throw .malformed
            } catch {
                continue
            }
        }
        throw .badSignature
    }

    private func checkTimes(_ claims: VerklaringClaims) throws(VerklaringRefusal) {
        let present = now().timeIntervalSince1970
        let leeway = TimeInterval(Limits.clockLeewaySeconds)
        guard Self.seconds.contains(claims.iat), Self.seconds.contains(claims.exp) else { throw .malformed }
        guard claims.exp - claims.iat <= Limits.verklaringSeconds, claims.exp > claims.iat else { throw .validTooLong }
        guard TimeInterval(claims.exp) + leeway > present else { throw .expired }
        guard TimeInterval(claims.iat) - leeway <= present else { throw .notYetValid }
        guard TimeInterval(claims.iat) >= started.timeIntervalSince1970.rounded(.down) else { throw .issuedBeforeStart }
    }

    private func purpose(of claims: VerklaringClaims) throws(VerklaringRefusal) -> (Role, Purpose) {
        guard let activity = Activity(rawValue: claims.doel.activiteit),
            let basis = LegalBasis(rawValue: claims.doel.grondslag),
            let purpose = try? Purpose(activity: activity, basis: basis, vacancy: claims.doel.vacature)
        else { throw .unknownPurpose }
        guard let role = Role(rawValue: claims.rol), purpose.allows(role) else { throw .roleNotAllowed }
        return (role, purpose)
    }
}
