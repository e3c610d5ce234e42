package import Domain
package import Foundation
import Crypto
import JWTKit
import Synchronization

/// Signs verklaringen for a region's users, with the keys as they are now.
package final class VerklaringSigner: Sendable {
    private typealias Signers = (number: Int, collection: JWTKeyCollection)

    private let keys: CurrentKeys
    private let registry: CurrentRegistry
    private let now: @Sendable () -> Date
    private let makeID: @Sendable () -> String
    /// Of the keys that were in use last.
    private let signers: Mutex<Signers>

    /// - Parameter makeID: gives a fresh UUIDv7 for each verklaring.
    package init(
        keys: CurrentKeys, registry: CurrentRegistry, now: @escaping @Sendable () -> Date,
        makeID: (@Sendable () -> String)? = nil
    ) async throws {
        self.keys = keys
        self.registry = registry
        self.now = now
        self.makeID = makeID ?? { UUIDv7.make(at: now()) }
        signers = Mutex(try await Self.signers(of: keys.numbered))
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
        let current = keys.numbered
        let signers = try await signers(of: current)
        let id = makeID()
        let issued = Int(now().timeIntervalSince1970)
        let claims = VerklaringClaims(
            iss: keys.oin.digits, org: organisation.digits, sub: person, rol: role.rawValue,
            doel: .init(
                activiteit: purpose.activity.rawValue, grondslag: purpose.basis.rawValue, vacature: purpose.vacancy),
            aud: audience.text, methode: method, pad: path, inhoud: Base64URL.encode(SHA256.hash(data: body)),
            register: registry.value.serial, cnf: .init(thumbprint: current.folder.thumbprint), iat: issued,
            exp: issued + Limits.verklaringSeconds, jti: id)
        let token = try await signers.sign(claims, header: ["typ": .string(VerklaringClaims.type)])
        return SignedVerklaring(id: id, token: token, certificate: current.folder.thumbprint)
    }

    private func signers(of current: CurrentKeys.Numbered) async throws -> JWTKeyCollection {
        let (number, collection) = signers.withLock { $0 }
        if number == current.number { return collection }
        let fresh = try await Self.signers(of: current)
        signers.withLock { if $0.number < fresh.number { $0 = fresh } }
        return fresh.collection
    }

    private static func signers(of keys: CurrentKeys.Numbered) async throws -> Signers {
        let collection = JWTKeyCollection()
        await collection.add(ecdsa: try ES256PrivateKey(backing: keys.folder.signingKey))
        return (keys.number, collection)
    }
}
