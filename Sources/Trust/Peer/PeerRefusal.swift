package import Domain

/// Why a peer is refused. For our own log; the other side learns nothing but that the connection ends.
package enum PeerRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    case noCertificate
    case unreadable
    case chain(String)
    case usage(String)
    case weakKey(String)
    /// The certificate ended while the connection was open.
    case ended
    case subject(CertificateSubject.Invalid)
    /// Not a member, suspended, or without the role that this face asks.
    case notInRegistry(OIN)
    /// The registry in use has expired: nobody is known any more.
    case registryExpired
    case otherParty(expected: OIN, found: OIN)
    case otherHost(String)

    package var description: String {
        switch self {
        case .noCertificate: "the peer showed no certificate"
        case .unreadable: "the peer's certificate cannot be read"
        case .chain(let reason): "the peer's chain does not hold: \(reason)"
        case .usage(let side): "the peer's certificate is not for use as a \(side)"
        case .weakKey(let key): "the peer's key (\(key)) is too weak"
        case .ended: "the peer's certificate has ended since it connected"
        case .subject(let reason): "\(reason)"
        case .notInRegistry(let oin): "OIN \(oin) has no role here in the current registry"
        case .registryExpired: "the registry has expired; take the one that the authority signed last"
        case .otherParty(let expected, let found): "OIN \(found) answered where \(expected) was expected"
        case .otherHost(let host): "the certificate does not name the host \(host)"
        }
    }
}
