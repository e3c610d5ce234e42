package import Domain
package import Foundation

/// A region's signed statement of who asks what, and why (design.md §5). A JWS (ES256), at most a minute valid, bound
/// to one method, path and body.
package struct Verklaring: Hashable, Sendable {
    /// Whom a verklaring is for.
    package enum Audience: Hashable, Sendable {
        /// Every region: a search.
        case federation
        /// One region: a profile.
        case region(OIN)

        package var text: String {
            switch self {
            case .federation: "hallowerk-federatie"
            case .region(let oin): oin.digits
            }
        }
    }

    /// UUIDv7; also `Fsc-Transaction-Id`.
    package let id: String
    /// The region that asks.
    package let issuer: OIN
    /// The municipality that is the controller; of that region.
    package let organisation: OIN
    /// Pseudonym of the person, stable so that a source can count.
    package let person: String
    package let role: Role
    package let purpose: Purpose
    package let audience: Audience
    package let method: String
    package let path: String
    /// SHA-256 of the body.
    package let bodyDigest: [UInt8]
    /// The registry that the asker has.
    package let registrySerial: Int
    /// `cnf.x5t#S256`: the asker's TLS certificate.
    package let certificateThumbprint: String
    package let issued: Date
    package let expires: Date
}

/// Whom a verklaring is for, as other targets name it.
package typealias VerklaringAudience = Verklaring.Audience

/// A signed verklaring, and its id.
package struct SignedVerklaring: Hashable, Sendable {
    package let id: String
    /// Compact JWS.
    package let token: String
    /// Thumbprint of the TLS certificate that it names (`cnf`): it goes over a connection that shows that one.
    package let certificate: String
}

/// Why a verklaring is refused. For the source's audit log; the asker gets one neutral sentence.
package enum VerklaringRefusal: String, Error, Hashable, Sendable, CaseIterable {
    case malformed, wrongType, unknownIssuer, badSignature, wrongMethod, wrongPath, wrongBody, wrongAudience, expired
    case notYetValid, validTooLong, issuedBeforeStart, foreignOrganisation, unknownPurpose, roleNotAllowed
    case otherCertificate, badIdentifier
}
