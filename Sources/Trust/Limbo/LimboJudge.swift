import Foundation
import SwiftASN1
import X509

/// Judges one case of x509-limbo.
struct LimboJudge {
    private let testcase: LimboFile.Case

    init(_ testcase: LimboFile.Case) { self.testcase = testcase }

    /// Certificates of CAs in one case. They are of the file's authors, who mean no harm by it.
    private static let shown = 64

    /// Why the peer is refused; nil when it is accepted.
    func refusal() async -> String? {
        guard let leaf = try? Certificate(pemEncoded: testcase.peerCertificate) else {
            return "the peer's certificate cannot be read"
        }
        // Anchors and CAs that cannot be read are no part of any path.
        let anchors = testcase.trustedCerts.compactMap { try? Certificate(pemEncoded: $0) }
        let shown = testcase.untrustedIntermediates.compactMap { try? Certificate(pemEncoded: $0) }
        let moment: Date
        if let text = testcase.validationTime {
            guard let parsed = Self.moment(text) else { return "validation_time '\(text)' is no moment" }
            moment = parsed
        } else {
            moment = .now
        }
        let validation = PathValidation(
            anchors: anchors, knownIntermediates: [],
            rules: PathRules(moment: moment, usages: usages, depth: testcase.maxChainDepth), limit: Self.shown)
        do throws(PathRefusal) {
            let path = try await validation.path(of: leaf, shown: shown)
            return names(of: leaf) ?? keyUsage(of: leaf) ?? revocation(in: path, at: moment)
        } catch {
            return error.description
        }
    }

    private var usages: [(usage: ExtendedKeyUsage.Usage, name: String)] {
        let side = testcase.validationKind == "CLIENT" ? "clientAuth" : "serverAuth"
        let known: [String: ExtendedKeyUsage.Usage] = [
            "serverAuth": .serverAuth, "clientAuth": .clientAuth, "codeSigning": .codeSigning,
            "emailProtection": .emailProtection, "timeStamping": .timeStamping, "OCSPSigning": .ocspSigning,
        ]
        let asked = (testcase.extendedKeyUsage ?? []).filter { $0 != side && $0 != "anyExtendedKeyUsage" }
        return ([side] + asked).compactMap { name in known[name].map { ($0, name) } }
    }

    private func names(of leaf: Certificate) -> String? {
        let names = (try? leaf.extensions.subjectAlternativeNames) ?? SubjectAlternativeNames()
        for case .dnsName(let name) in names where !PeerName.isPattern(name) { return "'\(name)' is no DNS name" }
        // A server has one name that is asked for, a client may be known by several.
        let asked = (testcase.expectedPeerName.map { [$0] } ?? []) + (testcase.expectedPeerNames ?? [])
        for name in asked {
            guard let expected = PeerName(kind: name.kind, value: name.value) else {
                return "'\(name.value)' is no name of the kind \(name.kind)"
            }
            guard expected.isAmong(names) else { return "the certificate does not have the name \(name.value)" }
        }
        if asked.isEmpty && testcase.validationKind != "CLIENT" { return "no name was asked for" }
        return nil
    }

    private func keyUsage(of leaf: Certificate) -> String? {
        let stated = try? leaf.extensions.keyUsage
        for name in testcase.keyUsage ?? [] {
            let has =
                switch name {
                case "digitalSignature": stated?.digitalSignature
                case "keyEncipherment": stated?.keyEncipherment
                case "keyAgreement": stated?.keyAgreement
                case "contentCommitment": stated?.nonRepudiation
                case "dataEncipherment": stated?.dataEncipherment
                case "keyCertSign": stated?.keyCertSign
                case "cRLSign": stated?.cRLSign
                default: Bool?.none
                }
            guard has == true else { return "the key usage does not hold \(name)" }
        }
        return nil
    }

    private func revocation(in path: [Certificate], at moment: Date) -> String? {
        guard let texts = testcase.crls, !texts.isEmpty else { return nil }
        var lists: [RevocationList] = []
        for text in texts {
            guard let document = try? PEMDocument(pemString: text) else { return "a revocation list is no PEM" }
            do throws(RevocationList.Invalid) { lists.append(try RevocationList(der: document.derBytes)) } catch {
                return "a revocation list: \(error)"
            }
        }
        let held = RevocationLists(lists, issuers: path)
        for (certificate, issuer) in zip(path, path.dropFirst()) {
            if let refusal = held.refusal(of: certificate, issuedBy: issuer, at: moment) { return "\(refusal)" }
        }
        return nil
    }

    /// ISO 8601, with or without a fraction and with any offset.
    private static func moment(_ text: String) -> Date? {
        let style = Date.ISO8601FormatStyle()
        return (try? style.parse(text)) ?? (try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text))
    }
}
