package import Domain
package import Foundation

/// Who is on the other end of a connection, as its verified certificate and the registry say (I-10).
///
/// - Important: Made in this target only, by `PeerGate`; never from a header.
package struct PeerIdentity: Hashable, Sendable {
    package let oin: OIN
    package let organisation: String
    /// SHA-256 of the certificate, base64url (RFC 8705 §3.1).
    package let thumbprint: String
    /// When the certificate ends.
    package let expires: Date
    /// What the party may do, as the registry said when the connection was made.
    package let roles: Set<FederationRole>
    /// What revocation lists name it by.
    let certificate: CertificateReference

    init(
        oin: OIN, organisation: String, thumbprint: String, expires: Date, roles: Set<FederationRole>,
        certificate: CertificateReference
    ) {
        self.oin = oin
        self.organisation = organisation
        self.thumbprint = thumbprint
        self.expires = expires
        self.roles = roles
        self.certificate = certificate
    }
}
