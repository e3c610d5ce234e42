import Crypto
package import Domain
import SwiftASN1
import X509

/// A request for a certificate (PKCS #10, RFC 2986): who asks, for which key, with proof that the asker has it.
package struct CertificateRequest: Sendable {
    /// Why a request is not answered.
    package enum Invalid: Error, Hashable, CustomStringConvertible {
        case unreadable
        case signatureAlgorithm(String)
        case badSignature
        case subject(CertificateSubject.Invalid)
        case organisation(String)
        case host(String)
        case weakKey(String)
        case otherParty(expected: OIN, found: OIN)

        package var description: String {
            switch self {
            case .unreadable: "it is no certificate request (PKCS #10) in PEM form"
            case .signatureAlgorithm(let name): "it is signed with \(name), which is not SHA-256 or better"
            case .badSignature: "its signature is not by the key that it is for"
            case .subject(let reason): "\(reason)".replacing("the certificate", with: "the request")
            case .organisation(let name): "its organisation '\(name)' is over 64 characters"
            case .host(let host): "its host name '\(host)' is no DNS name in lower case, or the first is over 64 bytes"
            case .weakKey(let key): "its key (\(key)) is too weak"
            case .otherParty(let expected, let found): "it is of OIN \(found), and OIN \(expected) was expected"
            }
        }
    }

    package let subject: CertificateSubject
    let key: Certificate.PublicKey
    /// `P-256`.
    package var keyAlgorithm: String { KeyStrength(of: key).description }

    /// Reads and checks a request; nothing of it is believed but that its sender has the key.
    ///
    /// - Parameter expected: the party that it must be of; nil when the caller looks at it.
    /// - Throws: `Invalid`, the first that applies.
    package init(pem: String, expecting expected: OIN? = nil) throws(Invalid) {
        guard let request = try? CertificateSigningRequest(pemEncoded: pem) else { throw .unreadable }
        guard SignatureSchemes.isAccepted(request.signatureAlgorithm) else {
            throw .signatureAlgorithm(SignatureSchemes.name(of: request.signatureAlgorithm))
        }
        guard request.publicKey.isValidSignature(request.signature, for: request) else { throw .badSignature }
        let strength = KeyStrength(of: request.publicKey)
        guard strength.isSufficient else { throw .weakKey(strength.description) }
        let asked: ExtensionRequest?
        do { asked = try request.attributes.extensionRequest } catch { throw .subject(.unreadableExtension) }
        do throws(CertificateSubject.Invalid) {
            subject = try CertificateSubject(
                request.subject, extensions: asked?.extensions ?? Certificate.Extensions())
        } catch {
            throw .subject(error)
        }
        guard subject.organisation.unicodeScalars.count <= 64 else { throw .organisation(subject.organisation) }
        for host in subject.hosts where !HostName.isValid(host) { throw .host(host) }
        guard subject.hosts[0].utf8.count <= 64 else { throw .host(subject.hosts[0]) }
        if let expected, subject.oin != expected { throw .otherParty(expected: expected, found: subject.oin) }
        key = request.publicKey
    }

    /// A request of `party` for `key`, in PEM form.
    static func pem(for party: DevelopmentPKI.PartyRequest, key: Certificate.PrivateKey) throws -> String {
        let extensions = try Certificate.Extensions {
            Critical(KeyUsage(digitalSignature: true))
            try ExtendedKeyUsage([.serverAuth, .clientAuth])
            SubjectAlternativeNames(party.hosts.map { .dnsName($0) })
        }
        let attribute = try CertificateSigningRequest.Attribute(ExtensionRequest(extensions: extensions))
        let request = try CertificateSigningRequest(
            version: .v1, subject: CertificateSubject.name(of: party), privateKey: key,
            attributes: CertificateSigningRequest.Attributes([attribute]), signatureAlgorithm: algorithm(for: key))
        return try request.serializeAsPEM().pemString + "\n"
    }

    private static func algorithm(for key: Certificate.PrivateKey) -> Certificate.SignatureAlgorithm {
        let strength = KeyStrength(of: key.publicKey).description
        switch strength {
        case "P-384": return .ecdsaWithSHA384
        case "P-521": return .ecdsaWithSHA512
        case "Ed25519": return .ed25519
        default: return strength.hasPrefix("RSA") ? .sha256WithRSAEncryption : .ecdsaWithSHA256
        }
    }
}

extension CertificateSubject {
    /// `CN` first host name, `O` organisation, `serialNumber` OIN.
    static func name(of party: DevelopmentPKI.PartyRequest) throws -> DistinguishedName {
        let names = try DistinguishedName {
            CommonName(party.hosts[0])
            OrganizationName(party.organisation)
        }
        let oin = RelativeDistinguishedName(
            RelativeDistinguishedName.Attribute(
                type: serialNumber, value: try .init(printableString: party.oin.digits)))
        return DistinguishedName(Array(names) + [oin])
    }
}
