import SwiftASN1
import X509

/// What RFC 5280 §4 asks of each certificate by itself, whoever issued it: a certificate that breaks it was made by a
/// CA that does not know its trade, and verifiers disagree about what it means.
package enum CertificateProfile {
    /// One rule that a certificate breaks.
    package enum Fault: Hashable, Sendable, CustomStringConvertible {
        /// §4.1.2.2: positive, at most 20 bytes.
        case serialNumber
        /// §4.1.2.4, §4.1.2.6: an issuer has a name; a leaf without one has a critical subject alternative name.
        case emptyName
        /// §4.2: this extension must be marked critical, or must not be.
        case criticality(String)
        /// §4.2.1.1, §4.2.1.2: who signed it, and which key it has.
        case missing(String)
        /// §4.2.1.3: only a CA signs certificates.
        case leafSignsCertificates
        /// §4.2.1.10: only a CA constrains names.
        case leafConstrainsNames

        package var description: String {
            switch self {
            case .serialNumber: "its serial number is zero or over 20 bytes"
            case .emptyName: "it has no name where it must have one"
            case .criticality(let name): "its \(name) is critical where it must not be, or the other way round"
            case .missing(let name): "it has no \(name)"
            case .leafSignsCertificates: "its key usage holds keyCertSign, and it is no CA's"
            case .leafConstrainsNames: "it has name constraints, and it is no CA's"
            }
        }
    }

    /// The first rule that `certificate` breaks.
    static func fault(in certificate: Certificate, isLeaf: Bool, isAnchor: Bool) -> Fault? {
        let serial = certificate.serialNumber.bytes.drop { $0 == 0 }
        // Twenty bytes of value: many CAs use all of them, though the sign may take one more.
        guard (1...20).contains(serial.count) else { return .serialNumber }
        return criticality(in: certificate, isLeaf: isLeaf) ?? names(in: certificate, isLeaf: isLeaf)
            ?? identifiers(in: certificate, isLeaf: isLeaf, isAnchor: isAnchor)
            ?? (isLeaf ? leaf(certificate) : nil)
    }

    private static func criticality(in certificate: Certificate, isLeaf: Bool) -> Fault? {
        let rules: [(ASN1ObjectIdentifier, String, Bool)] = [
            (.X509ExtensionID.authorityKeyIdentifier, "authorityKeyIdentifier", false),
            (.X509ExtensionID.subjectKeyIdentifier, "subjectKeyIdentifier", false),
            (.X509ExtensionID.authorityInformationAccess, "authorityInformationAccess", false),
            (.X509ExtensionID.nameConstraints, "nameConstraints", true), ([2, 5, 29, 36], "policyConstraints", true),
            ([2, 5, 29, 54], "inhibitAnyPolicy", true),
        ]
        for (oid, name, critical) in rules {
            if let found = certificate.extensions[oid: oid], found.critical != critical { return .criticality(name) }
        }
        let constraints = certificate.extensions[oid: .X509ExtensionID.basicConstraints]
        return !isLeaf && constraints?.critical == false ? .criticality("basicConstraints") : nil
    }

    private static func names(in certificate: Certificate, isLeaf: Bool) -> Fault? {
        if certificate.issuer.isEmpty { return .emptyName }
        guard certificate.subject.isEmpty else { return nil }
        let names = certificate.extensions[oid: .X509ExtensionID.subjectAlternativeName]
        return isLeaf && names?.critical == true ? nil : .emptyName
    }

    private static func identifiers(in certificate: Certificate, isLeaf: Bool, isAnchor: Bool) -> Fault? {
        if !isLeaf, certificate.extensions[oid: .X509ExtensionID.subjectKeyIdentifier] == nil {
            return .missing("subjectKeyIdentifier")
        }
        guard !isAnchor else { return nil }
        let issuer = try? certificate.extensions.authorityKeyIdentifier
        return issuer?.keyIdentifier == nil ? .missing("authorityKeyIdentifier") : nil
    }

    private static func leaf(_ certificate: Certificate) -> Fault? {
        if (try? certificate.extensions.keyUsage)?.keyCertSign == true { return .leafSignsCertificates }
        return certificate.extensions[oid: .X509ExtensionID.nameConstraints] == nil ? nil : .leafConstrainsNames
    }
}
