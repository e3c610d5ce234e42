import Domain
import Foundation
import JWTKit

/// The key with which we prove to a provider who we are (`private_key_jwt`, RFC 7523).
package struct ClientKey: Sendable {
    /// Why a file holds no key of ours.
    package enum Invalid: Error, Hashable, Sendable {
        /// No PEM of a private key on P-256 or of RSA with 2048 bits or more.
        case noKey
    }

    private enum Kind: Sendable {
        case ecdsa(ES256PrivateKey)
        case rsa(Insecure.RSA.PrivateKey)
    }

    private let kind: Kind
    /// ES256 for a key on P-256, PS256 for one of RSA.
    package let algorithm: String
    private let identifier: String?

    /// - Parameters:
    ///   - pem: PKCS #8 or SEC 1.
    ///   - identifier: the name under which the provider knows the public key.
    package init(pem: String, identifier: String? = nil) throws(Invalid) {
        self.identifier = identifier
        if let key = try? ES256PrivateKey(pem: pem) {
            (kind, algorithm) = (.ecdsa(key), "ES256")
        } else if let key = try? Insecure.RSA.PrivateKey(pem: pem) {
            (kind, algorithm) = (.rsa(key), "PS256")
        } else {
            throw .noKey
        }
    }

    /// An assertion that `client` asks `audience`, valid for a minute and used once.
    func assertion(of client: String, to audience: String, at time: Date) async throws -> String {
        let claims = Assertion(
            iss: client, sub: client, aud: audience, jti: UUID.random().uuidString,
            iat: Int(time.timeIntervalSince1970), exp: Int(time.timeIntervalSince1970) + 60)
        let name = identifier.map { JWKIdentifier(string: $0) }
        let keys = JWTKeyCollection()
        switch kind {
        case .ecdsa(let key): await keys.add(ecdsa: key, kid: name)
        case .rsa(let key): await keys.add(pss: key, digestAlgorithm: .sha256, kid: name)
        }
        return try await keys.sign(claims, kid: name)
    }

    private struct Assertion: JWTPayload {
        let iss, sub, aud, jti: String
        let iat, exp: Int

        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }
}
