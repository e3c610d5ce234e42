import Foundation
import X509

/// Looks at the certificates of a development PKI's own authority.
struct AuthorityInspection {
    let authority: DevelopmentAuthority
    let now: Date

    /// The root's row, then the issuing CA's.
    func rows() -> [CertificateReport.Row] {
        let root = authority.root
        let issuing = authority.issuing
        return [row("root", root, signedBy: root), row("issuing", issuing, signedBy: root)]
    }

    /// The one row for an authority that cannot be read.
    static func refused(_ failure: DevelopmentPKI.Failure) -> CertificateReport.Row {
        CertificateReport.Row(
            folder: DevelopmentAuthority.name, subject: "", oin: nil, hosts: [], usages: [], notBefore: nil,
            notAfter: nil, daysLeft: nil, keyAlgorithm: "", verdict: .refused([failure.description]))
    }

    private func row(_ name: String, _ certificate: Certificate, signedBy issuer: Certificate) -> CertificateReport.Row
    {
        var reasons: [String] = []
        let days = PartyInspection.daysLeft(of: certificate, at: now)
        if certificate.issuer != issuer.subject
            || !issuer.publicKey.isValidSignature(certificate.signature, for: certificate)
        {
            reasons.append("not signed by authority/root.pem; make a new development PKI in an empty folder")
        }
        if now < certificate.notValidBefore || now > certificate.notValidAfter {
            reasons.append("not valid now; make a new development PKI in an empty folder")
        }
        let soon = days <= CertificateReport.attentionDays
        let verdict: CertificateReport.Verdict =
            !reasons.isEmpty ? .refused(reasons) : soon ? .attention(["expires in \(days) days"]) : .good
        return CertificateReport.Row(
            folder: "\(DevelopmentAuthority.name)/\(name)", subject: certificate.subject.description, oin: nil,
            hosts: [],
            usages: PartyInspection.usages(of: certificate), notBefore: certificate.notValidBefore,
            notAfter: certificate.notValidAfter, daysLeft: days,
            keyAlgorithm: KeyStrength(of: certificate.publicKey).description, verdict: verdict)
    }
}
