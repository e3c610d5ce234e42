import Crypto
import Foundation
import SwiftASN1
import X509

/// Looks at one party's folder as its peers and its own process would.
struct PartyInspection {
    let path: String
    let name: String
    /// The authority beside it, when there is one: its root and registry key should be the party's anchors.
    let authority: DevelopmentAuthority?
    let now: Date

    func row() async -> CertificateReport.Row {
        let keys: KeyFolder
        do throws(KeyFolderInvalid) { keys = try KeyFolder.load(path) } catch {
            return row(of: certificateAlone(), .refused(error.problems.map(\.description)))
        }
        var refusals = validity(of: keys.leaf) + usage(of: keys.leaf)
        if refusals.isEmpty { refusals += await chain(of: keys) }
        if let authority { refusals += anchoring(of: keys, in: authority) }
        guard refusals.isEmpty else { return row(of: keys.leaf, .refused(refusals)) }
        let remarks = remarks(on: keys.leaf, keys.revocations)
        return row(of: keys.leaf, remarks.isEmpty ? .good : .attention(remarks))
    }

    /// The certificate in a folder that does not load, so that its row still says whose it is.
    private func certificateAlone() -> Certificate? {
        var reader = KeyFolderReader(path: path)
        return reader.certificates(in: "tls.pem")?.first
    }

    private func row(of certificate: Certificate?, _ verdict: CertificateReport.Verdict) -> CertificateReport.Row {
        Self.row(named: name, of: certificate, verdict, now)
    }

    static func row(
        named name: String, of certificate: Certificate?, _ verdict: CertificateReport.Verdict, _ now: Date
    ) -> CertificateReport.Row {
        let subject = certificate.flatMap { try? CertificateSubject(of: $0) }
        return CertificateReport.Row(
            folder: name, subject: certificate?.subject.description ?? "", oin: subject?.oin,
            hosts: subject?.hosts ?? [],
            usages: certificate.map(usages) ?? [], notBefore: certificate?.notValidBefore,
            notAfter: certificate?.notValidAfter, daysLeft: certificate.map { daysLeft(of: $0, at: now) },
            keyAlgorithm: certificate.map { KeyStrength(of: $0.publicKey).description } ?? "", verdict: verdict)
    }

    private func validity(of leaf: Certificate) -> [String] {
        if now < leaf.notValidBefore {
            return ["valid from \(leaf.notValidBefore.ISO8601Format()) only; check this machine's clock"]
        }
        if now > leaf.notValidAfter {
            return [
                "expired at \(leaf.notValidAfter.ISO8601Format()); renew it ('hallowerk certs renew')"
            ]
        }
        return []
    }

    private func usage(of leaf: Certificate) -> [String] {
        let usages = (try? leaf.extensions.extendedKeyUsage).map { Array($0) } ?? []
        var reasons: [String] = []
        for (usage, purpose) in [(ExtendedKeyUsage.Usage.serverAuth, "server"), (.clientAuth, "client")]
        where !usages.contains(usage) {
            reasons.append("not for use as a \(purpose); have a certificate issued with both extended key usages")
        }
        if let keyUsage = try? leaf.extensions.keyUsage, !keyUsage.digitalSignature {
            reasons.append("not for signatures; have a certificate issued with the key usage digitalSignature")
        }
        let strength = KeyStrength(of: leaf.publicKey)
        if !strength.isSufficient {
            reasons.append("its key (\(strength)) is too weak; use P-256 or better, Ed25519, or RSA from 3072 bits")
        }
        return reasons
    }

    private func chain(of keys: KeyFolder) async -> [String] {
        let validation = PeerGate.validation(
            anchors: keys.anchors, knownIntermediates: [], as: [.server, .client], at: now)
        do throws(PathRefusal) {
            let path = try await validation.path(of: keys.leaf, shown: Array(keys.certificateChain.dropFirst()))
            return zip(path, path.dropFirst()).compactMap { certificate, issuer in
                keys.revocations.refusal(of: certificate, issuedBy: issuer, at: now).map { Self.told($0) }
            }
        } catch {
            return [
                "its chain does not hold: \(error); put the issuing CA's certificate after the party's in tls.pem, "
                    + "or have a certificate issued that peers accept"
            ]
        }
    }

    /// A refusal by revocation lists, with what to do.
    private static func told(_ refusal: PeerRefusal) -> String {
        if case .revoked = refusal {
            return "\(refusal); ask for a new certificate with a new key ('hallowerk certs request --new-key')"
        }
        return "\(refusal); put the CA's newest list in crl.pem"
    }

    private func anchoring(of keys: KeyFolder, in authority: DevelopmentAuthority) -> [String] {
        var reasons: [String] = []
        if !keys.anchors.contains(authority.root) {
            reasons.append(
                "anchors.pem does not hold the root beside it; make the folder again with 'hallowerk certs init'")
        }
        if !authority.isRegistryAuthority(of: keys) {
            reasons.append("registry-authority.pub is not authority/registry.pub; copy that file over it")
        }
        return reasons
    }

    private func remarks(on leaf: Certificate, _ revocations: RevocationLists) -> [String] {
        var remarks = revocations.remarks(at: now)
        let days = Self.daysLeft(of: leaf, at: now)
        if days <= CertificateReport.attentionDays { remarks.append("expires in \(days) days") }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        if let mode = attributes?[.posixPermissions] as? Int, mode & 0o077 != 0 {
            remarks.append("others can open its folder; type: chmod 700 \(path)")
        }
        return remarks
    }

    static func daysLeft(of certificate: Certificate, at now: Date) -> Int {
        Int((certificate.notValidAfter.timeIntervalSince(now) / 86_400).rounded(.down))
    }

    static func usages(of certificate: Certificate) -> [String] {
        ((try? certificate.extensions.extendedKeyUsage).map { Array($0) } ?? []).map { usage in
            switch usage {
            case .serverAuth: "server"
            case .clientAuth: "client"
            default: "\(usage)"
            }
        }
    }
}
