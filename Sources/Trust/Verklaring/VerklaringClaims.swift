import Domain
import Foundation
import JWTKit

/// The claims of a verklaring as its JWS carries them.
struct VerklaringClaims: JWTPayload {
    static let type = "hallowerk-verklaring+jws"

    struct Doel: Codable {
        let activiteit: String
        let grondslag: String
        let vacature: String?
    }

    struct Confirmation: Codable {
        let thumbprint: String
        private enum CodingKeys: String, CodingKey { case thumbprint = "x5t#S256" }
    }

    let iss: String
    let org: String
    let sub: String
    let rol: String
    let doel: Doel
    let aud: String
    let methode: String
    let pad: String
    let inhoud: String
    let register: Int
    let cnf: Confirmation
    let iat: Int
    let exp: Int
    let jti: String

    /// Times are checked by `VerklaringChecker`, with its own clock.
    func verify(using algorithm: some JWTAlgorithm) throws {}
}
