package import Domain
import SwiftASN1
package import X509

/// Who a certificate of the federation says its holder is: OIN in `subject.serialNumber`, organisation in `O`, host
/// names in the SAN (Digikoppeling, PKI001; design.md §5).
package struct CertificateSubject: Hashable, Sendable {
    /// Why a certificate names no party of the federation.
    package enum Invalid: Error, Hashable, CustomStringConvertible {
        case noOIN
        case severalOINs
        case notAnOIN(String)
        case noOrganisation
        case noHost
        /// NIOSSL takes a certificate with the socket's IP address for that of any host, so none may carry one.
        case holdsAddress
        case unreadableExtension

        package var description: String {
            switch self {
            case .noOIN: "the certificate has no OIN in subject.serialNumber"
            case .severalOINs: "the certificate has more than one subject.serialNumber"
            case .notAnOIN(let text): "the certificate's subject.serialNumber '\(text)' is not an OIN"
            case .noOrganisation: "the certificate has no organisation (O)"
            case .noHost: "the certificate has no DNS name among its subject alternative names"
            case .holdsAddress: "the certificate has an IP address among its subject alternative names"
            case .unreadableExtension: "the certificate's subject alternative names cannot be read"
            }
        }
    }

    package let oin: OIN
    package let organisation: String
    /// DNS names in the certificate's order, at least one.
    package let hosts: [String]

    /// - Throws: `Invalid`, the first that applies.
    package init(of certificate: Certificate) throws(Invalid) {
        try self.init(certificate.subject, extensions: certificate.extensions)
    }

    /// What a certificate or a request for one says.
    ///
    /// - Throws: `Invalid`, the first that applies.
    init(_ name: DistinguishedName, extensions: Certificate.Extensions) throws(Invalid) {
        let attributes = name.flatMap { Array($0) }
        let serialNumbers = attributes.filter { $0.type == Self.serialNumber }
        guard let first = serialNumbers.first else { throw .noOIN }
        guard serialNumbers.count == 1 else { throw .severalOINs }
        let digits = String(first.value) ?? ""
        guard let oin = try? OIN(digits) else { throw .notAnOIN(digits) }
        guard let attribute = attributes.first(where: { $0.type == .RDNAttributeType.organizationName }),
            let organisation = String(attribute.value), !organisation.isEmpty
        else { throw .noOrganisation }
        self.oin = oin
        self.organisation = organisation
        hosts = try Self.hosts(in: extensions)
    }

    /// `id-at-serialNumber` (X.520).
    static let serialNumber: ASN1ObjectIdentifier = [2, 5, 4, 5]

    private static func hosts(in extensions: Certificate.Extensions) throws(Invalid) -> [String] {
        let names: SubjectAlternativeNames?
        do { names = try extensions.subjectAlternativeNames } catch { throw .unreadableExtension }
        var hosts: [String] = []
        for name in names ?? SubjectAlternativeNames() {
            switch name {
            case .dnsName(let host): hosts.append(host)
            case .ipAddress: throw .holdsAddress
            default: continue
            }
        }
        guard !hosts.isEmpty else { throw .noHost }
        return hosts
    }
}
