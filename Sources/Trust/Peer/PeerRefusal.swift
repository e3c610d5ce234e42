package import Domain
package import Foundation

/// Why a peer is refused. For our own log; the other side learns nothing but that the connection ends.
package enum PeerRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    case noCertificate
    case unreadable
    case path(PathRefusal)
    /// The certificate ended while the connection was open.
    case ended
    case subject(CertificateSubject.Invalid)
    /// Not a member, suspended, or without the role that this face asks.
    case notInRegistry(OIN)
    /// The registry in use has expired: nobody is known any more.
    case registryExpired
    case otherParty(expected: OIN, found: OIN)
    case otherHost(String)
    case revoked(serial: String, reason: RevocationReason?)
    /// We have revocation lists, but none that this CA signed.
    case noRevocationList(String)
    /// The latest list of this CA is older than what is tolerated (`RevocationLists`).
    case revocationListEnded(issuer: String, at: Date)

    package var description: String {
        switch self {
        case .noCertificate: "the peer showed no certificate"
        case .unreadable: "the peer's certificate cannot be read"
        case .path(let reason): "the peer's chain does not hold: \(reason)"
        case .ended: "the peer's certificate has ended since it connected"
        case .subject(let reason): "\(reason)"
        case .notInRegistry(let oin): "OIN \(oin) has no role here in the current registry"
        case .registryExpired: "the registry has expired; take the one that the authority signed last"
        case .otherParty(let expected, let found): "OIN \(found) answered where \(expected) was expected"
        case .otherHost(let host): "the certificate does not name the host \(host)"
        case .revoked(let serial, let reason):
            "certificate \(serial) has been revoked" + (reason.map { " (\($0))" } ?? "")
        case .noRevocationList(let issuer): "crl.pem has no revocation list of \(issuer)"
        case .revocationListEnded(let issuer, let end):
            "the revocation list of \(issuer) ended at \(end.ISO8601Format())"
        }
    }
}

extension PeerRefusal {
    /// Whether the peer's certificate, or one above it, is past its end.
    package var isOfEndedCertificate: Bool {
        switch self {
        case .ended, .path(.expired): true
        default: false
        }
    }
}
