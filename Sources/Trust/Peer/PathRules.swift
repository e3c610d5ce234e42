import Foundation
import SwiftASN1
@_spi(FixedExpiryValidationTime) import X509

/// The rules for one candidate path, leaf first and anchor last, whose signatures have been checked. Each has a
/// `PathRefusal` of its own; `RFC5280Policy` has the last word, for name constraints and as a second reader of the
/// rest.
struct PathRules: VerifierPolicy {
    let moment: Date
    /// What the leaf must be for, and every issuer that states any usage.
    let usages: [(usage: ExtendedKeyUsage.Usage, name: String)]
    /// CAs between leaf and anchor.
    let depth: Int?

    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = Self.understood
    static let understood: [ASN1ObjectIdentifier] = [
        .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage, .X509ExtensionID.extendedKeyUsage,
        .X509ExtensionID.nameConstraints, .X509ExtensionID.subjectAlternativeName,
    ]

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) async -> PolicyEvaluationResult {
        if let refusal = refusal(of: Array(chain)) { return .failsToMeetPolicy(reason: refusal.description) }
        return RFC5280Policy(fixedExpiryValidationTime: moment).chainMeetsPolicyRequirements(chain: chain)
    }

    /// The first rule that `chain` breaks.
    func refusal(of chain: [Certificate]) -> PathRefusal? {
        guard let leaf = chain.first, let anchor = chain.last, chain.count > 1 else { return .anchorAsLeaf }
        for certificate in chain {
            if let refusal = refusal(of: certificate, isAnchor: certificate == anchor) { return refusal }
        }
        for (certificate, issuer) in zip(chain, chain.dropFirst()) where !Self.identifiers(of: certificate, fit: issuer)
        {
            return .keyIdentifier(of: certificate.subject.description)
        }
        if let refusal = refusal(ofLeaf: leaf) { return refusal }
        var below = 0
        for issuer in chain.dropFirst() {
            if let refusal = refusal(ofIssuer: issuer, isAnchor: issuer == anchor, below: below) { return refusal }
            // A CA that issued its own next certificate is not counted (RFC 5280 §4.2.1.9).
            if issuer.subject != issuer.issuer { below += 1 }
        }
        for certificate in chain {
            let (isLeaf, isAnchor) = (certificate == leaf, certificate == anchor)
            if let fault = CertificateProfile.fault(in: certificate, isLeaf: isLeaf, isAnchor: isAnchor) {
                return .profile(fault, of: certificate.subject.description)
            }
        }
        if let depth, chain.count - 2 > depth { return .tooDeep(limit: depth) }
        return nil
    }

    private func refusal(of certificate: Certificate, isAnchor: Bool) -> PathRefusal? {
        let subject = certificate.subject.description
        if let oid = Self.unreadable(in: certificate) { return .unreadableExtension(oid, of: subject) }
        guard moment >= certificate.notValidBefore else {
            return .notYetValid(subject, from: certificate.notValidBefore)
        }
        guard moment <= certificate.notValidAfter else { return .expired(subject, at: certificate.notValidAfter) }
        let strength = KeyStrength(of: certificate.publicKey)
        guard strength.isSufficient else { return .weakKey(strength.description, of: subject) }
        // Nobody relies on the signature of an anchor, nor on its version: it was put in anchors.pem.
        guard !isAnchor else { return nil }
        guard certificate.version == .v3 else { return .notVersion3(subject) }
        guard SignatureSchemes.isAccepted(certificate.signatureAlgorithm) else {
            return .signatureAlgorithm(SignatureSchemes.name(of: certificate.signatureAlgorithm), of: subject)
        }
        return nil
    }

    private func refusal(ofLeaf leaf: Certificate) -> PathRefusal? {
        if case .isCertificateAuthority? = try? leaf.extensions.basicConstraints { return .authorityAsLeaf }
        guard (try? leaf.extensions.keyUsage)?.digitalSignature ?? false else { return .leafKeyUsage }
        let stated = (try? leaf.extensions.extendedKeyUsage).map { Array($0) } ?? []
        for (usage, name) in usages where !stated.contains(usage) { return .usage(name) }
        return nil
    }

    private func refusal(ofIssuer issuer: Certificate, isAnchor: Bool, below: Int) -> PathRefusal? {
        let subject = issuer.subject.description
        guard case .isCertificateAuthority(let limit)? = try? issuer.extensions.basicConstraints else {
            return .notAnAuthority(subject)
        }
        if let limit, below > limit { return .pathLength(of: subject, limit: limit) }
        let usage = try? issuer.extensions.keyUsage
        guard usage?.keyCertSign ?? isAnchor else { return .issuerKeyUsage(subject) }
        guard let stated = try? issuer.extensions.extendedKeyUsage, !stated.contains(.any) else { return nil }
        for (usage, name) in usages where !stated.contains(usage) { return .issuerUsage(subject, side: name) }
        return nil
    }

    /// The first extension that cannot be read, of those that count here.
    private static func unreadable(in certificate: Certificate) -> String? {
        let found = certificate.extensions
        do { _ = try found.basicConstraints } catch { return "basicConstraints" }
        do { _ = try found.keyUsage } catch { return "keyUsage" }
        do { _ = try found.extendedKeyUsage } catch { return "extendedKeyUsage" }
        do { _ = try found.subjectAlternativeNames } catch { return "subjectAlternativeName" }
        do { _ = try found.authorityKeyIdentifier } catch { return "authorityKeyIdentifier" }
        do { _ = try found.subjectKeyIdentifier } catch { return "subjectKeyIdentifier" }
        do { _ = try found.nameConstraints } catch { return "nameConstraints" }
        return nil
    }

    /// Whether the key and the certificate that `certificate` names as its issuer's are `issuer`'s, where it names any.
    private static func identifiers(of certificate: Certificate, fit issuer: Certificate) -> Bool {
        guard let named = try? certificate.extensions.authorityKeyIdentifier else { return true }
        if let key = named.keyIdentifier, let own = try? issuer.extensions.subjectKeyIdentifier,
            own.keyIdentifier != key
        {
            return false
        }
        return named.authorityCertSerialNumber.map { $0 == issuer.serialNumber } ?? true
    }
}
