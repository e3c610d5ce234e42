package import Foundation
import SwiftASN1
package import X509

/// A certificate revocation list, version 2 (RFC 5280 §5): which certificates of one CA are not to be trusted
/// any more.
///
/// Parsed strictly. What would change the meaning of the list and is not understood is refused, never passed over:
/// delta lists, indirect lists, lists for a part of the CA's certificates, and any other critical extension.
package struct RevocationList: Sendable {
    /// One certificate that was revoked.
    package struct Entry: Hashable, Sendable {
        package let at: Date
        package let reason: RevocationReason?
    }

    package let issuer: DistinguishedName
    /// CRLNumber (RFC 5280 §5.2.3): big-endian, without leading zeros; each new list of a CA has a higher one.
    package let number: [UInt8]
    package let thisUpdate: Date
    package let nextUpdate: Date
    package let entries: [Certificate.SerialNumber: Entry]
    /// As it was read or signed.
    package let der: [UInt8]
    private let signed: ArraySlice<UInt8>
    private let algorithm: Certificate.SignatureAlgorithm
    private let signature: ArraySlice<UInt8>

    /// Bytes of the largest list read: some 200,000 certificates.
    package static let limit = 8 * 1024 * 1024
    /// The type of its PEM block.
    static let pemType = "X509 CRL"

    /// - Throws: `Invalid`.
    package init(der bytes: [UInt8]) throws(Invalid) {
        guard bytes.count <= Self.limit else { throw .tooLarge(limit: Self.limit) }
        let parts: Parts
        do { parts = try Self.parts(of: bytes) } catch let invalid as Invalid { throw invalid } catch {
            throw .malformed("\(error)")
        }
        guard let number = parts.number else { throw .noNumber }
        guard let nextUpdate = parts.nextUpdate else { throw .noNextUpdate }
        guard nextUpdate > parts.thisUpdate else { throw .malformed("it ends before it begins") }
        issuer = parts.issuer
        self.number = number
        thisUpdate = parts.thisUpdate
        self.nextUpdate = nextUpdate
        entries = parts.entries
        der = bytes
        signed = parts.signed
        algorithm = parts.algorithm
        signature = parts.signature
    }

    /// Whether `certificate` is the issuer's, may sign lists, and did sign this one.
    func isSigned(by certificate: Certificate) -> Bool {
        guard certificate.subject == issuer, KeyStrength(of: certificate.publicKey).isSufficient else { return false }
        if certificate.extensions[oid: .X509ExtensionID.keyUsage] != nil {
            guard let usage = try? certificate.extensions.keyUsage, usage.cRLSign else { return false }
        }
        return certificate.publicKey.isValidSignature(signature, for: signed, signatureAlgorithm: algorithm)
    }

    /// Its number in hexadecimal, as OpenSSL prints it.
    package var numberText: String { "0x" + (number.isEmpty ? "00" : Hexadecimal.text(number).uppercased()) }

    /// As a PEM block, with a line end.
    package var pem: String { PEMDocument(type: Self.pemType, derBytes: der).pemString + "\n" }
}

extension RevocationList {
    /// Why bytes are no revocation list that can be used.
    package enum Invalid: Error, Hashable, CustomStringConvertible {
        case malformed(String)
        case tooLarge(limit: Int)
        case notVersion2
        /// SHA-1, or an algorithm that is not known here.
        case signatureAlgorithm(String)
        case noNextUpdate
        case noNumber
        case indirect
        /// For a part of the CA's certificates only (IssuingDistributionPoint), or a delta list.
        case partial
        case criticalExtension(String)
        case criticalEntryExtension(String)

        package var description: String {
            switch self {
            case .malformed(let reason): "it is no revocation list: \(reason)"
            case .tooLarge(let limit): "it is larger than \(limit) bytes"
            case .notVersion2: "it is not of version 2"
            case .signatureAlgorithm(let name): "its signature algorithm (\(name)) is not SHA-256 or better"
            case .noNextUpdate: "it does not say when the next one comes (nextUpdate)"
            case .noNumber: "it has no number (CRLNumber)"
            case .indirect: "it is an indirect list, which also names certificates of other CAs"
            case .partial: "it is a delta list, or one for a part of the CA's certificates"
            case .criticalExtension(let oid): "it has a critical extension that is not known here (\(oid))"
            case .criticalEntryExtension(let oid):
                "an entry has a critical extension that is not known here (\(oid))"
            }
        }
    }
}
