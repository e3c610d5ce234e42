package import Foundation

/// Why a chain of certificates does not prove who its holder is (RFC 5280 §6, and what this federation asks beyond):
/// one case for each rule. Subjects are RFC 4514 texts.
package enum PathRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// More certificates than a chain of the federation has; also what bounds the search for a path.
    case tooManyCertificates(limit: Int)
    /// Nobody showed a certificate of this name, and no anchor has it.
    case noIssuer(String)
    case badSignature(of: String)
    /// There is no path, and no single certificate is to blame.
    case noPath
    case anchorAsLeaf
    case unknownCritical(String, of: String)
    case unreadableExtension(String, of: String)
    case notVersion3(String)
    case profile(CertificateProfile.Fault, of: String)
    case notYetValid(String, from: Date)
    case expired(String, at: Date)
    case signatureAlgorithm(String, of: String)
    case weakKey(String, of: String)
    /// A CA's certificate where a party's own is asked.
    case authorityAsLeaf
    case leafKeyUsage
    /// The leaf is not for this end of the connection.
    case usage(String)
    case notAnAuthority(String)
    case issuerKeyUsage(String)
    case issuerUsage(String, side: String)
    case pathLength(of: String, limit: Int)
    /// AuthorityKeyIdentifier and the issuer's SubjectKeyIdentifier differ (RFC 5280 §4.2.1.1).
    case keyIdentifier(of: String)
    case tooDeep(limit: Int)
    /// What RFC5280Policy says beyond the above: name constraints.
    case nameConstraints(String)

    package var description: String {
        switch self {
        case .tooManyCertificates(let limit): "more than \(limit) certificates of CAs were shown"
        case .noIssuer(let name): "no anchor, and no certificate that was shown, is of its issuer \(name)"
        case .badSignature(let subject): "the certificate of \(subject) is not signed with its issuer's key"
        case .noPath: "no path leads to an anchor"
        case .anchorAsLeaf: "an anchor was shown as a party's own certificate"
        case .unknownCritical(let oid, let subject):
            "the certificate of \(subject) has a critical extension that is not known here (\(oid))"
        case .unreadableExtension(let oid, let subject):
            "an extension (\(oid)) of the certificate of \(subject) cannot be read"
        case .notVersion3(let subject): "the certificate of \(subject) is not of version 3"
        case .profile(let fault, let subject): "the certificate of \(subject): \(fault)"
        case .notYetValid(let subject, let begin):
            "the certificate of \(subject) is valid from \(begin.ISO8601Format()) only"
        case .expired(let subject, let end): "the certificate of \(subject) expired at \(end.ISO8601Format())"
        case .signatureAlgorithm(let name, let subject):
            "the certificate of \(subject) is signed with \(name), which is not SHA-256 or better"
        case .weakKey(let key, let subject): "the key of \(subject) (\(key)) is too weak"
        case .authorityAsLeaf: "the party's own certificate is a CA's"
        case .leafKeyUsage: "the certificate's key usage does not hold digitalSignature"
        case .usage(let side): "the certificate is not for use as a \(side)"
        case .notAnAuthority(let subject): "\(subject) is no CA and issued a certificate"
        case .issuerKeyUsage(let subject): "the key usage of \(subject) does not hold keyCertSign"
        case .issuerUsage(let subject, let side): "\(subject) may not issue certificates for use as a \(side)"
        case .pathLength(let subject, let limit): "\(subject) may have at most \(limit) CAs below it"
        case .keyIdentifier(let subject):
            "the certificate of \(subject) names another key than its issuer's (AuthorityKeyIdentifier)"
        case .tooDeep(let limit): "the path has more than \(limit) CAs between leaf and anchor"
        case .nameConstraints(let reason): "a CA's name constraints: \(reason)"
        }
    }
}
