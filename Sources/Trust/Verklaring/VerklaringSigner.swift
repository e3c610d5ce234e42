package import Domain
package import Foundation
import Crypto
import JWTKit

/// Signs verklaringen for a region's users.
package struct VerklaringSigner: Sendable {
    private let keys: KeyFolder
    private let registry: CurrentRegistry
    private let now: @Sendable () -> Date
    private let makeID: @Sendable () -> String
    private let signers: JWTKeyCollection

    /// - Parameter makeID: gives a fresh UUIDv7 for each verklaring.
    package init(
        keys: KeyFolder, registry: CurrentRegistry, now: @escaping @Sendable () -> Date,
        makeID: (@Sendable () -> String)? = nil
    ) async throws {
        self.keys = keys
        self.registry = registry
        self.now = now
        self.makeID = makeID ?? { UUIDv7.make(at: now()) }
        signers = JWTKeyCollection()
        await signers.add(ecdsa: try ES256PrivateKey(backing: keys.signingKey))
    }

    /// A verklaring over exactly these bytes.
    ///
    /// - Parameters:
    ///   - person: the pseudonym (`Pseudonym.person`).
    ///   - organisation: OIN of the municipality on whose behalf is asked.
    package func sign(
        person: String, organisation: OIN, role: Role, purpose: Purpose, audience: Verklaring.Audience, method: String,
        path: String, body: [UInt8]
    ) async throws -> SignedVerklaring {
        let id = makeID()
        let issued = Int(now().timeIntervalSince1970)
        let claims = VerklaringClaims(
            iss: keys.oin.digits, org: organisation.digits, sub: person, rol: role.rawValue,
            doel: .init(
                activiteit: purpose.activity.rawValue, grondslag: purpose.basis.rawValue, vacature: purpose.vacancy),
            aud: audience.text, methode: method, pad: path, inhoud: Base64URL.encode(SHA256.hash(data: body)),
            register: registry.value.serial, cnf: .init(thumbprint: keys.thumbprint), iat: issued,
            exp: issued + Limits.verklaringSeconds, jti: id)
        let token = try await signers.sign(claims, header: ["typ": .string(VerklaringClaims.type)])
        return SignedVerklaring(id: id, token: token)
    }
}
