import Domain
import Foundation
import X509

/// The one door by which a certificate becomes a `PeerIdentity`: path (RFC 5280), usage, key strength, revocation,
/// subject, registry, role.
struct PeerGate: Sendable {
    /// Which end of the connection the peer is.
    enum Side: Sendable {
        case client, server

        var usage: ExtendedKeyUsage.Usage { self == .client ? .clientAuth : .serverAuth }
        var name: String { self == .client ? "client" : "server" }
    }

    let anchors: [Certificate]
    /// Those of our own chain: a resumed session shows only the peer's own certificate.
    let knownIntermediates: [Certificate]
    let registry: CurrentRegistry
    /// The lists as they are now: they may be newer than the anchors.
    let revocations: @Sendable () -> RevocationLists
    let now: @Sendable () -> Date
    /// Paths that need not be validated again; nil: each is.
    var paths: ValidatedPaths?

    /// The identity that `chain`, the peer's own certificate first, proves.
    ///
    /// - Parameter accepting: one of these roles is needed.
    /// - Throws: `PeerRefusal`, the first that applies.
    func identify(
        _ chain: [Certificate], as side: Side, accepting: Set<FederationRole>
    ) async throws(PeerRefusal) -> (identity: PeerIdentity, subject: CertificateSubject, chain: [Certificate]) {
        guard let leaf = chain.first else { throw .noCertificate }
        let validated = try await validated(chain, as: side)
        let (identity, subject) = try admit(leaf, accepting: accepting)
        return (identity, subject, validated)
    }

    /// The path from `chain`'s first certificate to an anchor, when it holds now (`PathRules`), and no revocation list
    /// names any of it.
    func validated(_ chain: [Certificate], as side: Side) async throws(PeerRefusal) -> [Certificate] {
        guard let leaf = chain.first else { throw .noCertificate }
        let moment = now()
        let shown = ValidatedPaths.Shown(
            chain: chain, side: side, anchors: anchors, knownIntermediates: knownIntermediates)
        let validated: [Certificate]
        if let known = paths?.path(of: shown, at: moment) {
            validated = known
        } else {
            do throws(PathRefusal) {
                validated = try await Self.validation(
                    anchors: anchors, knownIntermediates: knownIntermediates, as: [side], at: moment
                ).path(of: leaf, shown: Array(chain.dropFirst()))
            } catch {
                throw .path(error)
            }
            paths?.keep(validated, of: shown)
        }
        let lists = revocations()
        for (certificate, issuer) in zip(validated, validated.dropFirst()) {
            if let refusal = lists.refusal(of: certificate, issuedBy: issuer, at: moment) { throw refusal }
        }
        return validated
    }

    /// The identity of a certificate whose chain was validated on this very connection, by the registry as it is now.
    func admit(
        _ leaf: Certificate, accepting: Set<FederationRole>
    ) throws(PeerRefusal) -> (identity: PeerIdentity, subject: CertificateSubject) {
        let subject: CertificateSubject
        do throws(CertificateSubject.Invalid) {
            subject = try CertificateSubject(of: leaf)
        } catch {
            throw .subject(error)
        }
        let moment = now()
        guard leaf.notValidAfter > moment else { throw .ended }
        let reference = CertificateReference(of: leaf)
        if let refusal = revocations().refusal(of: reference, at: moment) { throw refusal }
        let roles = try roles(of: subject.oin)
        guard !roles.isDisjoint(with: accepting) else { throw .notInRegistry(subject.oin) }
        guard let thumbprint = leaf.thumbprint else { throw .unreadable }
        let identity = PeerIdentity(
            oin: subject.oin, organisation: subject.organisation, thumbprint: thumbprint, expires: leaf.notValidAfter,
            roles: roles, certificate: reference)
        return (identity, subject)
    }

    /// Refuses a connected peer that may no longer ask: asked for each request, so that a suspension, a revocation, or
    /// the end of a certificate, ends what open connections may do.
    func checkAgain(_ peer: PeerIdentity, accepting: Set<FederationRole>) throws(PeerRefusal) {
        let moment = now()
        guard peer.expires > moment else { throw .ended }
        if let refusal = revocations().refusal(of: peer.certificate, at: moment) { throw refusal }
        guard try !roles(of: peer.oin).isDisjoint(with: accepting) else { throw .notInRegistry(peer.oin) }
    }

    /// What `oin` may do by the registry in use; nobody may do anything by one that has expired.
    private func roles(of oin: OIN) throws(PeerRefusal) -> Set<FederationRole> {
        let registry = registry.value
        guard registry.expires > now() else { throw .registryExpired }
        return registry.roles(of: oin)
    }

    /// Also used on the same folder by `PartyInspection`, so that what it calls good is what a peer accepts.
    static func validation(
        anchors: [Certificate], knownIntermediates: [Certificate], as sides: [Side], at moment: Date
    ) -> PathValidation {
        PathValidation(
            anchors: anchors, knownIntermediates: knownIntermediates,
            rules: PathRules(moment: moment, usages: sides.map { ($0.usage, $0.name) }, depth: nil))
    }
}
