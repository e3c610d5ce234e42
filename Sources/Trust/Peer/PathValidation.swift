import Foundation
import X509

/// Finds the path from a certificate to an anchor and judges it by `PathRules`: what `PeerGate`, `certs verify` and
/// `certs verify --limbo` all do.
struct PathValidation: Sendable {
    /// CAs' certificates that a peer may show. swift-certificates tries every order of CAs that signed each other, so
    /// this bounds what a stranger makes us compute; PKIoverheid has three levels of CAs.
    static let shown = 4

    let anchors: [Certificate]
    /// Those that need not be shown.
    let knownIntermediates: [Certificate]
    let rules: PathRules
    var limit = Self.shown

    /// - Returns: the path, leaf first and anchor last.
    func path(of leaf: Certificate, shown: [Certificate]) async throws(PathRefusal) -> [Certificate] {
        guard shown.count <= limit else { throw .tooManyCertificates(limit: limit) }
        let intermediates = shown + knownIntermediates
        var verifier = Verifier(rootCertificates: CertificateStore(anchors)) { rules }
        switch await verifier.validate(leaf: leaf, intermediates: CertificateStore(intermediates)) {
        case .validCertificate(let chain): return Array(chain)
        case .couldNotValidate(let failures):
            guard let first = failures.first else { throw diagnosis(of: leaf, among: intermediates) }
            throw rules.refusal(of: Array(first.chain))
                ?? .nameConstraints(first.policyFailureReason.description)
        }
    }

    /// Why there is not even a candidate: follows the first signed path until it breaks.
    private func diagnosis(of leaf: Certificate, among intermediates: [Certificate]) -> PathRefusal {
        var tip = leaf
        for _ in 0...intermediates.count {
            let critical = tip.extensions.first { $0.critical && !PathRules.understood.contains($0.oid) }
            if let critical { return .unknownCritical("\(critical.oid)", of: tip.subject.description) }
            let named = (anchors + intermediates).filter { $0.subject == tip.issuer }
            guard !named.isEmpty else { return .noIssuer(tip.issuer.description) }
            let last = tip
            guard let issuer = named.first(where: { $0.publicKey.isValidSignature(last.signature, for: last) }) else {
                return .badSignature(of: tip.subject.description)
            }
            tip = issuer
        }
        return .noPath
    }
}
